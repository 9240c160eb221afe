import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { writePsdUint8Array, type Layer, type Psd } from 'ag-psd'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeIcc, spaces } from '../../../../../test/support/color-images.ts'
import type { ComposeLayer, OpenedProject, SaveLayeredRequest } from '../../imaging.ts'
import { srgbIcc } from '../color/known-spaces.ts'
import { readIcc } from '../color/read-icc.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { compose } from './compose.ts'
import { openProject } from './open-project.ts'
import { findPsdProfile, withPsdProfile } from './psd/psd-profile.ts'
import { saveLayered } from './save-layered.ts'
import { ZipReader } from './zip/zip-reader.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-layered-'))
})
afterEach(() => rm(folder, { recursive: true }))

const signal = new AbortController().signal
const budget = new ByteBudget(1e9)
const [widthPx, heightPx] = [301, 263]
const formats = ['psd', 'ora'] as const

/** Noise, so that every pixel identifies its position. */
async function noisePng(name: string, width: number, height: number, channels: 3 | 4): Promise<string> {
  const path = join(folder, `${name}.png`)
  const values = Uint8Array.from(
    { length: width * height * channels },
    (_, n) => Math.imul(n + name.length, 0x9e3779b1) >>> 24,
  )
  await sharp(values, { raw: { width, height, channels } }).png().toFile(path)
  return path
}

function tileOf(channels: 1 | 4, column: number, row: number, at: (n: number) => number) {
  const pixels = Uint8Array.from({ length: 65_536 * channels }, (_, n) => at(n))
  return { column, row, deflated: Uint8Array.from(deflateSync(pixels)) }
}

const speckled = (n: number) => (n % 11 < 5 ? 0 : Math.imul(n, 0x85ebca6b) >>> 24)

async function request(format: 'psd' | 'ora', channels: 3 | 4 = 3): Promise<SaveLayeredRequest> {
  const image: ComposeLayer = {
    kind: 'picture',
    path: await noisePng('bird', 40, 30, 4),
    opacity: 1,
    placement: {
      centreX: 100,
      centreY: 50,
      scaleX: 1,
      scaleY: 1,
      rotationDeg: 0,
      isFlippedX: false,
      isFlippedY: false,
    },
  }
  const paint: ComposeLayer = {
    kind: 'paint',
    opacity: 0.4,
    tiles: [tileOf(4, 1, 0, speckled), tileOf(4, 0, 1, speckled)],
  }
  return {
    format,
    targetPath: join(folder, `kite.${format}`),
    originalPath: await noisePng('base', widthPx, heightPx, channels),
    baseName: 'Base & <co> 🪁',
    layers: [
      { name: 'Vögel “鳥” 🐦', isVisible: true, layer: image },
      { name: 'Hidden', isVisible: false, layer: { ...paint, opacity: 1 } },
      { name: 'Guide', isVisible: true, layer: paint },
      { name: 'Empty', isVisible: true, layer: { kind: 'paint', opacity: 1, tiles: [] } },
    ],
    masks: [
      { name: 'Himmel ☁', tint: '#12ab34', tiles: [tileOf(1, 0, 0, speckled), tileOf(1, 1, 1, (n) => n % 200)] },
      { name: 'Nothing', tint: '#000000', tiles: [] },
    ],
  }
}

async function open(path: string): Promise<OpenedProject> {
  const into = await mkdtemp(join(folder, 'opened-'))
  return openProject({ path, folder: into }, budget, signal)
}

async function rgbaOf(path: string) {
  const { data, info } = await sharp(path).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, widthPx: info.width, heightPx: info.height }
}

/** The visible pixels of a document, composed from what was opened. */
async function shownPixels({ baseId, state, images }: OpenedProject): Promise<Buffer> {
  const pathOf = (id: string) => images.find((image) => image.id === id)!.path
  const layers = state.layers.flatMap((layer) =>
    layer.kind === 'picture' && layer.isVisible
      ? [{ kind: 'picture' as const, path: pathOf(layer.assetId), opacity: layer.opacity, placement: layer.placement }]
      : [],
  )
  const resultPath = join(await mkdtemp(join(folder, 'shown-')), 'shown.png')
  await compose({ originalPath: pathOf(baseId), layers, resultPath }, budget, signal)
  return (await rgbaOf(resultPath)).data
}

