import type { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it, vi } from 'vitest'

import { contentAwareFill, fillWith } from './content-aware-fill.ts'
import { FillError, type FillEngineInput, type FillPatch } from './fill-contract.ts'
import { createFillPool, createFillWorker } from './fill-pool.ts'
import { fillTuning } from './fill-tuning.ts'
import { randomHash } from './random-hash.ts'

// The whole file takes seconds; a busy machine may still starve a worker for a while.
vi.setConfig({ testTimeout: 30_000 })

const width = 120
const height = 96

type Rect = readonly [x: number, y: number, w: number, h: number]

/** A periodic pattern with three different channels: 12 px tiles with a diagonal. */
function patternAt(x: number, y: number): [number, number, number] {
  const u = x % 12
  const v = y % 12
  return [u < 3 ? 220 : 60, v < 4 ? 200 : 90, (u + v) % 12 < 5 ? 180 : 40]
}

function image(gray = false): Uint8Array {
  const rgba = new Uint8Array(width * height * 4)
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = patternAt(i % width, Math.floor(i / width))
    rgba.set(gray ? [r, r, r, 255] : [r, g, b, 255], i * 4)
  }
  return rgba
}

function maskOf(...rects: Rect[]): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (const [x, y, w, h] of rects) {
    for (let row = y; row < y + h; row++) mask.fill(255, row * width + x, row * width + x + w)
  }
  return mask
}

/** A fill of `rects` in the pattern; masked pixels hold noise that must not affect the result. */
function input(mask: Uint8Array, changes: Partial<FillEngineInput> = {}): FillEngineInput {
  const rgba = changes.rgba ?? image()
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 255) rgba.set([randomHash(i, 1, 0) & 255, randomHash(i, 2, 0) & 255, 0], i * 4)
  }
  const base = {
    widthPx: width,
    heightPx: height,
    rgba,
    mask,
    sampling: null,
    seed: 7,
    colourAdaptation: 0.7,
    threads: 2,
  }
  return { ...base, ...changes }
}

function psnr(patch: FillPatch, mask: Uint8Array, truth: Uint8Array): number {
  let squares = 0
  let count = 0
  for (let y = 0; y < patch.heightPx; y++) {
    for (let x = 0; x < patch.widthPx; x++) {
      const at = (patch.y + y) * width + patch.x + x
      if (mask[at] === 0) continue
      for (let c = 0; c < 3; c++) squares += (truth[at * 4 + c]! - patch.rgba[(y * patch.widthPx + x) * 4 + c]!) ** 2
      count += 3
    }
  }
  return 10 * Math.log10(255 ** 2 / (squares / count))
}

function pixel(patch: FillPatch, x: number, y: number): number[] {
  const at = ((y - patch.y) * patch.widthPx + x - patch.x) * 4
  return [...patch.rgba.subarray(at, at + 4)]
}

const middle: Rect = [50, 38, 26, 22]
const pool = createFillPool()
afterAll(() => pool.close())
const fill = (job: FillEngineInput): Promise<FillPatch> => fillWith(pool, job, fillTuning)

