import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EngineOptions } from '../../../src/main/engine/engine.ts'
import { noSaving, type EngineRequest, type EngineWatch, type LocalEngine } from '../../../src/main/engine/index.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineRequest } from '../../support/engine/engine-request.ts'
import { startEngine } from '../../support/engine/start-engine.ts'

const gib = 1_024 ** 3
let folder: string
let libraryPath: string
let modelPath: string
let engine: LocalEngine
let starts: number
let ends: number

const createWatch = (changes: Partial<EngineWatch> = {}): EngineWatch => ({
  signal: new AbortController().signal,
  ...changes,
})
const request = (changes: Parameters<typeof engineRequest>[1] = {}) => engineRequest(modelPath, changes)

function start(options: Omit<EngineOptions, 'start'> = {}): LocalEngine {
  starts = 0
  ends = 0
  return startEngine(options, (child) => {
    starts += 1
    child.onExit(() => void (ends += 1))
  })
}

beforeAll(async () => {
  ;({ folder, libraryPath } = await buildStandIn())
  modelPath = join(folder, 'model.safetensors')
  await writeFile(modelPath, 'weights')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => engine.dispose())

/** The columns, of five samples in the first row, that are white. */
const whiteIn = (pixels: Buffer) => [0, 31, 32, 33, 63].filter((x) => pixels[x * 3] === 255)

describe('the engine process', () => {
  it('lists the devices the library can use', async () => {
    engine = start()
    expect(await engine.inspect(libraryPath)).toEqual({
      version: 'stand-in',
      commit: '0000000',
      fits: 'master-827-97d2990',
      devices: [
        { name: 'CPU', label: 'Stand-in processor', kind: 'cpu', freeBytes: 8 * gib, totalBytes: 8 * gib },
        { name: 'cuda0', label: 'Stand-in GPU', kind: 'gpu', freeBytes: 6 * gib, totalBytes: 8 * gib },
      ],
    })
  })

  it('draws each image with its own seed, and the same image for the same seed', async () => {
    engine = start()
    const fractions: number[] = []
    const images = await engine.generate(
      libraryPath,
      request({ n: 2 }),
      createWatch({ onProgress: (fraction) => fractions.push(fraction) }),
    )
    expect(images.map(({ seed }) => seed)).toEqual([7, 8])
    expect(images[0]!.png).not.toEqual(images[1]!.png)
    const { width, height, channels } = await sharp(images[0]!.png).metadata()
    expect({ width, height, channels }).toEqual({ width: 64, height: 48, channels: 3 })
    expect(fractions).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1])
    const [repeated] = await engine.generate(libraryPath, request({ seed: 8 }), createWatch())
    expect(repeated!.png).toEqual(images[1]!.png)
    expect(starts).toBe(1)
  })

  it('loads weights of more than a gigabyte in one piece', { tags: 'full' }, async () => {
    engine = start()
    const large = join(folder, 'large.safetensors')
    await writeFile(large, 'weights')
    expect(await engine.generate(libraryPath, engineRequest(large), createWatch())).toHaveLength(1)
  })

  it('emits coarse previews while drawing', { tags: 'full' }, async () => {
    engine = start()
    const previews: Uint8Array[] = []
    await engine.generate(
      libraryPath,
      request({ prompt: 'slow', wantsPreviews: true }),
      createWatch({ onPreview: (png) => previews.push(png) }),
    )
    expect(previews.length).toBeGreaterThan(0)
    expect(await sharp(previews[0]).metadata()).toMatchObject({ width: 16, height: 16 })
  })

  it('repaints only the white part of the mask', async () => {
    engine = start()
    const source = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#204060' } })
      .png()
      .toBuffer()
    const half = Buffer.alloc(64 * 48).fill(255, 64 * 24)
    const mask = await sharp(half, { raw: { width: 64, height: 48, channels: 1 } })
      .png()
      .toBuffer()
    const fractions: number[] = []
    const [image] = await engine.generate(
      libraryPath,
      request({ source: new Uint8Array(source), mask: new Uint8Array(mask), steps: 4, strength: 0.5 }),
      createWatch({ onProgress: (fraction) => fractions.push(fraction) }),
    )
    // Of four steps the last two are drawn.
    expect(fractions).toEqual([0, 0.5, 1])
    const drawn = await sharp(image!.png).raw().toBuffer()
    const protectedArea = drawn.subarray(0, 64 * 24 * 3)
    expect(protectedArea.every((value, index) => value === [0x20, 0x40, 0x60][index % 3])).toBe(true)
    expect(drawn.subarray(64 * 24 * 3).every((value, index) => value === [0x20, 0x40, 0x60][index % 3])).toBe(false)
  })

  it('follows a control image or its edges at the given strength', { tags: 'full' }, async () => {
    engine = start()
    const leftHalf = { create: { width: 32, height: 48, channels: 3, background: '#fff' } } as const
    const black = { create: { width: 64, height: 48, channels: 3, background: '#000' } } as const
    const image = new Uint8Array(
      await sharp(black)
        .composite([{ input: leftHalf, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    )
    const draw = async (control: EngineRequest['control']) => {
      const files = { model: modelPath, controlNet: '/nets/canny.safetensors' }
      const [drawn] = await engine.generate(
        libraryPath,
        request({ control, model: { files, saving: noSaving } }),
        createWatch(),
      )
      return sharp(drawn!.png).raw().toBuffer()
    }
    const whole = { image, strength: 2, findsEdges: false }
    expect(whiteIn(await draw(whole))).toEqual([0, 31])
    expect(whiteIn(await draw({ ...whole, findsEdges: true }))).toEqual([32])
    expect(await draw({ ...whole, strength: 0 })).toEqual(await draw(null))
    expect(starts).toBe(1)
  })

  it('passes every request option to the library', async () => {
    engine = start()
    const saving = { weights: 'streamed', isFlashAttention: true, isEncoderOnCpu: true, isVaeTiled: true } as const
    const png = new Uint8Array(
      await sharp({ create: { width: 32, height: 32, channels: 4, background: '#fff' } })
        .png()
        .toBuffer(),
    )
    const echoed = engine.generate(
      libraryPath,
      request({
        prompt: 'tell',
        negativePrompt: 'fog',
        n: 3,
        seed: 4_294_967_295,
        steps: 9,
        guidance: 5.5,
        distilledGuidance: 2,
        sampler: 'dpm++2m',
        scheduler: 'karras',
        flowShift: 3,
        strength: 0.5,
        source: png,
        mask: png,
        references: [png, png],
        loras: [{ path: '/loras/ink.safetensors', scale: 0.8 }],
        hires: { upscaler: 'Lanczos', modelPath: null, widthPx: 96, heightPx: 72, strength: 0.4 },
        control: { image: png, strength: 1.5, findsEdges: false },
        isTiling: true,
        model: { files: { model: modelPath, controlNet: '/nets/canny.safetensors' }, saving },
      }),
      createWatch(),
    )
    await expect(echoed).rejects.toThrow(
      '64x48 n=3 seed=4294967295 steps=9 cfg=5.5 distilled=2 sampler=dpm++2m scheduler=karras shift=3 strength=0.5 ' +
        'source=64x48x3 mask=64x48x1 refs=2 loras=1:/loras/ink.safetensors:0.8 tiled=1 tiling=1 slg=0.25 ' +
        'hires=1:Lanczos:96x72:0.4: control=64x48:1.5:/nets/canny.safetensors negative=fog · ' +
        'params=cpu backend=te=cpu flash=1 eager=1 stream=1 vram=-1',
    )
  })

  it(
    'draws a second pass at its own size, also with an upscaler model, and counts the steps of both',
    { tags: 'full' },
    async () => {
      engine = start()
      const progress: number[] = []
      const hires = { upscaler: 'Model', modelPath, widthPx: 128, heightPx: 96, strength: 0.5 }
      const watch = createWatch({ onProgress: (fraction) => progress.push(fraction) })
      const [image] = await engine.generate(libraryPath, request({ steps: 4, hires }), watch)
      const { width, height } = await sharp(image!.png).metadata()
      expect([width, height]).toEqual([128, 96])
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
      expect(progress).toEqual(expect.arrayContaining([0.125, 0.5, 0.625, 1]))
      const missingUpscaler = { ...hires, modelPath: join(folder, 'gone.safetensors') }
      await expect(engine.generate(libraryPath, request({ hires: missingUpscaler }), createWatch())).rejects.toThrow(
        'load hires model upscaler failed',
      )
    },
  )

  it('reports an unknown sampler', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ sampler: 'nope' }), createWatch())).rejects.toMatchObject({
      code: 'provider/invalid-request',
      message: 'This engine has no sampler named “nope”.',
    })
  })

  it('stops between two steps when canceled, and continues in the same process', async () => {
    engine = start()
    const controller = new AbortController()
    const drawing = engine.generate(
      libraryPath,
      request({ prompt: 'slow', steps: 100 }),
      createWatch({ signal: controller.signal, onProgress: (fraction) => fraction > 0 && controller.abort() }),
    )
    await expect(drawing).rejects.toMatchObject({ code: 'request/cancelled' })
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(1)
  })

  it('ends the process when canceled while a model is loading', async () => {
    engine = start()
    const slow = join(folder, 'slow-load.safetensors')
    await writeFile(slow, 'weights')
    const controller = new AbortController()
    const watch = createWatch({ signal: controller.signal, onLoading: () => controller.abort() })
    const drawing = engine.generate(libraryPath, engineRequest(slow), watch)
    await expect(drawing).rejects.toMatchObject({ code: 'request/cancelled' })
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(2)
  })

  it('reports the last output of the library when it fails', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'nothing' }), createWatch())).rejects.toMatchObject({
      code: 'engine/failed',
      message: 'The engine made no image. Last output: unet: nothing came of it',
    })
    await expect(
      engine.generate(libraryPath, engineRequest(join(folder, 'gone.safetensors')), createWatch()),
    ).rejects.toThrow('could not load this model. Last output: could not open the model')
  })

  it('reports when memory runs out, while drawing and while loading a model', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'greedy' }), createWatch())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: 'Memory ran out. Last output: unet alloc compute buffer failed',
    })
    const greedy = join(folder, 'greedy.safetensors')
    await writeFile(greedy, 'weights')
    await expect(engine.generate(libraryPath, engineRequest(greedy), createWatch())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('failed to allocate CUDA0 buffer'),
    })
    const saving = { ...noSaving, weights: 'memory' } as const
    const model = { files: { model: greedy }, saving }
    expect(await engine.generate(libraryPath, request({ prompt: 'greedy', model }), createWatch())).toHaveLength(1)
  })

  it('reports a process killed by the system as out of memory', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'killed' }), createWatch())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('probably by the system'),
    })
  })

  it('reports a lost device and restarts', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'lost' }), createWatch())).rejects.toMatchObject({
      code: 'engine/device-lost',
      message: expect.stringContaining('ErrorDeviceLost'),
    })
    expect(await engine.generate(libraryPath, request(), createWatch())).toHaveLength(1)
    expect(starts).toBe(2)
  })

  it('ends the idle process as soon as memory is short', { tags: 'full' }, async () => {
    let availableBytes = 8 * gib
    const held: boolean[] = []
    const onHeld = () => void held.push(engine.isLoaded(libraryPath, request().model))
    engine = start({ availableBytes: () => availableBytes, lookEveryMs: 10, onHeld })
    await engine.generate(libraryPath, request(), createWatch())
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(1)
    expect(held).toEqual([true])
    availableBytes = gib / 2
    await vi.waitFor(() => expect(ends).toBe(1), { timeout: 10_000 })
    expect(held).toEqual([true, false])
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(2)
  })

  it('converts a file, and reports why a conversion fails', async () => {
    engine = start()
    const to = join(folder, 'converted.gguf')
    const conversion = { from: modelPath, to, type: 'q8_0', exceptions: [{ pattern: '^vae\\.', type: 'f16' }] }
    const seen: number[] = []
    await engine.convert(libraryPath, conversion, createWatch({ onProgress: (fraction) => seen.push(fraction) }))
    expect(await readFile(to)).toEqual(await readFile(modelPath))
    expect(seen).toEqual([0, 0.25, 0.5, 0.75, 1])
    const unknown = engine.convert(libraryPath, { ...conversion, type: 'q1_X' }, createWatch())
    await expect(unknown).rejects.toThrow('no precision named “q1_X”')
    const broken = join(folder, 'broken')
    await writeFile(broken, 'weights')
    const failing = engine.convert(libraryPath, { ...conversion, from: broken }, createWatch())
    await expect(failing).rejects.toThrow('could not convert this model. Last output: to q8_0 vae= rules=^vae\\.=f16')
    const controller = new AbortController()
    const slow = join(folder, 'slow')
    await writeFile(slow, 'weights')
    const conversionWatch = createWatch({ signal: controller.signal, onProgress: () => controller.abort() })
    const canceled = engine.convert(libraryPath, { ...conversion, from: slow }, conversionWatch)
    await expect(canceled).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('restarts after an abort, and stops trying a model that aborts repeatedly', async () => {
    engine = start()
    const drawing = () => engine.generate(libraryPath, request({ prompt: 'abort' }), createWatch())
    await expect(drawing()).rejects.toMatchObject({ code: 'engine/stopped' })
    await expect(drawing()).rejects.toThrow('GGML_ASSERT(a->ne[0] == b->ne[0]) failed')
    await expect(drawing()).rejects.toThrow('2 times in a row')
    expect(starts).toBe(2)
    const otherModel = join(folder, 'other.safetensors')
    await writeFile(otherModel, 'weights')
    expect(await engine.generate(libraryPath, engineRequest(otherModel), createWatch())).toHaveLength(1)
  })

  it('ends a library that makes no progress', async () => {
    engine = start()
    const hanging = engine.generate(libraryPath, request({ prompt: 'hang' }), createWatch({ stillMs: 1_000 }))
    await expect(hanging).rejects.toThrow('made no progress')
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(2)
  })

  it('refuses a file that is not an engine library', async () => {
    engine = start()
    await expect(engine.inspect(modelPath)).rejects.toMatchObject({ code: 'engine/unusable' })
  })

  it('frees everything on unload, and starts again', async () => {
    engine = start()
    await engine.generate(libraryPath, request(), createWatch())
    await engine.unload()
    await engine.generate(libraryPath, request(), createWatch())
    expect(starts).toBe(2)
  })
})
