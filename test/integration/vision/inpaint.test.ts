import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FillRequest } from '../../../src/main/imaging/imaging.ts'
import { createInpainting, type OpenInpainting } from '../../../src/main/vision/inpainting.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { writeOnnx } from '../../support/models/write-onnx.ts'
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'
import { tinySidePx, writeTinyInpainting } from '../../support/vision/write-tiny-inpainting.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
let folder: string
const at = (...names: string[]) => join(folder, ...names)

const inpainting = createInpainting({
  vision: visionProcess.vision,
  modelFolders: async () => [at('models')],
  rescanMs: 0,
})

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-inpaint-'))
  writeTinyInpainting(at('models', 'LaMa-ONNX', 'lama_fp32.onnx'))
  writeTinyInpainting(at('models', 'inpainting_lama', 'inpainting_lama_2025jan.onnx'), { white: 1 })
  writeTinyInpainting(at('models', 'migan_pipeline_v2.onnx'), { type: 'migan' })
  writeTinyInpainting(at('models', 'migan-rows', 'model.onnx'), { type: 'migan-rows' })
  // Other kinds in the same folders.
  writeTinyClip(at('models', 'tiny-clip'))
  writeTinyMatting(at('models', 'tiny-matting'))
  await writeFile(at('models', 'llama-3.onnx'), Buffer.alloc(1_000))
  await writeFile(at('models', 'lama-pointer.onnx'), 'version https://git-lfs.github.com/spec/v1')
})
afterAll(async () => {
  await visionProcess.vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

interface Scene {
  readonly widthPx: number
  readonly heightPx: number
  readonly is16Bit?: boolean
  readonly hasAlpha?: boolean
  readonly isHole?: (x: number, y: number) => boolean
}

/** A brown ground with grain, and a green disk where the hole is. */
async function writeScene(scene: Scene): Promise<Uint16Array> {
  const { widthPx, heightPx, is16Bit = false, hasAlpha = false, isHole = () => false } = scene
  const channels = hasAlpha ? 4 : 3
  const white = is16Bit ? 65_535 : 255
  const values = new Uint16Array(widthPx * heightPx * channels)
  for (let n = 0; n < widthPx * heightPx; n++) {
    const [x, y] = [n % widthPx, Math.floor(n / widthPx)]
    const grain = ((Math.imul(n, 2654435761) >>> 24) - 128) / 255 / 6
    const color = isHole(x, y) ? [0, 1, 0] : [0.5 + grain, 0.35 + grain, 0.2 + grain]
    for (let k = 0; k < 3; k++) values[n * channels + k] = Math.round(color[k]! * white)
    if (hasAlpha) values[n * channels + 3] = x < widthPx / 2 ? white : Math.round(white / 3)
  }
  const raw = { width: widthPx, height: heightPx, channels } as const
  const image = is16Bit ? sharp(values, { raw }).toColourspace('rgb16') : sharp(Uint8Array.from(values), { raw })
  await image.png({ compressionLevel: 1 }).toFile(at('source.png'))
  return values
}

async function requestFor(scene: Scene, changes: Partial<FillRequest> = {}): Promise<FillRequest> {
  const { widthPx, heightPx, isHole = () => false } = scene
  const mask = Uint8Array.from({ length: widthPx * heightPx }, (_, n) =>
    isHole(n % widthPx, Math.floor(n / widthPx)) ? 255 : 0,
  )
  const raw = { width: widthPx, height: heightPx, channels: 1 } as const
  return {
    sourcePath: at('source.png'),
    maskPng: Uint8Array.from(await sharp(mask, { raw }).toColourspace('b-w').png().toBuffer()),
    samplingPng: null,
    growPx: 2,
    featherPx: 3,
    seed: 7,
    colourAdaptation: 0.5,
    modelSize: null,
    resultPath: at('out', 'result.png'),
    effectiveMaskPath: at('out', 'mask.png'),
    ...changes,
  }
}

const withSize = (request: FillRequest, modelSize: FillRequest['modelSize']) => ({ ...request, modelSize })

async function fill(request: FillRequest, { size, inpaint }: OpenInpainting, signal?: AbortSignal) {
  await rm(at('out'), { recursive: true, force: true })
  await mkdir(at('out'))
  const callbacks = { signal, onInpaint: (part: Parameters<typeof inpaint>[0]) => inpaint(part) }
  return imaging.fill(withSize(request, size), callbacks)
}

async function open(name: string): Promise<OpenInpainting> {
  return inpainting.open(await inpainting.model(name))
}

/** The values of a result and its mask. */
async function readResult(is16Bit = false) {
  const image = sharp(at('out', 'result.png'))
  const { depth, channels } = await image.metadata()
  const bytes = is16Bit
    ? await image.toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer()
    : await image.raw().toBuffer()
  const values = is16Bit ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : Uint16Array.from(bytes)
  const mask = await sharp(at('out', 'mask.png')).toColourspace('b-w').raw().toBuffer()
  return { depth, channels, values, mask }
}

const disk = (centerX: number, centerY: number, radius: number) => (x: number, y: number) =>
  Math.hypot(x - centerX, y - centerY) < radius

describe('the models', () => {
  it('are found by their names, as folders and as single files', async () => {
    const { models, refused } = await inpainting.models()
    expect(models.map(({ name }) => name)).toEqual([
      'inpainting_lama_2025jan',
      'lama_fp32',
      'migan_pipeline_v2',
      'migan-rows',
    ])
    expect(refused).toEqual([])
    await expect(inpainting.model('lama_fp23')).rejects.toMatchObject({
      code: 'model/missing',
      message: expect.stringContaining('lama_fp32'),
    })
  })

  it.each(['lama_fp32', 'inpainting_lama_2025jan', 'migan_pipeline_v2', 'migan-rows'])(
    '%s fills with what is around, whatever its layout and range',
    async (name) => {
      const { size, inpaint } = await open(name)
      const side = name.startsWith('migan') ? 512 : tinySidePx
      expect(size).toEqual({ widthPx: side, heightPx: side })
      const rgb = new Uint8Array(side * side * 3)
      const hole = new Uint8Array(side * side)
      for (let n = 0; n < side * side; n++) {
        const isHole = disk(side / 2, side / 2, 6)(n % side, Math.floor(n / side))
        rgb.set(isHole ? [255, 255, 255] : [200, 100, 3], n * 3)
        hole[n] = isHole ? 255 : 0
      }
      const made = await inpaint({ rgb, hole })
      expect(made).toHaveLength(rgb.length)
      const expected = rgb.map((_, n) => [200, 100, 3][n % 3]!)
      expect(made.findIndex((value, n) => Math.abs(value - expected[n]!) > 1)).toBe(-1)
    },
  )

  it('a dark image is not taken for one from 0 to 1', async () => {
    const { size, inpaint } = await open('lama_fp32')
    const area = size.widthPx * size.heightPx
    const rgb = Uint8Array.from({ length: area * 3 }, (_, n) => n % 2)
    const hole = Uint8Array.from({ length: area }, (_, n) => (n < 100 ? 255 : 0))
    expect(Math.max(...(await inpaint({ rgb, hole })))).toBeLessThanOrEqual(1)
  })

  it.each([
    ['an image alone', [['image', 3]]],
    [
      'three images',
      [
        ['image', 3],
        ['mask', 1],
        ['depth', 1],
      ],
    ],
    [
      'two masks',
      [
        ['a', 1],
        ['mask', 1],
      ],
    ],
  ] as const)('%s is refused', async (_, inputs) => {
    const path = writeOnnx(at('other', 'lama.onnx'), {
      inputs: inputs.map(([name, channels]) => ({ name, type: 'float32', shape: [1, channels, 64, 64] })),
      outputs: [{ name: 'out', type: 'float32', shape: [1, inputs[0][1], 64, 64] }],
      weights: [],
      nodes: [{ type: 'Identity', inputs: [inputs[0][0]], outputs: ['out'] }],
    })
    await expect(inpainting.open({ id: 'other', name: 'other', path })).rejects.toMatchObject({
      code: 'model/unsupported',
      message: expect.stringContaining('LaMa'),
    })
  })

  it('a damaged file says what to do', async () => {
    await writeFile(at('other', 'lama.onnx'), Buffer.alloc(5_000, 7))
    await expect(inpainting.open({ id: 'other', name: 'other', path: at('other', 'lama.onnx') })).rejects.toMatchObject(
      {
        code: 'model/damaged',
        message: expect.stringContaining('Download'),
      },
    )
  })
})

describe('a fill by a model', () => {
  it.each([
    { widthPx: 200, heightPx: 150, isHole: disk(100, 75, 20) },
    { widthPx: 200, heightPx: 150, isHole: disk(100, 75, 20), is16Bit: true },
    { widthPx: 400, heightPx: 300, isHole: disk(0, 299, 90) },
    {
      widthPx: 300,
      heightPx: 300,
      isHole: (x: number, y: number) => disk(60, 60, 20)(x, y) || disk(250, 240, 16)(x, y),
    },
    { widthPx: 50, heightPx: 40, isHole: disk(25, 20, 8), is16Bit: true },
    {
      // The tiny model averages over 30 pixels here: both holes are that far from where the opacity changes.
      widthPx: 120,
      heightPx: 90,
      hasAlpha: true,
      isHole: (x: number, y: number) => disk(14, 45, 12)(x, y) || disk(106, 45, 12)(x, y),
    },
    { widthPx: 900, heightPx: 60, isHole: (_x: number, y: number) => y >= 20 && y < 28 },
  ])('changes nothing outside its mask, and fills what is inside: %o', async (scene) => {
    const before = await writeScene(scene)
    const outcome = await fill(await requestFor(scene), await open('lama_fp32'))
    expect(outcome).toMatchObject({ widthPx: scene.widthPx, heightPx: scene.heightPx, changedOutside: 0 })
    const { depth, channels, values, mask } = await readResult(scene.is16Bit)
    expect(depth).toBe(scene.is16Bit === true ? 'ushort' : 'uchar')
    expect(channels).toBe(scene.hasAlpha === true ? 4 : 3)
    expect(values.length).toBe(before.length)
    const pixels = [...mask.keys()]
    const isChanged = (n: number) => {
      for (let k = n * channels; k < (n + 1) * channels; k++) if (values[k] !== before[k]) return true
      return false
    }
    expect(pixels.filter((n) => mask[n] === 0 && isChanged(n))).toEqual([])
    // Green is gone: of the ground there is more red than green.
    expect(pixels.filter((n) => mask[n] === 255 && values[n * channels]! <= values[n * channels + 1]!)).toEqual([])
    const opacityOf = (n: number) => (channels === 4 ? values[n * 4 + 3]! / 255 : 1)
    const isAsBefore = (n: number) => Math.abs(opacityOf(n) - (n % scene.widthPx < scene.widthPx / 2 ? 1 : 1 / 3)) < 0.1
    if (scene.hasAlpha === true) expect(pixels.filter((n) => mask[n] === 255 && !isAsBefore(n))).toEqual([])
  })

  it('continues the grain of the surroundings at full size', async () => {
    const scene = { widthPx: 640, heightPx: 480, isHole: disk(320, 240, 90) }
    await writeScene(scene)
    const request = await requestFor(scene)
    await fill(request, await open('lama_fp32'))
    const { values } = await readResult()
    const deviation = (left: number, top: number) => {
      const reds = Array.from(
        { length: 3_600 },
        (_, n) => values[((top + Math.floor(n / 60)) * 640 + left + (n % 60)) * 3]!,
      )
      const mean = reds.reduce((sum, each) => sum + each, 0) / reds.length
      return Math.sqrt(reds.reduce((sum, each) => sum + (each - mean) ** 2, 0) / reds.length)
    }
    const [filled, around] = [deviation(290, 210), deviation(20, 20)]
    expect(filled / around).toBeGreaterThan(0.85)
    expect(filled / around).toBeLessThan(1.15)
    // The same seed, the same pixels.
    await fill(request, await open('lama_fp32'))
    expect((await readResult()).values).toEqual(values)
  })

  it('a mask over everything leaves nothing to go by', async () => {
    const scene = { widthPx: 100, heightPx: 80, isHole: () => true }
    await writeScene(scene)
    await expect(fill(await requestFor(scene), await open('lama_fp32'))).rejects.toMatchObject({
      code: 'fill/nothing-to-copy',
    })
    expect(await readdir(at('out'))).toEqual([])
  })

  it('fails clearly, and leaves no file, when the model fails, its process is killed, or it is canceled', async () => {
    const scene = { widthPx: 200, heightPx: 150, isHole: disk(100, 75, 20) }
    await writeScene(scene)
    const request = await requestFor(scene)
    const model = await open('lama_fp32')
    const wrong = { ...model, inpaint: async () => new Uint8Array(7) }
    await expect(fill(request, wrong)).rejects.toMatchObject({ code: 'model/unsupported' })
    const killed: OpenInpainting = {
      ...model,
      inpaint: async (part) => {
        const made = model.inpaint(part)
        process.kill(visionProcess.pid(), 'SIGKILL')
        return made
      },
    }
    await expect(fill(request, killed)).rejects.toMatchObject({
      code: 'vision/process-exited',
      message: expect.stringContaining('Try again'),
    })
    const stop = new AbortController()
    const slow: OpenInpainting = {
      ...model,
      inpaint: () => {
        stop.abort()
        return new Promise(() => undefined)
      },
    }
    await expect(fill(request, slow, stop.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(await readdir(at('out'))).toEqual([])
    expect(await fill(request, await open('lama_fp32'))).toMatchObject({ changedOutside: 0 })
  })
})