describe.each(formats)('%s', (format) => {
  it('keeps size, layers, names, opacity, visibility and every pixel', async () => {
    const saved = await request(format)
    expect(await saveLayered(saved, budget, signal)).toEqual({ notes: [] })
    const opened = await open(saved.targetPath)
    expect(opened).toMatchObject({ name: 'kite', notes: [], state: { size: { widthPx, heightPx } } })
    expect(opened.state.layers.map(({ name, isVisible }) => [name, isVisible])).toEqual([
      ['Vögel “鳥” 🐦', true],
      ['Hidden', false],
      ['Guide', true],
    ])
    expect(opened.state.layers.map(({ opacity }) => Math.round(opacity * 100))).toEqual([100, 100, 40])
    const [base, bird] = opened.images
    expect((await rgbaOf(base!.path)).data.equals((await rgbaOf(saved.originalPath)).data)).toBe(true)
    expect(base?.hasAlpha).toBe(false)
    expect(opened.state.layers[0]).toMatchObject({
      placement: { centreX: 100, centreY: 50 },
      pictureSize: { widthPx: 40, heightPx: 30 },
    })
    const [before, after] = [(await rgbaOf(join(folder, 'bird.png'))).data, (await rgbaOf(bird!.path)).data]
    // Fully transparent pixels have no color worth keeping.
    const isSame = before.every((value, n) => before[n | 3] === 0 || value === after[n])
    expect(isSame).toBe(true)
    const visible = saved.layers.filter(({ isVisible }) => isVisible).map(({ layer }) => layer)
    const resultPath = join(folder, 'expected.png')
    await compose({ originalPath: saved.originalPath, layers: visible, resultPath }, budget, signal)
    const [expected, shown] = [(await rgbaOf(resultPath)).data, await shownPixels(opened)]
    // Opacity is stored in 255 steps by one of the formats.
    expect(expected.every((value, n) => Math.abs(value - shown[n]!) <= 1)).toBe(true)
  })

  it('declares its colors as sRGB', async () => {
    const saved = await request(format)
    await saveLayered(saved, budget, signal)
    const bytes = await readFile(saved.targetPath)
    expect(bytes.includes(format === 'psd' ? srgbIcc : Buffer.from('sRGB'))).toBe(true)
    if (format === 'psd') expect(findPsdProfile(bytes)).toBeNull()
  })

  it('keeps the name, tint and every value of masks', async () => {
    const saved = await request(format)
    await saveLayered(saved, budget, signal)
    const { state, tiles } = await open(saved.targetPath)
    expect(state.masks).toEqual([{ id: 'mask-1', name: 'Himmel ☁', tint: '#12ab34', strength: 1, isOn: true }])
    expect(tiles.map(({ surfaceId, column, row }) => [surfaceId, column, row])).toEqual([
      ['mask-1', 0, 0],
      ['mask-1', 1, 1],
    ])
    for (const [n, { column, row, deflated }] of tiles.entries()) {
      const [before, after] = [inflateSync(saved.masks[0]!.tiles[n]!.deflated), inflateSync(deflated!)]
      const isSame = after.every((value, at) => {
        const isInside = column * 256 + (at % 256) < widthPx && row * 256 + (at >> 8) < heightPx
        return value === (isInside ? before[at] : 0)
      })
      expect(isSame).toBe(true)
    }
  })

  it('keeps the transparency of the base', async () => {
    const saved = await request(format, 4)
    await saveLayered({ ...saved, layers: [], masks: [] }, budget, signal)
    const { images } = await open(saved.targetPath)
    expect(images[0]?.hasAlpha).toBe(true)
    const [before, after] = [(await rgbaOf(saved.originalPath)).data, (await rgbaOf(images[0]!.path)).data]
    expect(before.every((value, n) => before[n | 3] === 0 || value === after[n])).toBe(true)
  })

  it('notes what it cannot hold and never replaces a file with a partial one', async () => {
    const saved = await request(format)
    const deep = Uint16Array.from({ length: 16 * 16 * 3 }, (_, n) => n * 80)
    const deepPath = join(folder, 'deep.png')
    await sharp(deep, { raw: { width: 16, height: 16, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toFile(deepPath)
    const { notes } = await saveLayered({ ...saved, originalPath: deepPath, layers: [], masks: [] }, budget, signal)
    expect(notes).toHaveLength(1)
    await writeFile(saved.targetPath, 'what was there')
    const layer: ComposeLayer = {
      kind: 'paint',
      opacity: 1,
      tiles: [{ column: 0, row: 0, deflated: Uint8Array.of(1) }],
    }
    const broken = { ...saved, layers: [{ name: 'Broken', isVisible: true, layer }] }
    await expect(saveLayered(broken, budget, signal)).rejects.toMatchObject({ code: 'storage/corrupt' })
    expect(await readFile(saved.targetPath, 'utf8')).toBe('what was there')
    expect((await readdir(folder)).filter((name) => name.includes('tmp'))).toEqual([])
  })

  it('is opened or refused without crashing when truncated anywhere', { timeout: 60_000 }, async () => {
    const saved = await request(format)
    await saveLayered({ ...saved, layers: saved.layers.slice(0, 1), masks: [] }, budget, signal)
    const whole = await readFile(saved.targetPath)
    for (let cut = 1; cut < 20; cut++) {
      await writeFile(saved.targetPath, whole.subarray(0, Math.floor((whole.length * cut) / 20)))
      const outcome = await open(saved.targetPath).catch((thrown: { code: string }) => thrown.code)
      if (typeof outcome === 'string') expect(outcome).toMatch(/^media\//)
    }
  })
})

const flat = (width: number, height: number, rgba: readonly number[]) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 4 }, (_, n) => rgba[n % 4]!),
})