describe('the result of a fill', () => {
  it('continues a periodic texture into the hole', async () => {
    const mask = maskOf(middle)
    const patch = await fill(input(mask))
    expect(patch).toMatchObject({ x: 50, y: 38, widthPx: 26, heightPx: 22 })
    expect(psnr(patch, mask, image())).toBeGreaterThan(18)
  })

  it('leaves every unmasked pixel of the patch unchanged', async () => {
    const mask = maskOf([20, 20, 9, 14], [60, 50, 12, 8])
    const job = input(mask)
    const patch = await fill(job)
    expect(patch).toMatchObject({ x: 20, y: 20, widthPx: 52, heightPx: 38 })
    for (let y = 20; y < 58; y++) {
      for (let x = 20; x < 72; x++) {
        const at = y * width + x
        if (mask[at] === 0) expect(pixel(patch, x, y)).toEqual([...job.rgba.subarray(at * 4, at * 4 + 4)])
      }
    }
    expect(psnr(patch, mask, image())).toBeGreaterThan(16)
  })

  it('fills up to the edge of the image', async () => {
    const mask = maskOf([104, 0, 16, height])
    const patch = await fill(input(mask))
    expect(patch).toMatchObject({ x: 104, y: 0, widthPx: 16, heightPx: height })
    expect(psnr(patch, mask, image())).toBeGreaterThan(11)
  })

  it('fills distant holes in a wide image as separate regions', async () => {
    const wide = 600
    const rgba = new Uint8Array(wide * 40 * 4)
    for (let i = 0; i < wide * 40; i++) rgba.set(i % wide < 300 ? [200, 40, 40, 255] : [40, 40, 200, 255], i * 4)
    const mask = new Uint8Array(wide * 40)
    for (const x of [20, 570]) for (let y = 15; y < 25; y++) mask.fill(255, y * wide + x, y * wide + x + 10)
    const patch = await fill({ ...input(maskOf(middle)), widthPx: wide, heightPx: 40, rgba, mask })
    expect(patch).toMatchObject({ x: 20, y: 15, widthPx: 560, heightPx: 10 })
    expect(pixel(patch, 25, 20)).toEqual([200, 40, 40, 255])
    expect(pixel(patch, 575, 20)).toEqual([40, 40, 200, 255])
  })

  it('blends original and fill by partial coverage', async () => {
    const rgba = new Uint8Array(width * height * 4).fill(255)
    for (let i = 0; i < width * height; i++) rgba.set([100, 100, 100], i * 4)
    const mask = maskOf(middle)
    for (let y = 38; y < 60; y++) mask.fill(51, y * width + 50, y * width + 56)
    for (let y = 38; y < 60; y++) for (let x = 50; x < 56; x++) rgba.set([200, 0, 100], (y * width + x) * 4)
    const patch = await fill(input(mask, { rgba }))
    expect(pixel(patch, 52, 50)).toEqual([180, 20, 100, 255])
    expect(pixel(patch, 65, 50)).toEqual([100, 100, 100, 255])
  })

  it('fills alpha together with color', async () => {
    const rgba = image()
    for (let i = 0; i < width * height; i++) if (i % width >= 63) rgba.set([255, 0, 255, 0], i * 4)
    const patch = await fill(input(maskOf(middle), { rgba }))
    expect(pixel(patch, 74, 49)[3]).toBeLessThan(30)
    expect(pixel(patch, 51, 49)[3]).toBeGreaterThan(225)
    expect(pixel(patch, 51, 49)[2]).toBeLessThan(200)
  })

  it('keeps gray images gray', async () => {
    const mask = maskOf(middle)
    const rgba = image(true)
    const job = { ...input(mask), rgba }
    const patch = await fill(job)
    for (let at = 0; at < patch.rgba.length; at += 4) {
      expect(patch.rgba[at + 1]).toBe(patch.rgba[at])
      expect(patch.rgba[at + 2]).toBe(patch.rgba[at])
    }
  })

  it('copies only from the sampling area', async () => {
    const rgba = new Uint8Array(width * height * 4)
    for (let i = 0; i < width * height; i++) rgba.set(i % width < 20 ? [10, 200, 10, 255] : [200, 10, 10, 255], i * 4)
    const job = input(maskOf(middle), { rgba, sampling: maskOf([2, 2, 14, 80]), colourAdaptation: 0 })
    const patch = await fill(job)
    for (let at = 0; at < patch.rgba.length; at += 4)
      expect([...patch.rgba.subarray(at, at + 3)]).toEqual([10, 200, 10])
  })

  it('adapts copied colors to the hole by the given amount', async () => {
    const ramp = new Uint8Array(width * height * 4)
    for (let i = 0; i < width * height; i++) ramp.set([50 + (i % width), 50 + (i % width), 90, 255], i * 4)
    const mask = maskOf(middle)
    const sampling = maskOf([0, 0, 40, height])
    const error = async (colourAdaptation: number): Promise<number> =>
      psnr(await fill(input(mask, { rgba: ramp.slice(), sampling, colourAdaptation })), mask, ramp)
    expect(await error(1)).toBeGreaterThan((await error(0)) + 3)
  })

  it('handles images smaller than a patch', async () => {
    const rgba = new Uint8Array([10, 20, 30, 255, 0, 0, 0, 255])
    const tiny = { widthPx: 2, heightPx: 1, rgba, mask: new Uint8Array([0, 255]) }
    const patch = await fill({ ...input(maskOf(middle)), ...tiny })
    expect([...patch.rgba]).toEqual([10, 20, 30, 255])
  })
})

