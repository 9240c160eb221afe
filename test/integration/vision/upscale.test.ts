import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUpscaling } from '../../../src/main/vision/upscaling.ts'
import type { UpscalingModel } from '../../../src/main/vision/models/upscaling-model.ts'
import type { Vision } from '../../../src/main/vision/vision.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { writeOnnx } from '../../support/models/write-onnx.ts'
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { shadeOf, smoothRadiusPx, writeTinyUpscaler } from '../../support/vision/write-tiny-upscaler.ts'
import { folderInMemory } from '../../support/temporary-home.ts'
import { isMyTurn } from '../../support/turn.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
let folder: string
const at = (...names: string[]) => join(folder, ...names)

type Runner = Pick<Vision, 'measureUpscaler' | 'upscaleTile' | 'device'>
const upscalingWith = (vision: Runner) =>
  createUpscaling({ imaging, vision, modelFolders: async () => [at('models')], rescanMs: 0 })
const upscaling = upscalingWith(visionProcess.vision)

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-upscale-'))
  writeTinyUpscaler(at('models', 'RealESRGAN_x4plus.onnx'))
  writeTinyUpscaler(at('models', '2x-Tiny.onnx'), { factor: 2 })
  writeTinyUpscaler(at('models', 'SwinIR', 'x3.onnx'), { factor: 3 })
  writeTinyUpscaler(at('models', 'smooth_x4.onnx'), { type: 'smooth' })
  writeTinyUpscaler(at('models', 'fixed-x2.onnx'), { factor: 2, type: 'smooth', sidePx: 128 })
  writeTinyUpscaler(at('models', 'classical-64', 'onnx', 'model.onnx'), { factor: 2 })
  await writeFile(at('models', 'classical-64', 'config.json'), JSON.stringify({ model_type: 'swin2sr', upscale: 2 }))
  await writeFile(
    at('models', 'classical-64', 'preprocessor_config.json'),
    JSON.stringify({ do_pad: true, pad_size: 8 }),
  )
  // Other kinds in the same folders.
  writeTinyMatting(at('models', 'matting-2x'))
  await writeFile(at('models', 'esrgan-pointer.onnx'), 'version https://git-lfs.github.com/spec/v1')
  await writeFile(at('models', 'lama_4x.onnx'), Buffer.alloc(1_000))
})
beforeEach(async () => {
  await rm(at('out'), { recursive: true, force: true })
  await mkdir(at('out'))
})
afterAll(async () => {
  await visionProcess.vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

interface Scene {
  readonly widthPx: number
  readonly heightPx: number
  readonly channels?: 3 | 4
  readonly is16Bit?: boolean
}

/** Noise over a gradient. */
async function writeScene({ widthPx, heightPx, channels = 3, is16Bit = false }: Scene): Promise<Uint16Array> {
  const white = is16Bit ? 65_535 : 255
  const values = Uint16Array.from({ length: widthPx * heightPx * channels }, (_, n) => {
    if (channels === 4 && n % 4 === 3) return white
    return Math.round((0.3 * ((n % 997) / 997) + 0.6 * ((Math.imul(n, 2654435761) >>> 20) / 4_096)) * white)
  })
  const raw = { width: widthPx, height: heightPx, channels } as const
  const image = is16Bit ? sharp(values, { raw }).toColourspace('rgb16') : sharp(Uint8Array.from(values), { raw })
  await image.png({ compressionLevel: 1 }).toFile(at('source.png'))
  return values
}

interface Wanted {
  readonly factor: 2 | 4
  readonly source?: string
  readonly signal?: AbortSignal
  readonly by?: typeof upscaling
  readonly onProgress?: (fraction: number) => void
}

async function upscale(
  model: string | UpscalingModel,
  { factor, source = 'source.png', by = upscaling, ...watch }: Wanted,
) {
  const file = { originalPath: at(source), factor, resultPath: at('out', 'large.png') }
  const named = typeof model === 'string' ? await by.model(model) : model
  const run = await by.write(file, named, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...watch,
  })
  expect(run).toEqual({ runtime: expect.stringMatching(/^\d+\.\d+/), device: 'CPU' })
  const { depth, channels, width, height, icc } = await sharp(file.resultPath).metadata()
  const is16Bit = depth === 'ushort'
  const image = sharp(file.resultPath, { ignoreIcc: true })
  const bytes = is16Bit
    ? await image.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer()
    : await image.raw().toBuffer()
  const values = is16Bit ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : Uint16Array.from(bytes)
  return { size: [width, height, channels], values, is16Bit, icc }
}

/** The first value that differs by more; -1 = none. */
function firstWrong(values: Uint16Array, expected: (at: number) => number, tolerance: number): number {
  return values.findIndex((value, n) => Math.abs(value - expected(n)) > tolerance)
}

const nearest = (source: Uint16Array, width: number, channels: number, factor: number) => (n: number) => {
  const [pixel, channel] = [Math.floor(n / channels), n % channels]
  const [x, y] = [pixel % (width * factor), Math.floor(pixel / (width * factor))]
  return source[(Math.floor(y / factor) * width + Math.floor(x / factor)) * channels + channel]!
}

/** What the smooth model makes of the whole image, by its definition. */
function smooth(source: Uint16Array, { widthPx, heightPx }: Scene, factor: number): Float64Array {
  const [width, height] = [widthPx * factor, heightPx * factor]
  const result = new Float64Array(width * height * 3)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const sums = [0, 0, 0]
      let count = 0
      for (let v = Math.max(0, y - smoothRadiusPx); v <= Math.min(heightPx - 1, y + smoothRadiusPx); v++) {
        for (let u = Math.max(0, x - smoothRadiusPx); u <= Math.min(widthPx - 1, x + smoothRadiusPx); u++, count++) {
          for (let k = 0; k < 3; k++) sums[k]! += source[(v * widthPx + u) * 3 + k]!
        }
      }
      for (let place = 0; place < factor * factor; place++) {
        const [dx, dy] = [place % factor, Math.floor(place / factor)]
        const to = ((y * factor + dy) * width + x * factor + dx) * 3
        for (let k = 0; k < 3; k++) result[to + k] = (sums[k]! / count) * shadeOf(dx, dy)
      }
    }
  }
  return result
}