async function openPsd(psd: Partial<Psd>): Promise<OpenedProject> {
  const path = join(folder, 'Пример.psd')
  const imageData = flat(20, 10, [9, 8, 7, 255])
  await writeFile(path, writePsdUint8Array({ width: 20, height: 10, imageData, ...psd }))
  return open(path)
}

const layer = (name: string, more: Layer = {}): Layer => ({
  name,
  left: 0,
  top: 0,
  imageData: flat(20, 10, [50, 60, 70, 255]),
  ...more,
})

/** Without layers and with raw planes: the minimal PSD. */
function plainPsd(depth: 16 | 32, planes: readonly (readonly number[])[], width: number): Buffer {
  const head = Buffer.alloc(26)
  head.write('8BPS', 'latin1')
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(planes.length, 12)
  head.writeUInt32BE(1, 14)
  head.writeUInt32BE(width, 18)
  head.writeUInt16BE(depth, 22)
  head.writeUInt16BE(3, 24)
  const data = Buffer.alloc(planes.length * width * (depth / 8))
  for (const [n, value] of planes.flat().entries()) {
    if (depth === 16) data.writeUInt16BE(value, n * 2)
    else data.writeFloatBE(value, n * 4)
  }
  return Buffer.concat([head, Buffer.alloc(12), Buffer.alloc(2), data])
}