describe('running a fill', () => {
  it('gives the same bytes on one, two and four threads', async () => {
    const mask = maskOf(middle, [0, 70, 30, 26])
    const patches = await Promise.all([1, 2, 4].map((threads) => fill(input(mask, { threads }))))
    expect(patches[1]!.rgba).toEqual(patches[0]!.rgba)
    expect(patches[2]!.rgba).toEqual(patches[0]!.rgba)
  })

  it('gives a different result for a different seed', async () => {
    const noisy = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : randomHash(i, 3, 3) & 255,
    )
    const mask = maskOf(middle)
    const first = await fill(input(mask, { rgba: noisy.slice(), seed: 1 }))
    const second = await fill(input(mask, { rgba: noisy.slice(), seed: 2 }))
    expect(second.rgba).not.toEqual(first.rgba)
  })

  it('reports progress that only rises and ends at 1, and previews of the full box', async () => {
    const fractions: number[] = []
    const previews: FillPatch[] = []
    await fill(
      input(maskOf([30, 20, 60, 50]), { onProgress: (f) => fractions.push(f), onPreview: (p) => previews.push(p) }),
    )
    expect(fractions.length).toBeGreaterThan(4)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    expect(previews.length).toBeGreaterThan(0)
    expect(previews[0]).toMatchObject({ x: 30, y: 20, widthPx: 60, heightPx: 50 })
    expect(previews[0]!.rgba.length).toBe(60 * 50 * 4)
  })

  it('refuses an empty mask', async () => {
    await expect(fill(input(new Uint8Array(width * height)))).rejects.toMatchObject({ reason: 'empty-mask' })
  })

  it('refuses when there is nothing to copy from', async () => {
    const full = contentAwareFill(input(new Uint8Array(width * height).fill(255)))
    await expect(full).rejects.toBeInstanceOf(FillError)
    await expect(full).rejects.toMatchObject({ reason: 'nothing-to-copy' })
    const hidden = fill(input(maskOf(middle), { sampling: maskOf([55, 40, 5, 5]) }))
    await expect(hidden).rejects.toMatchObject({ reason: 'nothing-to-copy' })
  })

  it('stops soon after an abort and rejects with its reason', async () => {
    const side = 700
    const rgba = Uint8Array.from({ length: side * side * 4 }, (_, i) => randomHash(i, 0, 0) & 255)
    const mask = new Uint8Array(side * side)
    for (let y = 150; y < 550; y++) mask.fill(255, y * side + 150, y * side + 550)
    const controller = new AbortController()
    let reportedAfter = 0
    const onProgress = (fraction: number): void => {
      if (controller.signal.aborted) reportedAfter++
      if (fraction > 0) controller.abort(new Error('enough'))
    }
    const job = { ...input(maskOf(middle)), widthPx: side, heightPx: side, rgba, mask, onProgress }
    await expect(fill({ ...job, signal: controller.signal })).rejects.toThrow('enough')
    // One step per worker may be in progress.
    expect(reportedAfter).toBeLessThanOrEqual(2)
    await expect(fill({ ...job, signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early')
  })

  it('rejects when a worker dies, and works again afterwards', async () => {
    const born: Worker[] = []
    const frail = createFillPool(() => {
      const worker = createFillWorker()
      if (born.push(worker) === 2) void worker.terminate()
      return worker
    })
    const mask = maskOf(middle)
    await expect(fillWith(frail, input(mask), fillTuning)).rejects.toThrow(/fill stopped/)
    const patch = await fillWith(frail, input(mask), fillTuning)
    expect(psnr(patch, mask, image())).toBeGreaterThan(18)
    await frail.close()
  })
})

it('aborts the warm-up when a fill starts, and needs none afterwards', async () => {
  vi.resetModules()
  const fresh = await import('./content-aware-fill.ts')
  const ended: string[] = []
  const warming = fresh.warmFillWorkers(() => undefined).catch((error: unknown) => ended.push(String(error)))
  const patch = await fresh.contentAwareFill(input(maskOf(middle))).finally(() => ended.push('filled'))
  await warming
  expect(ended).toEqual([expect.stringContaining('AbortError'), 'filled'])
  expect(psnr(patch, maskOf(middle), image())).toBeGreaterThan(18)
  await expect(fresh.warmFillWorkers(() => undefined)).rejects.toThrow('aborted')
})

it('reports the origin of each copied pixel when requested', async () => {
  const mask = maskOf([30, 20, 30, 24], [90, 60, 12, 12])
  const job = input(mask)
  const { origins, ...patch } = await contentAwareFill({ ...job, wantsOrigins: true })
  const plain = await contentAwareFill(job)
  expect(plain.origins).toBeUndefined()
  expect(Buffer.compare(plain.rgba, patch.rgba)).toBe(0)
  let [count, likeness] = [0, 0]
  for (const [n, from] of origins!.entries()) {
    const at = (patch.y + Math.floor(n / patch.widthPx)) * width + patch.x + (n % patch.widthPx)
    if (mask[at] === 0) {
      expect(from).toBe(-1)
      continue
    }
    count++
    if (from < 0) continue
    expect(mask[from]).toBe(0)
    const isLike = [0, 1, 2].every((c) => Math.abs(patch.rgba[n * 4 + c]! - job.rgba[from * 4 + c]!) < 24)
    if (isLike) likeness++
  }
  expect(count).toBe(30 * 24 + 12 * 12)
  expect(likeness).toBeGreaterThan(0.9 * count)
})