const measure = async (name: string) => {
  const { path, sideMultiplePx } = await upscaling.model(name)
  return visionProcess.vision.measureUpscaler({ path, sideMultiplePx })
}

/** Not in the model folders. */
const wrong = (name: string) => ({ id: name, name, path: at('wrong', `${name}.onnx`), sideMultiplePx: 16 })

describe('the models', () => {
  it('are found by their names and descriptions, as folders and as single files', async () => {
    const { models, refused } = await upscaling.models()
    expect(models.map(({ name, sideMultiplePx }) => [name, sideMultiplePx])).toEqual([
      ['2x-Tiny', 16],
      ['classical-64', 8],
      ['fixed-x2', 16],
      ['RealESRGAN_x4plus', 16],
      ['smooth_x4', 16],
      ['x3', 16],
    ])
    expect(refused).toEqual([])
    await expect(upscaling.model('RealESRGAN_x4')).rejects.toMatchObject({
      code: 'model/missing',
      message: expect.stringContaining('RealESRGAN_x4plus'),
    })
  })

  it('tell their factor and size', async () => {
    expect(await measure('RealESRGAN_x4plus')).toMatchObject({ factor: 4, size: null })
    expect(await measure('x3')).toMatchObject({ factor: 3, size: null })
    expect(await measure('fixed-x2')).toMatchObject({ factor: 2, size: { widthPx: 128, heightPx: 128 } })
  })

  it.each([
    ['same-size', () => writeTinyUpscaler(at('wrong', 'same-size.onnx'), { keepsSize: true })],
    ['five-times', () => writeTinyUpscaler(at('wrong', 'five-times.onnx'), { factor: 5 })],
    ['other-range', () => writeTinyUpscaler(at('wrong', 'other-range.onnx'), { gain: 255 })],
    ['too-small', () => writeTinyUpscaler(at('wrong', 'too-small.onnx'), { sidePx: 32 })],
    [
      'gray',
      () =>
        writeOnnx(at('wrong', 'gray.onnx'), {
          inputs: [{ name: 'x', type: 'float32', shape: [1, 1, 'h', 'w'] }],
          outputs: [{ name: 'y', type: 'float32', shape: [1, 1, 'h', 'w'] }],
          weights: [],
          nodes: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
        }),
    ],
    [
      'bytes',
      () =>
        writeOnnx(at('wrong', 'bytes.onnx'), {
          inputs: [{ name: 'x', type: 'uint8', shape: [1, 3, 'h', 'w'] }],
          outputs: [{ name: 'y', type: 'uint8', shape: [1, 3, 'h', 'w'] }],
          weights: [],
          nodes: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
        }),
    ],
  ])('a graph of another kind is refused: %s', async (name, write) => {
    write()
    await writeScene({ widthPx: 40, heightPx: 30 })
    await expect(upscale(wrong(name), { factor: 4 })).rejects.toMatchObject({
      code: 'model/unsupported',
      message: expect.stringContaining('for upscaling'),
    })
    expect(await readdir(at('out'))).toEqual([])
  })

  it('a damaged file, and one that returns no numbers, say what to do', async () => {
    await writeScene({ widthPx: 40, heightPx: 30 })
    await writeFile(at('wrong', 'noise.onnx'), Buffer.alloc(5_000, 7))
    const damaged = { code: 'model/damaged', message: expect.stringContaining('Download') }
    await expect(upscale(wrong('noise'), { factor: 4 })).rejects.toMatchObject(damaged)
    writeTinyUpscaler(at('wrong', 'infinite.onnx'), { gain: Infinity })
    await expect(upscale(wrong('infinite'), { factor: 2 })).rejects.toMatchObject(damaged)
    await expect(upscale(wrong('gone'), { factor: 2 })).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

describe('upscaling', () => {
  it.each([
    { model: 'RealESRGAN_x4plus', factor: 4 },
    { model: 'RealESRGAN_x4plus', factor: 4, is16Bit: true },
    { model: 'RealESRGAN_x4plus', factor: 4, channels: 4 },
    { model: '2x-Tiny', factor: 2, is16Bit: true, channels: 4 },
    { model: '2x-Tiny', factor: 4 },
    { model: 'classical-64', factor: 2 },
  ] as const)(
    'keeps depth, opacity and every value in tiles: %o',
    { tags: 'full' },
    async ({ model, factor, ...of }) => {
      const scene = { widthPx: 301, heightPx: 270, ...of }
      const source = await writeScene(scene)
      const channels = 'channels' in scene ? scene.channels : 3
      const { size, values, is16Bit } = await upscale(model, { factor })
      expect(size).toEqual([301 * factor, 270 * factor, channels])
      expect(is16Bit).toBe('is16Bit' in scene)
      expect(firstWrong(values, nearest(source, 301, channels, factor), 0)).toBe(-1)
    },
  )

  /** Wide and high ones of several tiles in their turn; the last has a seam in each direction, too. */
  const seamed = [
    { widthPx: 520, heightPx: 300 },
    { widthPx: 300, heightPx: 520, is16Bit: true },
    { widthPx: 272, heightPx: 257 },
  ]
  it.each(seamed.filter(({ widthPx }) => widthPx === 272 || isMyTurn(`seams ${widthPx}`)))(
    'shows no seams: %o',
    async (scene) => {
      const source = await writeScene(scene)
      const expected = smooth(source, scene, 4)
      const { values } = await upscale('smooth_x4', { factor: 4 })
      // A thousandth of white.
      expect(firstWrong(values, (n) => expected[n]!, 'is16Bit' in scene ? 65 : 1)).toBe(-1)
    },
  )

  it('works in the tiles of a model that takes one size', { tags: 'full' }, async () => {
    const scene = { widthPx: 300, heightPx: 200 }
    const source = await writeScene(scene)
    const expected = smooth(source, scene, 2)
    const { values } = await upscale('fixed-x2', { factor: 2 })
    expect(firstWrong(values, (n) => expected[n]!, 1)).toBe(-1)
    await writeScene({ widthPx: 7, heightPx: 150 })
    expect((await upscale('fixed-x2', { factor: 4 })).size).toEqual([28, 600, 3])
  })

  it.each([
    ['RealESRGAN_x4plus', 2],
    ['x3', 2],
    ['x3', 4],
  ] as const)('makes another factor than that of the model: %s ×%i', { tags: 'full' }, async (model, factor) => {
    // A gradient stays one, however it is resampled.
    const [width, height] = [400, 90]
    const data = Uint8Array.from({ length: width * height * 3 }, (_, n) => (Math.floor(n / 3) % width) / 2 + 20)
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(at('source.png'))
    const { size, values } = await upscale(model, { factor })
    expect(size).toEqual([width * factor, height * factor, 3])
    const expected = (n: number) => ((Math.floor(n / 3) % (width * factor)) + 0.5) / factor / 2 + 19.75
    expect(firstWrong(values, expected, 1)).toBe(-1)
  })

  it('upscales an image of a few pixels', async () => {
    const source = await writeScene({ widthPx: 5, heightPx: 3 })
    const { values } = await upscale('classical-64', { factor: 2 })
    expect(firstWrong(values, nearest(source, 5, 3, 2), 0)).toBe(-1)
  })

  it('keeps edges of transparency soft and free of dark lines', async () => {
    const rgba = Buffer.alloc(32 * 32 * 4)
    for (let pixel = 0; pixel < 16 * 32; pixel++) rgba.set([200, 100, 50, 255], pixel * 4)
    await sharp(rgba, { raw: { width: 32, height: 32, channels: 4 } })
      .png()
      .toFile(at('source.png'))
    const { values } = await upscale('smooth_x4', { factor: 4 })
    const pixel = (x: number, y: number) => [...values.subarray((y * 128 + x) * 4, (y * 128 + x) * 4 + 4)]
    expect(pixel(60, 8)[3]).toBe(255)
    expect(pixel(60, 120)[3]).toBe(0)
    const [red = 0, , , alpha = 0] = pixel(60, 64)
    expect(red).toBeGreaterThan(195)
    expect(alpha).toBeGreaterThan(50)
    expect(alpha).toBeLessThan(200)
  })

  it('keeps the color profile, and turns a photo upright', async () => {
    await writeScene({ widthPx: 60, heightPx: 40 })
    const image = sharp(at('source.png'))
    await image.withMetadata({ orientation: 6 }).withIccProfile('p3').jpeg().toFile(at('turned.jpg'))
    const { size, icc } = await upscale('2x-Tiny', { factor: 2, source: 'turned.jpg' })
    expect(size).toEqual([80, 120, 3])
    expect(icc).toEqual((await sharp(at('turned.jpg')).metadata()).icc)
  })

  it('reports progress over all tiles and both runs', async () => {
    await writeScene({ widthPx: 300, heightPx: 40 })
    const seen: number[] = []
    await upscale('2x-Tiny', { factor: 4, onProgress: (fraction) => seen.push(fraction) })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.slice(0, 2)).toEqual([0.1, 0.2])
    expect(seen.at(-1)).toBe(1)
  })
})

/** The real process, but for its tiles. */
const running = (onTile: Runner['upscaleTile']): Runner => ({ ...visionProcess.vision, upscaleTile: onTile })

async function expectNothing(): Promise<void> {
  // The caller is told at once; the file that was being written goes a moment later.
  await expect.poll(() => readdir(at('out'))).toEqual([])
  expect((await upscale('2x-Tiny', { factor: 2 })).size).toEqual([1_200, 80, 3])
}

describe('leaves no file, and works again', () => {
  it('after it is canceled between tiles', async () => {
    await writeScene({ widthPx: 600, heightPx: 40 })
    const stop = new AbortController()
    const canceled = upscale('2x-Tiny', { factor: 4, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(canceled).rejects.toMatchObject({ code: 'request/cancelled' })
    await expectNothing()
  })

  it('after it is canceled within a tile, at once', async () => {
    await writeScene({ widthPx: 600, heightPx: 40 })
    const stop = new AbortController()
    const by = upscalingWith(
      running(() => {
        stop.abort()
        return new Promise(() => undefined)
      }),
    )
    const canceled = upscale('2x-Tiny', { factor: 2, signal: stop.signal, by })
    await expect(canceled).rejects.toMatchObject({ code: 'request/cancelled' })
    await expectNothing()
  })

  it('after the vision process is killed', async () => {
    await writeScene({ widthPx: 600, heightPx: 40 })
    const by = upscalingWith(
      running((...of) => {
        const made = visionProcess.vision.upscaleTile(...of)
        process.kill(visionProcess.pid(), 'SIGKILL')
        return made
      }),
    )
    await expect(upscale('2x-Tiny', { factor: 2, by })).rejects.toMatchObject({
      code: 'vision/process-exited',
      message: expect.stringContaining('Try again'),
    })
    await expectNothing()
  })

  it('after memory ran out even in small tiles', async () => {
    const source = await writeScene({ widthPx: 600, heightPx: 40 })
    const widths: number[] = []
    const shortOf = (mostPx: number) =>
      upscalingWith(
        running(async (tile, options) => {
          widths.push(tile.widthPx)
          if (tile.widthPx > mostPx) throw new AppError('engine/out-of-memory', 'Memory ran out.')
          return visionProcess.vision.upscaleTile(tile, options)
        }),
      )
    const { values } = await upscale('2x-Tiny', { factor: 2, by: shortOf(200) })
    expect(firstWrong(values, nearest(source, 600, 3, 2), 0)).toBe(-1)
    expect([...new Set(widths)]).toEqual([256, 128])
    await rm(at('out', 'large.png'))
    await expect(upscale('2x-Tiny', { factor: 2, by: shortOf(100) })).rejects.toMatchObject({
      code: 'engine/out-of-memory',
    })
    await expectNothing()
  })

  it('after a model returned something smaller', async () => {
    await writeScene({ widthPx: 600, heightPx: 40 })
    const by = upscalingWith(running(async (tile) => tile))
    await expect(upscale('2x-Tiny', { factor: 2, by })).rejects.toMatchObject({ code: 'model/unsupported' })
    await expectNothing()
  })
})
