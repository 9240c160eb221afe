import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CutOutRequest } from '../../../src/main/imaging/imaging.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/cut-out-reference.json' with { type: 'json' }
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const [widthPx, heightPx, factor] = [96, 72, 4]
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-cut-out-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

// The same formulas as in cut_out_reference.py: a disc with stripes of hair on a gradient.
const isSubject = (x: number, y: number) =>
  Math.hypot(x - 48, y - 36) < 20 || (y % 4 === 0 && x >= 48 && x < 80 && y > 26 && y < 46)
const subjectAt = (x: number, y: number) => [220 - (x % 7), 60 + (y % 5), 40]
const backgroundAt = (x: number, y: number) => [20, 60 + x, 200 - y]
const places = Array.from({ length: widthPx * heightPx }, (_, at) => [at % widthPx, Math.floor(at / widthPx)] as const)

function coarseMatte(): CutOutRequest['matte'] {
  const [width, height] = [widthPx / factor, heightPx / factor]
  const sums = new Float64Array(width * height)
  for (const [x, y] of places) {
    if (isSubject(x, y)) sums[Math.floor(y / factor) * width + Math.floor(x / factor)]! += 1 / factor ** 2
  }
  return { opacity: Uint8Array.from(sums, (share) => Math.floor(share * 255 + 0.5)), widthPx: width, heightPx: height }
}

/** `depth` 16 has the same colors, exactly. */
async function writeScene(name: string, depth: 8 | 16 = 8): Promise<string> {
  const path = join(folder, name)
  const values = places.flatMap(([x, y]) => (isSubject(x, y) ? subjectAt(x, y) : backgroundAt(x, y)))
  const raw = { width: widthPx, height: heightPx, channels: 3 as const }
  const image =
    depth === 8
      ? sharp(Uint8Array.from(values), { raw })
      : sharp(
          Uint16Array.from(values, (value) => value * 257),
          { raw },
        ).toColourspace('rgb16')
  await image.png().toFile(path)
  return path
}

async function cutOut(
  originalPath: string,
  { content = 'subject', background = null, refinesEdges = true }: Partial<CutOutRequest> = {},
) {
  const resultPath = join(folder, `${crypto.randomUUID()}.png`)
  await imaging.cutOut({ originalPath, matte: coarseMatte(), refinesEdges, content, background, resultPath })
  return resultPath
}

const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const read = async (path: string) => sharp(path).raw().toBuffer({ resolveWithObject: true })

it('a coarse matte follows the edges, and mixed pixels get the subject’s own color, as computed by numpy', async () => {
  const { data, info } = await read(await cutOut(await writeScene('reference.png')))
  expect(info).toMatchObject({ width: widthPx, height: heightPx, channels: 4 })
  const [opacity, rgb] = [reference.opacity, reference.rgb].map((text) => Buffer.from(text, 'base64')) as [
    Buffer,
    Buffer,
  ]
  expect(largest(places.map((_, at) => data[at * 4 + 3]! - opacity[at]!))).toBeLessThanOrEqual(2)
  const colorErrors = places.flatMap((_, at) =>
    // Where a pixel is barely visible its color is not defined.
    opacity[at]! < 8 ? [] : [0, 1, 2].map((channel) => data[at * 4 + channel]! - rgb[at * 3 + channel]!),
  )
  expect(largest(colorErrors)).toBeLessThanOrEqual(3)
})

it('thin hair survives a matte four times as coarse', async () => {
  const path = await writeScene('hair.png')
  const meanError = async (refinesEdges: boolean) => {
    const mask = await sharp(await cutOut(path, { content: 'mask', refinesEdges }))
      .toColourspace('b-w')
      .raw()
      .toBuffer()
    const errors = places.flatMap(([x, y], at) =>
      x > 70 && x < 79 && y > 26 && y < 46 ? [Math.abs(mask[at]! - (isSubject(x, y) ? 255 : 0))] : [],
    )
    return errors.reduce((sum, error) => sum + error, 0) / errors.length
  }
  expect(await meanError(true)).toBeLessThan((await meanError(false)) / 2)
})

it('before another color or image no rim of the old background is left', async () => {
  const path = await writeScene('rim.png')
  const other = join(folder, 'green.png')
  await sharp({ create: { width: 500, height: 20, channels: 4, background: '#00c800' } })
    .png()
    .toFile(other)
  for (const background of [{ type: 'color', color: '#00c800' } as const, { type: 'image', path: other } as const]) {
    const { data, info } = await read(await cutOut(path, { background }))
    expect(info.channels).toBe(3)
    const errors = places.map(([x, y], at) => {
      const expected = isSubject(x, y) ? subjectAt(x, y) : [0, 200, 0]
      return largest([0, 1, 2].map((channel) => data[at * 3 + channel]! - expected[channel]!))
    })
    // Blue of the old background is 130 to 200; without estimated colors it shines through the edge.
    const blue = places.map((_, at) => data[at * 3 + 2]!)
    expect(largest(blue)).toBeLessThan(80)
    expect(errors.filter((error) => error > 40).length).toBeLessThan(0.08 * places.length)
    expect([...data.subarray(0, 3)]).toEqual([0, 200, 0])
    expect([...data.subarray((36 * widthPx + 48) * 3, (36 * widthPx + 48) * 3 + 3)]).toEqual(subjectAt(48, 36))
  }
})

