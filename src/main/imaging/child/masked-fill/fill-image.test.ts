import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../shared/errors/index.ts'
import type { FillRequest, ModelFillContext } from '../../imaging.ts'
import { FillError, type FillEngineInput, type FillPatch } from '../fill/index.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { DecodedCache } from '../source/decoded-cache.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { sharp } from '../source/sharp-engine.ts'
import { fillImage } from './fill-image.ts'
import type { FillEngine } from './run-engine.ts'

const widthPx = 40
const heightPx = 30
const pixels = widthPx * heightPx
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-fill-'))
  const noise = Uint8Array.from({ length: pixels * 3 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24)
  await sharp(noise, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(join(folder, 'source.png'))
})
afterEach(() => rm(folder, { recursive: true }))

async function maskPng(painted: (x: number, y: number) => number): Promise<Uint8Array> {
  const coverage = Uint8Array.from({ length: pixels }, (_, i) => painted(i % widthPx, Math.floor(i / widthPx)))
  const raw = { width: widthPx, height: heightPx, channels: 1 as const }
  return Uint8Array.from(await sharp(coverage, { raw }).toColourspace('b-w').png().toBuffer())
}

const square = (x: number, y: number): number => (x >= 10 && x < 16 && y >= 8 && y < 13 ? 255 : 0)

async function requestOf(changes: Partial<FillRequest> = {}): Promise<FillRequest> {
  return {
    sourcePath: join(folder, 'source.png'),
    maskPng: await maskPng(square),
    samplingPng: null,
    growPx: 0,
    featherPx: 0,
    seed: 1,
    colourAdaptation: 0.5,
    modelSize: null,
    resultPath: join(folder, 'result.png'),
    effectiveMaskPath: join(folder, 'mask.png'),
    ...changes,
  }
}

/** Inverts every repainted pixel, and also the pixels listed in `stray`. */
function negativeEngine(stray: readonly (readonly [x: number, y: number])[] = []): FillEngine {
  return async (input: FillEngineInput): Promise<FillPatch> => {
    const rgba = input.rgba.slice()
    const invert = (i: number): void => {
      for (let channel = 0; channel < 3; channel++) rgba[i * 4 + channel]! ^= 255
    }
    input.mask.forEach((coverage, i) => {
      if (coverage > 0) invert(i)
    })
    for (const [x, y] of stray) invert(y * widthPx + x)
    return { x: 0, y: 0, widthPx, heightPx, rgba }
  }
}

const onInpaint = () => Promise.reject(new TypeError('No model was asked for.'))

function run(request: FillRequest, engine: FillEngine, context: Partial<ModelFillContext> = {}) {
  const limits = { limitBytes: 1e8, idleMs: 1000 }
  const originals = new DecodedCache<OriginalImage>(limits)
  const services = { engine, cache: new DecodedCache(limits), originals, budget: new ByteBudget(1e8) }
  const quiet = {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onPreview: () => undefined,
    onInpaint,
  }
  return fillImage(request, { ...quiet, ...context }, services)
}

async function rgbOf(name: string): Promise<Uint8Array> {
  return Uint8Array.from(await sharp(join(folder, name)).raw().toBuffer())
}

async function leftovers(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== 'source.png')
}

