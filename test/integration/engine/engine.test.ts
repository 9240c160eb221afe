import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EngineOptions } from '../../../src/main/engine/create-engine.ts'
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

const watched = (own: Partial<EngineWatch> = {}): EngineWatch => ({ signal: new AbortController().signal, ...own })
const request = (own: Parameters<typeof engineRequest>[1] = {}) => engineRequest(modelPath, own)

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

/** Of some columns in the first row. */
const whiteIn = (pixels: Buffer) => [0, 31, 32, 33, 63].filter((x) => pixels[x * 3] === 255)

describe('the engine process', () => {
  it('says which devices the library can use', async () => {
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

  it('draws each image with a seed of its own, and the same image for the same seed', async () => {
    engine = start()
    const fractions: number[] = []
    const images = await engine.generate(
      libraryPath,
      request({ n: 2 }),
      watched({ onProgress: (fraction) => fractions.push(fraction) }),
    )
    expect(images.map(({ seed }) => seed)).toEqual([7, 8])
    expect(images[0]!.png).not.toEqual(images[1]!.png)
    const { width, height, channels } = await sharp(images[0]!.png).metadata()
    expect({ width, height, channels }).toEqual({ width: 64, height: 48, channels: 3 })
    expect(fractions).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1])
    const [again] = await engine.generate(libraryPath, request({ seed: 8 }), watched())
    expect(again!.png).toEqual(images[1]!.png)
    expect(starts).toBe(1)
  })

  it('loads weights of more than a gigabyte in one piece', async () => {
    engine = start()
    const large = join(folder, 'large.safetensors')
    await writeFile(large, 'weights')
    expect(await engine.generate(libraryPath, engineRequest(large), watched())).toHaveLength(1)
  })

  it('shows coarse images on the way', async () => {
    engine = start()
    const previews: Uint8Array[] = []
    await engine.generate(
      libraryPath,
      request({ prompt: 'slow', wantsPreviews: true }),
      watched({ onPreview: (png) => previews.push(png) }),
    )
    expect(previews.length).toBeGreaterThan(0)
    expect(await sharp(previews[0]).metadata()).toMatchObject({ width: 16, height: 16 })
  })

  it('repaints what the mask has white, and nothing else', async () => {
    engine = start()
    const source = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#204060' } })
      .png()
      .toBuffer()
    const half = Buffer.alloc(64 * 48).fill(255, 64 * 24)
    const mask = await sharp(half, { raw: { width: 64, height: 48, channels: 1 } })
      .png()
      .toBuffer()
    const [image] = await engine.generate(
      libraryPath,
      request({ source: new Uint8Array(source), mask: new Uint8Array(mask) }),
      watched(),
    )
    const drawn = await sharp(image!.png).raw().toBuffer()
    const kept = drawn.subarray(0, 64 * 24 * 3)
    expect(kept.every((value, at) => value === [0x20, 0x40, 0x60][at % 3])).toBe(true)
    expect(drawn.subarray(64 * 24 * 3).every((value, at) => value === [0x20, 0x40, 0x60][at % 3])).toBe(false)
  })

  it('follows a control image, or its edges, as strongly as asked', async () => {
    engine = start()
    const left = { create: { width: 32, height: 48, channels: 3, background: '#fff' } } as const
    const black = { create: { width: 64, height: 48, channels: 3, background: '#000' } } as const
    const image = new Uint8Array(
      await sharp(black)
        .composite([{ input: left, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    )
    const draw = async (control: EngineRequest['control']) => {
      const files = { model: modelPath, controlNet: '/nets/canny.safetensors' }
      const [drawn] = await engine.generate(
        libraryPath,
        request({ control, model: { files, saving: noSaving } }),
        watched(),
      )
      return sharp(drawn!.png).raw().toBuffer()
    }
    const whole = { image, strength: 2, findsEdges: false }
    expect(whiteIn(await draw(whole))).toEqual([0, 31])
    expect(whiteIn(await draw({ ...whole, findsEdges: true }))).toEqual([32])
    expect(await draw({ ...whole, strength: 0 })).toEqual(await draw(null))
    expect(starts).toBe(1)
  })

  it('hands everything that was asked for to the library', async () => {
    engine = start()
    const saving = { weights: 'streamed', isFlashAttention: true, isEncoderOnCpu: true, isVaeTiled: true } as const
    const png = new Uint8Array(
      await sharp({ create: { width: 32, height: 32, channels: 4, background: '#fff' } })
        .png()
        .toBuffer(),
    )
    const told = engine.generate(
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
      watched(),
    )
    await expect(told).rejects.toThrow(
      '64x48 n=3 seed=4294967295 steps=9 cfg=5.5 distilled=2 sampler=dpm++2m scheduler=karras shift=3 strength=0.5 ' +
        'source=64x48x3 mask=64x48x1 refs=2 loras=1:/loras/ink.safetensors:0.8 tiled=1 tiling=1 slg=0.25 ' +
        'hires=1:Lanczos:96x72:0.4: control=64x48:1.5:/nets/canny.safetensors negative=fog · ' +
        'params=cpu backend=te=cpu flash=1 eager=1 stream=1 vram=-1',
    )
  })

  it('draws a second pass at its own size, by a file as well, and counts the steps of both', async () => {
    engine = start()
    const progress: number[] = []
    const hires = { upscaler: 'Model', modelPath, widthPx: 128, heightPx: 96, strength: 0.5 }
    const watch = watched({ onProgress: (fraction) => progress.push(fraction) })
    const [image] = await engine.generate(libraryPath, request({ steps: 4, hires }), watch)
    const { width, height } = await sharp(image!.png).metadata()
    expect([width, height]).toEqual([128, 96])
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress).toEqual(expect.arrayContaining([0.125, 0.5, 0.625, 1]))
    const gone = { ...hires, modelPath: join(folder, 'gone.safetensors') }
    await expect(engine.generate(libraryPath, request({ hires: gone }), watched())).rejects.toThrow(
      'load hires model upscaler failed',
    )
  })

  it('says which sampler it does not know', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ sampler: 'nope' }), watched())).rejects.toMatchObject({
      code: 'provider/invalid-request',
      message: 'This engine has no sampler named “nope”.',
    })
  })

  it('stops between two steps when it is canceled, and goes on in the same process', async () => {
    engine = start()
    const controller = new AbortController()
    const drawing = engine.generate(
      libraryPath,
      request({ prompt: 'slow', steps: 100 }),
      watched({ signal: controller.signal, onProgress: (fraction) => fraction > 0 && controller.abort() }),
    )
    await expect(drawing).rejects.toMatchObject({ code: 'request/cancelled' })
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(1)
  })

  it('ends the process where a model is still being loaded when it is canceled', async () => {
    engine = start()
    const slow = join(folder, 'slow-load.safetensors')
    await writeFile(slow, 'weights')
    const controller = new AbortController()
    const drawing = engine.generate(libraryPath, engineRequest(slow), watched({ signal: controller.signal }))
    setTimeout(() => controller.abort(), 1_500)
    await expect(drawing).rejects.toMatchObject({ code: 'request/cancelled' })
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(2)
  })

  it('tells the library’s last words where nothing comes out', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'nothing' }), watched())).rejects.toMatchObject({
      code: 'engine/failed',
      message: 'The engine made no image. Last output: unet: nothing came of it',
    })
    await expect(
      engine.generate(libraryPath, engineRequest(join(folder, 'gone.safetensors')), watched()),
    ).rejects.toThrow('could not load this model. Last output: could not open the model')
  })

  it('tells where memory ran out, while it draws and while a model is loaded', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'greedy' }), watched())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: 'Memory ran out. Last output: unet alloc compute buffer failed',
    })
    const greedy = join(folder, 'greedy.safetensors')
    await writeFile(greedy, 'weights')
    await expect(engine.generate(libraryPath, engineRequest(greedy), watched())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('failed to allocate CUDA0 buffer'),
    })
    const saving = { ...noSaving, weights: 'memory' } as const
    const model = { files: { model: greedy }, saving }
    expect(await engine.generate(libraryPath, request({ prompt: 'greedy', model }), watched())).toHaveLength(1)
  })

  it('takes an end probably by the system for the system’s, which needed the memory', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'killed' }), watched())).rejects.toMatchObject({
      code: 'engine/out-of-memory',
      message: expect.stringContaining('probably by the system'),
    })
  })

  it('says that a device was lost, and starts anew', async () => {
    engine = start()
    await expect(engine.generate(libraryPath, request({ prompt: 'lost' }), watched())).rejects.toMatchObject({
      code: 'engine/device-lost',
      message: expect.stringContaining('ErrorDeviceLost'),
    })
    expect(await engine.generate(libraryPath, request(), watched())).toHaveLength(1)
    expect(starts).toBe(2)
  })

  it('is let go at once where memory is short and nothing is drawn', async () => {
    let availableBytes = 8 * gib
    const held: boolean[] = []
    const onHeld = () => void held.push(engine.isLoaded(libraryPath, request().model))
    engine = start({ availableBytes: () => availableBytes, lookEveryMs: 10, onHeld })
    await engine.generate(libraryPath, request(), watched())
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(1)
    expect(held).toEqual([true])
    availableBytes = gib / 2
    await vi.waitFor(() => expect(ends).toBe(1), { timeout: 10_000 })
    expect(held).toEqual([true, false])
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(2)
  })

  it('converts a file, and says why it could not', async () => {
    engine = start()
    const to = join(folder, 'converted.gguf')
    const conversion = { from: modelPath, to, type: 'q8_0', exceptions: [{ pattern: '^vae\\.', type: 'f16' }] }
    const seen: number[] = []
    await engine.convert(libraryPath, conversion, watched({ onProgress: (fraction) => seen.push(fraction) }))
    expect(await readFile(to)).toEqual(await readFile(modelPath))
    expect(seen).toEqual([0, 0.25, 0.5, 0.75, 1])
    const unknown = engine.convert(libraryPath, { ...conversion, type: 'q1_X' }, watched())
    await expect(unknown).rejects.toThrow('no precision named “q1_X”')
    const broken = join(folder, 'broken')
    await writeFile(broken, 'weights')
    const failing = engine.convert(libraryPath, { ...conversion, from: broken }, watched())
    await expect(failing).rejects.toThrow('could not convert this model. Last output: to q8_0 vae= rules=^vae\\.=f16')
    const controller = new AbortController()
    const slow = join(folder, 'slow')
    await writeFile(slow, 'weights')
    const given = watched({ signal: controller.signal, onProgress: () => controller.abort() })
    const canceled = engine.convert(libraryPath, { ...conversion, from: slow }, given)
    await expect(canceled).rejects.toMatchObject({ code: 'request/cancelled' })
  })

  it('outlives an abort, and stops trying a model that aborts again', async () => {
    engine = start()
    const drawing = () => engine.generate(libraryPath, request({ prompt: 'abort' }), watched())
    await expect(drawing()).rejects.toMatchObject({ code: 'engine/stopped' })
    await expect(drawing()).rejects.toThrow('GGML_ASSERT(a->ne[0] == b->ne[0]) failed')
    await expect(drawing()).rejects.toThrow('2 times in a row')
    expect(starts).toBe(2)
    const other = join(folder, 'other.safetensors')
    await writeFile(other, 'weights')
    expect(await engine.generate(libraryPath, engineRequest(other), watched())).toHaveLength(1)
  })

  it('ends a library that does not move', async () => {
    engine = start({ stillMs: 2_000 })
    await expect(engine.generate(libraryPath, request({ prompt: 'hang' }), watched())).rejects.toThrow(
      'made no progress',
    )
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(2)
  })

  it('refuses a file that is no such library', async () => {
    engine = start()
    await expect(engine.inspect(modelPath)).rejects.toMatchObject({ code: 'engine/unusable' })
  })

  it('frees everything on unload, and starts again', async () => {
    engine = start()
    await engine.generate(libraryPath, request(), watched())
    await engine.unload()
    await engine.generate(libraryPath, request(), watched())
    expect(starts).toBe(2)
  })
})