describe('a PSD file of another program', () => {
  it.each([
    [
      16,
      [
        [0, 257, 65_535],
        [128 * 257, 5_140, 1],
        [65_534, 0, 0],
      ],
    ],
    [
      32,
      [
        [0, 0.000_303_5, 1],
        [0.215_861, 0.006_995, 0],
        [1, 0, -2],
      ],
    ],
  ] as const)('is opened at 8 bits with a note when it has %i bits per channel', async (depth, planes) => {
    const path = join(folder, 'deep.psd')
    await writeFile(path, plainPsd(depth, planes, 3))
    const { images, notes } = await open(path)
    expect([...(await rgbaOf(images[0]!.path)).data]).toEqual([0, 128, 255, 255, 1, 20, 0, 255, 255, 0, 0, 255])
    expect(notes).toEqual([expect.stringContaining(`${depth} bits`)])
  })

  it('keeps its color profile and exact values in every image', async () => {
    const path = join(folder, 'wide.psd')
    const icc = makeIcc(spaces['adobe-rgb'])
    const red = flat(20, 10, [200, 40, 90, 255])
    const children = [layer('Base', { imageData: red }), layer('Top', { imageData: red })]
    const psd = writePsdUint8Array({ width: 20, height: 10, imageData: red, children })
    await writeFile(path, withPsdProfile(psd, icc))
    const { images, notes } = await open(path)
    expect([images.length, notes]).toEqual([2, []])
    for (const image of images) {
      const kept = await sharp(image.path, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
      expect([...new Set(kept)]).toEqual([200, 40, 90])
      expect((await sharp(image.path).metadata()).icc).toEqual(icc)
      // Shown according to the profile: in sRGB this red is deeper.
      expect((await rgbaOf(image.path)).data[0]).toBeGreaterThan(215)
    }
  })

  it('has its gray profile applied only when it is grayscale', () => {
    const psd = writePsdUint8Array({ width: 1, height: 1, imageData: flat(1, 1, [9, 9, 9, 255]) })
    const bytes = Buffer.concat(withPsdProfile(psd, makeIcc({ xyz: null, curve: { gamma: 1 } })))
    expect(findPsdProfile(bytes)).toBeNull()
    bytes.writeUInt16BE(1, 24)
    expect(readIcc(findPsdProfile(bytes)!)!.curves[1]!(0.5)).toBeCloseTo(0.5, 3)
  })

  it('is opened as its merged image when it has no layers', async () => {
    const { name, images, state } = await openPsd({})
    expect([name, state.layers.length, images.length]).toEqual(['Пример', 0, 1])
    expect([...(await rgbaOf(images[0]!.path)).data.subarray(0, 4)]).toEqual([9, 8, 7, 255])
  })

  it('has its groups flattened in order, with their visibility and opacity applied', async () => {
    const { state, notes } = await openPsd({
      children: [
        layer('bottom'),
        { name: 'group', opacity: 0.5, hidden: true, children: [layer('one', { opacity: 0.5 }), layer('two')] },
        layer('top', { blendMode: 'multiply' }),
      ],
    })
    expect(state.layers.map(({ name, isVisible, opacity }) => [name, isVisible, Math.round(opacity * 100)])).toEqual([
      ['one', false, 25],
      ['two', false, 50],
      ['top', true, 100],
    ])
    expect(notes).toEqual([expect.stringContaining('“top”'), expect.stringContaining('“group”')])
  })

  it('has layer masks applied, including their default outside the mask', async () => {
    const mask = { left: 5, top: 0, defaultColor: 255, imageData: flat(5, 10, [64, 64, 64, 255]) }
    const { images } = await openPsd({ children: [layer('bottom'), layer('masked', { mask })] })
    const { data } = await rgbaOf(images[1]!.path)
    expect([data[3], data[5 * 4 + 3], data[9 * 4 + 3], data[10 * 4 + 3]]).toEqual([255, 64, 64, 255])
  })

  it('gets a transparent base when its lowest layer cannot be the base', async () => {
    const { images, state } = await openPsd({ children: [layer('faded', { opacity: 0.5 }), layer('other')] })
    expect(images[0]).toMatchObject({ widthPx: 20, heightPx: 10, hasAlpha: true })
    expect(state.layers.map(({ name }) => name)).toEqual(['faded', 'other'])
  })

  it('keeps layers that extend beyond the canvas complete', async () => {
    const { state } = await openPsd({
      children: [layer('bottom'), layer('wide', { left: -7, top: 4, imageData: flat(40, 3, [1, 2, 3, 255]) })],
    })
    expect(state.layers[0]).toMatchObject({
      pictureSize: { widthPx: 40, heightPx: 3 },
      placement: { centreX: 13, centreY: 5.5 },
    })
  })

  it('is opened without a layer that claims to be huge', async () => {
    const path = join(folder, 'huge.psd')
    const bytes = Buffer.from(writePsdUint8Array({ width: 20, height: 10, children: [layer('bottom'), layer('huge')] }))
    // The second layer's bottom and right: the same four numbers begin each layer's record.
    const record = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 20])
    const at = bytes.indexOf(record, bytes.indexOf(record) + 1)
    bytes.writeInt32BE(29_000, at + 8)
    await writeFile(path, bytes)
    const { state, notes } = await open(path)
    expect(state.layers).toEqual([])
    expect(notes).toEqual([expect.stringContaining('too large for Atelier')])
  })

  it('has its lowest layers merged when there are too many', async () => {
    const children = Array.from({ length: 130 }, (_, n) =>
      layer(`layer ${n}`, { imageData: flat(2, 2, [n, n, n, 255]), left: n % 18, top: 0 }),
    )
    const { state, notes, images } = await openPsd({ children })
    expect(state.layers).toHaveLength(100)
    expect(state.layers[0]?.name).toBe('layer 30')
    expect(notes).toEqual([expect.stringContaining('lowest 30')])
    expect([...(await rgbaOf(images[0]!.path)).data.subarray((29 % 18) * 4, (29 % 18) * 4 + 4)]).toEqual([
      29, 29, 29, 255,
    ])
  })
})

it('writes a merged image and a thumbnail into an ORA', async () => {
  const saved = await request('ora')
  await saveLayered(saved, budget, signal)
  await ZipReader.open(saved.targetPath, async (zip) => {
    expect([...zip.entries.keys()][0]).toBe('mimetype')
    expect(await sharp(await zip.read('mergedimage.png', 1e8)).metadata()).toMatchObject({
      width: widthPx,
      height: heightPx,
    })
    const { width, height } = await sharp(await zip.read('Thumbnails/thumbnail.png', 1e8)).metadata()
    expect(Math.max(width, height)).toBe(256)
  })
})