describe('fillImage', () => {
  it('writes the result and the effective mask, and counts the changed pixels in the files', async () => {
    const outcome = await run(await requestOf(), negativeEngine())
    expect(outcome).toEqual({ widthPx, heightPx, hasAlpha: false, changedInside: 30, changedOutside: 0 })
    const [before, after] = [await rgbOf('source.png'), await rgbOf('result.png')]
    const differing = Array.from({ length: pixels }, (_, i) => i).filter((i) =>
      [0, 1, 2].some((channel) => before[i * 3 + channel] !== after[i * 3 + channel]),
    )
    expect(differing.every((i) => square(i % widthPx, Math.floor(i / widthPx)) > 0)).toBe(true)
    expect(differing).toHaveLength(30)
    expect(await leftovers()).toEqual(['mask.png', 'result.png'])
  })

  it('ignores engine changes outside the mask', async () => {
    const outcome = await run(
      await requestOf(),
      negativeEngine([
        [0, 0],
        [39, 29],
      ]),
    )
    expect(outcome).toMatchObject({ changedInside: 30, changedOutside: 0 })
  })

  it('passes every pixel the grown and feathered mask touches to the engine, and saves the mask', async () => {
    let seen: Uint8Array | undefined
    const engine: FillEngine = (input) => {
      seen = input.mask.slice()
      return negativeEngine()(input)
    }
    await run(await requestOf({ growPx: 2, featherPx: 3 }), engine)
    const filed = await sharp(join(folder, 'mask.png')).toColourspace('b-w').raw().toBuffer()
    expect(seen).toEqual(Uint8Array.from(filed, (coverage) => (coverage > 0 ? 255 : 0)))
    expect((await sharp(join(folder, 'mask.png')).metadata()).channels).toBe(1)
    expect(filed[10 * widthPx + 8]).toBe(255)
    expect(filed[10 * widthPx + 7]).toBeGreaterThan(0)
    expect(filed[10 * widthPx + 7]).toBeLessThan(255)
    expect(filed[10 * widthPx + 5]).toBe(0)
  })

  it('reports rising progress that ends at 1, and previews', async () => {
    const fractions: number[] = []
    const onPreview = vi.fn()
    const engine: FillEngine = async (input) => {
      input.onProgress?.(0.5)
      input.onPreview?.({ x: 10, y: 8, widthPx: 6, heightPx: 5, rgba: new Uint8Array(6 * 5 * 4).fill(255) })
      await vi.waitFor(() => expect(onPreview).toHaveBeenCalled())
      return negativeEngine()(input)
    }
    await run(await requestOf(), engine, { onProgress: (fraction) => fractions.push(fraction), onPreview })
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    const preview = onPreview.mock.calls[0]![0]
    expect(preview).toMatchObject({ box: { x: 10, y: 8, widthPx: 6, heightPx: 5 }, mime: 'image/jpeg' })
    expect((await sharp(preview.bytes).metadata()).width).toBe(6)
  })

  it.each([
    ['empty-mask', 'fill/empty-mask'],
    ['nothing-to-copy', 'fill/nothing-to-copy'],
  ] as const)('translates the engine error %s', async (reason, code) => {
    const filling = run(await requestOf(), () => Promise.reject(new FillError(reason)))
    await expect(filling).rejects.toMatchObject({ name: 'AppError', code })
    expect(await leftovers()).toEqual([])
  })

  it('refuses an empty mask without starting the engine', async () => {
    const engine = vi.fn(negativeEngine())
    await expect(run(await requestOf({ maskPng: await maskPng(() => 0) }), engine)).rejects.toMatchObject({
      code: 'fill/empty-mask',
    })
    expect(engine).not.toHaveBeenCalled()
  })

  it('refuses a patch that does not fit the image', async () => {
    const patch: FillPatch = { x: 38, y: 0, widthPx: 4, heightPx: 1, rgba: new Uint8Array(16) }
    await expect(run(await requestOf(), async () => patch)).rejects.toMatchObject({ code: 'internal/bug' })
    expect(await leftovers()).toEqual([])
  })

  it('stops at once when canceled, even while the engine does not respond', async () => {
    const stop = new AbortController()
    const filling = run(
      await requestOf(),
      () => {
        setTimeout(() => stop.abort(), 10)
        return new Promise(() => undefined)
      },
      { signal: stop.signal },
    )
    await expect(filling).rejects.toEqual(AppError.cancelled())
    expect(await leftovers()).toEqual([])
  })

  it('leaves no files when one cannot be written', async () => {
    const request = await requestOf({ resultPath: join(folder, 'nowhere', 'result.png') })
    await expect(run(request, negativeEngine())).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(await leftovers()).toEqual([])
  })

  it('replaces an existing result', async () => {
    await writeFile(join(folder, 'result.png'), 'older')
    await run(await requestOf(), negativeEngine())
    expect(await rgbOf('result.png')).toHaveLength(pixels * 3)
  })
})