it('a blurred background has nothing of the subject in it, and the subject stays exact', async () => {
  const { data } = await read(
    await cutOut(await writeScene('blur.png'), { background: { type: 'blur', radiusPercent: 5 } }),
  )
  const at = (x: number, y: number) => [...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)]
  expect(at(48, 36)).toEqual(subjectAt(48, 36))
  // Just beside the red disc: its red does not bleed into the blur.
  for (const [x, y] of [
    [24, 36],
    [48, 12],
    [48, 60],
  ] as const) {
    const [red] = at(x, y)
    expect(red, `${x},${y}`).toBeLessThan(45)
  }
})

it('keeps 16 bits', async () => {
  const path = await cutOut(await writeScene('deep.png', 16), { background: { type: 'color', color: '#102030' } })
  expect((await sharp(path).metadata()).depth).toBe('ushort')
  const { data } = await sharp(path)
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  expect([...values.subarray(0, 3)]).toEqual([0x10, 0x20, 0x30].map((value) => value * 257))
  const middle = (36 * widthPx + 48) * 3
  expect([...values.subarray(middle, middle + 3)]).toEqual(subjectAt(48, 36).map((value) => value * 257))
})

it('a missing or unreadable background image is reported, and nothing is written', async () => {
  const path = await writeScene('source.png')
  const gone = { type: 'image', path: join(folder, 'gone.png') } as const
  await expect(cutOut(path, { background: gone })).rejects.toMatchObject({ code: 'storage/not-found' })
})

const inWhiteSquare = (x: number, y: number) => x >= 80 && x < 120 && y >= 20 && y < 60

it('blurs as far across as down, whatever the shape of the image and of the matte', async () => {
  // A white square on black in a wide image, in a matte with square sides; the subject is one corner.
  const [width, height] = [200, 80]
  const values = Array.from({ length: width * height }, (_, at) =>
    inWhiteSquare(at % width, Math.floor(at / width)) ? [255, 255, 255] : [0, 0, 0],
  ).flat()
  const originalPath = join(folder, 'wide.png')
  await sharp(Uint8Array.from(values), { raw: { width, height, channels: 3 } })
    .png()
    .toFile(originalPath)
  const matte = {
    opacity: Uint8Array.from({ length: 256 }, (_, at) => (at === 0 ? 255 : 0)),
    widthPx: 16,
    heightPx: 16,
  }
  const resultPath = join(folder, 'wide-blurred.png')
  const background = { type: 'blur', radiusPercent: 2 } as const
  await imaging.cutOut({ originalPath, matte, refinesEdges: true, content: 'subject', background, resultPath })
  const { data } = await read(resultPath)
  const at = (x: number, y: number) => data[(y * width + x) * 3]!
  // From the same distance to the edge, across and down.
  for (const distance of [-6, -3, 3, 6]) {
    const [across, down] = [at(80 + distance, 40), at(100, 20 + distance)]
    expect(Math.abs(across - down), `${distance} px`).toBeLessThanOrEqual(3)
  }
  expect(at(83, 40)).toBeGreaterThan(at(77, 40) + 50)
})

it.each([
  ['gray', (image: Sharp) => image.toColourspace('b-w')],
  ['16-bit', (image: Sharp) => image.toColourspace('rgb16')],
  ['Display P3', (image: Sharp) => image.withIccProfile('p3')],
])('a %s image and a gray background image keep the background’s color', async (name, prepare) => {
  const original = join(folder, `${name}.png`)
  await prepare(sharp(await writeScene('plain.png')))
    .png()
    .toFile(original)
  const gray = join(folder, 'gray.png')
  const create = { width: 30, height: 30, channels: 3 as const, background: '#808080' }
  await sharp({ create }).toColourspace('b-w').png().toFile(gray)
  const result = await cutOut(original, { background: { type: 'image', path: gray } })
  const shown = await sharp(result).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const corner = [...shown.data.subarray(0, 3)]
  expect(largest(corner.map((value) => value - 128)), corner.join()).toBeLessThanOrEqual(1)
})

it('a cancel in the middle leaves nothing', async () => {
  const originalPath = join(folder, 'large.png')
  await sharp({ create: { width: 3_000, height: 2_000, channels: 3, background: '#246' } })
    .png()
    .toFile(originalPath)
  const stop = new AbortController()
  const resultPath = join(folder, 'cancelled', 'never.png')
  await mkdir(dirname(resultPath))
  const background = { type: 'blur', radiusPercent: 5 } as const
  const work = imaging.cutOut(
    { originalPath, matte: coarseMatte(), refinesEdges: true, content: 'subject', background, resultPath },
    { signal: stop.signal },
  )
  setImmediate(() => stop.abort())
  await expect(work).rejects.toMatchObject({ code: 'request/cancelled' })
  expect(await readdir(dirname(resultPath))).toEqual([])
})
