import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EngineWatch, LocalEngine } from '../../../src/main/engine/index.ts'
import type { UpscaleRequest } from '../../../src/main/engine/engine.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineRequest } from '../../support/engine/engine-request.ts'
import { startEngine } from '../../support/engine/start-engine.ts'
import { isMyTurn } from '../../support/turn.ts'

let folder: string
let libraryPath: string
let engine: LocalEngine
let starts: number
let fileCount = 0

beforeAll(async () => {
  ;({ folder, libraryPath } = await buildStandIn())
  const models = ['plain', 'sharp', 'sharp-double', 'slow', 'greedy', 'insatiable', 'broken']
  await Promise.all(models.map((name) => writeFile(join(folder, name), 'weights')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => engine.dispose())

function start(): void {
  starts = 0
  engine = startEngine({}, () => void (starts += 1))
}

const createWatch = (changes: Partial<EngineWatch> = {}): EngineWatch => ({
  signal: new AbortController().signal,
  ...changes,
})

/** Noise, so that no two regions look alike. */
async function image(widthPx: number, heightPx: number, channels: 3 | 4 = 3): Promise<string> {
  const data = Uint8Array.from(
    { length: widthPx * heightPx * channels },
    (_, index) => Math.imul(index, 0x9e3779b1) >>> 24,
  )
  const path = join(folder, `source-${fileCount++}.png`)
  await sharp(data, { raw: { width: widthPx, height: heightPx, channels } })
    .png()
    .toFile(path)
  return path
}

async function upscale(changes: Partial<UpscaleRequest> & { readonly sourcePath: string }, watch = createWatch()) {
  const targetPath = join(folder, `large-${fileCount++}.png`)
  const model = join(folder, changes.model ?? 'plain')
  await engine.upscale(libraryPath, { scale: 4, tiles: 'usual', targetPath, ...changes, model }, watch)
  const { data, info } = await sharp(targetPath).raw().toBuffer({ resolveWithObject: true })
  return { data, size: [info.width, info.height, info.channels] }
}

describe('upscaling', () => {
  it('writes an image enlarged by the requested factor, whatever the factor of the model', async () => {
    start()
    const sourcePath = await image(24, 20)
    const source = await sharp(sourcePath).raw().toBuffer()
    for (const model of ['plain', 'sharp-double']) {
      expect((await upscale({ sourcePath, model, scale: 2 })).size).toEqual([48, 40, 3])
      expect((await upscale({ sourcePath, model, scale: 4 })).size).toEqual([96, 80, 3])
    }
    const { data } = await upscale({ sourcePath })
    const [first, second] = [source.subarray(0, 3), source.subarray(3, 6)]
    expect([...data.subarray(0, 15)]).toEqual([...first, ...first, ...first, ...first, ...second])
    expect(starts).toBe(1)
  })

  it('upscales an image of a few pixels', async () => {
    start()
    const { size, data } = await upscale({ sourcePath: await image(5, 3) })
    expect(size).toEqual([20, 12, 3])
    expect(data.at(-1)).toBe(data.at(-4))
  })

  const kinds = [
    { model: 'sharp', scale: 4 },
    { model: 'sharp', scale: 2 },
    { model: 'sharp-double', scale: 4 },
  ]
  it.each(kinds.filter(({ model, scale }) => scale === 2 || isMyTurn(`${model} ×${scale}`)))(
    'gives the same pixels in tiles as in one piece ($model ×$scale)',
    async (of) => {
      start()
      const sourcePath = await image(700, 451)
      const whole = await upscale({ ...of, sourcePath })
      const tiled = await upscale({ ...of, sourcePath, tiles: 'small' })
      expect(tiled.size).toEqual([700 * of.scale, 451 * of.scale, 3])
      expect(Buffer.compare(tiled.data, whole.data)).toBe(0)
    },
  )

  it('keeps transparency in tiles as in one piece, without darkening edges', async () => {
    start()
    const sourcePath = await image(330, 310, 4)
    const whole = await upscale({ sourcePath, model: 'sharp', scale: 2 })
    const tiled = await upscale({ sourcePath, model: 'sharp', scale: 2, tiles: 'small' })
    expect(whole.size).toEqual([660, 620, 4])
    expect(Buffer.compare(tiled.data, whole.data)).toBe(0)

    const ink = join(folder, 'ink.png')
    const rgba = Buffer.alloc(32 * 32 * 4)
    for (let pixel = 0; pixel < 16 * 32; pixel++) rgba.set([200, 100, 50, 255], pixel * 4)
    await sharp(rgba, { raw: { width: 32, height: 32, channels: 4 } })
      .png()
      .toFile(ink)
    const { data } = await upscale({ sourcePath: ink })
    const pixel = (x: number, y: number) => [...data.subarray((y * 128 + x) * 4, (y * 128 + x) * 4 + 4)]
    expect(pixel(60, 10)).toEqual([200, 100, 50, 255])
    expect(pixel(60, 120)[3]).toBe(0)
    // The edge is half transparent and no darker.
    expect(pixel(60, 64).slice(0, 3)).toEqual([200, 100, 50])
  })

  it('reports progress over all tiles', { tags: 'full' }, async () => {
    start()
    const seen: number[] = []
    await upscale(
      { sourcePath: await image(500, 200), tiles: 'small' },
      createWatch({ onProgress: (fraction) => seen.push(fraction) }),
    )
    expect(seen).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.625, 0.75, 0.875, 1, 1])
  })

  it('stops at once when canceled, and draws afterwards', async () => {
    start()
    const controller = new AbortController()
    const targetPath = join(folder, 'canceled.png')
    const request = { model: join(folder, 'slow'), sourcePath: await image(500, 200), targetPath, scale: 4 }
    const upscaling = engine.upscale(
      libraryPath,
      { ...request, tiles: 'small' },
      createWatch({ signal: controller.signal, onProgress: () => controller.abort() }),
    )
    await expect(upscaling).rejects.toMatchObject({ code: 'request/cancelled' })
    const drawing = engineRequest(join(folder, 'plain'))
    expect(await engine.generate(libraryPath, drawing, createWatch())).toHaveLength(1)
    expect(starts).toBe(2)
  })

  it('reports the engine output for a failed tile, and continues with the next image', { tags: 'full' }, async () => {
    start()
    const sourcePath = await image(500, 200)
    await expect(upscale({ sourcePath, model: 'broken', tiles: 'small' })).rejects.toMatchObject({
      code: 'engine/failed',
      message: 'The engine made no image. Last output: esrgan compute failed',
    })
    const missingModel = upscale({ sourcePath, model: 'gone' })
    await expect(missingModel).rejects.toThrow('could not load this upscaler. Last output: init model loader')
    expect((await upscale({ sourcePath })).size).toEqual([2_000, 800, 3])
    expect(starts).toBe(1)
  })

  it('reports when memory runs out, and needs less with smaller tiles', { tags: 'full' }, async () => {
    start()
    const sourcePath = await image(1_100, 40)
    const outOfMemory = {
      code: 'engine/out-of-memory',
      message: expect.stringContaining('alloc compute buffer failed'),
    }
    await expect(upscale({ sourcePath, model: 'greedy' })).rejects.toMatchObject(outOfMemory)
    expect((await upscale({ sourcePath, model: 'greedy', tiles: 'small' })).size).toEqual([4_400, 160, 3])
    await expect(upscale({ sourcePath, model: 'insatiable', tiles: 'small' })).rejects.toMatchObject(outOfMemory)
  })

  it('reports an unreadable file, and never overwrites a file', async () => {
    start()
    await expect(upscale({ sourcePath: join(folder, 'nowhere.png') })).rejects.toMatchObject({
      code: 'media/undecodable',
    })
    const sourcePath = await image(24, 20)
    await expect(upscale({ sourcePath, targetPath: sourcePath })).rejects.toMatchObject({ code: 'storage/exists' })
    expect(existsSync(sourcePath)).toBe(true)
  })
})
