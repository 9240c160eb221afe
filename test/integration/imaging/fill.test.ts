import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FillPreview, FillRequest } from '../../../src/main/imaging/imaging.ts'
import { open, rectangleMask, texture } from '../../fixtures/images/make-image.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { peakMemoryBytes, startRealImaging, type RealImaging } from './real-imaging.ts'

const worker = createImagingProcess()
afterAll(() => worker.dispose())
let real: RealImaging
beforeEach(async () => {
  real = await startRealImaging(worker)
})
afterEach(() => real.close())

const hole = { x: 60, y: 50, widthPx: 40, heightPx: 30 }

async function requestFor(widthPx: number, heightPx: number, changes: Partial<FillRequest> = {}): Promise<FillRequest> {
  await open(texture(widthPx, heightPx)).png({ compressionLevel: 1 }).toFile(real.at('source.png'))
  return {
    sourcePath: real.at('source.png'),
    maskPng: await rectangleMask(widthPx, heightPx, hole),
    samplingPng: null,
    growPx: 3,
    featherPx: 4,
    seed: 7,
    colourAdaptation: 0.5,
    modelSize: null,
    resultPath: real.at('result.png'),
    effectiveMaskPath: real.at('mask.png'),
    ...changes,
  }
}

function fill(request: FillRequest, signal = new AbortController().signal) {
  const fractions: number[] = []
  const previews: FillPreview[] = []
  const done = real.imaging.fill(request, {
    signal,
    onProgress: (fraction) => fractions.push(fraction),
    onPreview: (preview) => previews.push(preview),
  })
  return { done, fractions, previews }
}

async function pixels(name: string, space: 'srgb' | 'b-w' = 'srgb'): Promise<Buffer> {
  return Buffer.from(await sharp(real.at(name)).toColourspace(space).raw().toBuffer())
}

async function digest(name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(real.at(name)))
    .digest('hex')
}

describe('fill', () => {
  it('gives the same bytes after or during a warm-up', { tags: 'full' }, async () => {
    const request = await requestFor(320, 240)
    await fill(request).done
    const expected = await digest('result.png')
    await real.imaging.warmUpFill(request)
    await fill(request).done
    expect(await digest('result.png')).toBe(expected)
    const parallelWarmUp = real.imaging.warmUpFill({ ...request, originalPath: request.sourcePath })
    await fill(request).done
    await parallelWarmUp
    expect(await digest('result.png')).toBe(expected)
    await expect(real.imaging.warmUpFill({ sourcePath: real.at('none.png') })).rejects.toMatchObject({
      code: 'storage/not-found',
    })
  })

  it('changes only what the effective mask covers, as its counts say', async () => {
    const { done, fractions } = fill(await requestFor(320, 240))
    const outcome = await done
    const [before, after, mask] = [
      await pixels('source.png'),
      await pixels('result.png'),
      await pixels('mask.png', 'b-w'),
    ]
    const counted = { inside: 0, outside: 0 }
    for (let i = 0; i < mask.length; i++) {
      if (before.compare(after, i * 3, i * 3 + 3, i * 3, i * 3 + 3) === 0) continue
      counted[mask[i]! > 0 ? 'inside' : 'outside']++
    }
    expect(counted).toEqual({ inside: outcome.changedInside, outside: 0 })
    expect(outcome).toMatchObject({ widthPx: 320, heightPx: 240, hasAlpha: false, changedOutside: 0 })
    expect(outcome.changedInside).toBeGreaterThan(hole.widthPx * hole.heightPx * 0.9)
    expect(mask.filter((value) => value === 255).length).toBeGreaterThan(hole.widthPx * hole.heightPx)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
  })

  it('gives the same bytes for the same seed and different ones for another', async () => {
    const request = await requestFor(320, 240)
    const digests: string[] = []
    for (const seed of [7, 7, 8]) {
      await fill({ ...request, seed }).done
      digests.push(await digest('result.png'))
    }
    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).not.toBe(digests[0])
  })

  it('keeps transparency', async () => {
    const request = await requestFor(160, 120)
    await open(texture(160, 120)).ensureAlpha(0.5).png().toFile(real.at('clear.png'))
    const outcome = await fill({ ...request, sourcePath: real.at('clear.png') }).done
    expect(outcome).toMatchObject({ hasAlpha: true, changedOutside: 0 })
    expect((await sharp(real.at('result.png')).metadata()).hasAlpha).toBe(true)
  })

  it.each([
    ['a mask of another size', 'request/invalid', () => rectangleMask(100, 100, hole)],
    ['a mask without paint', 'fill/empty-mask', () => rectangleMask(160, 120, { ...hole, widthPx: 0 })],
    [
      'a mask over everything',
      'fill/nothing-to-copy',
      () => rectangleMask(160, 120, { x: 0, y: 0, widthPx: 160, heightPx: 120 }),
    ],
    ['a mask that is not an image', 'media/unsupported', async () => Buffer.from('white')],
  ])('rejects %s with a specific error', async (_, code, mask) => {
    const request = await requestFor(160, 120, { maskPng: await mask() })
    await expect(fill(request).done).rejects.toMatchObject({ name: 'AppError', code })
    expect(await readdir(real.folder)).toEqual(['source.png'])
  })

  it('shows previews, stops promptly when canceled, leaves no file, and fills again', async () => {
    const request = await requestFor(1200, 900)
    const wide = await rectangleMask(1200, 900, { x: 300, y: 200, widthPx: 500, heightPx: 400 })
    const stop = new AbortController()
    const { done, fractions, previews } = fill({ ...request, maskPng: wide }, stop.signal)
    await expect.poll(() => previews.length, { timeout: 20_000 }).toBeGreaterThan(0)
    const stepsBefore = fractions.length
    stop.abort()
    await expect(done).rejects.toMatchObject({ code: 'request/cancelled' })
    // Steps in progress may still be reported, but not the rest of the fill.
    expect(fractions.length - stepsBefore).toBeLessThanOrEqual(4)
    expect(fractions.at(-1)).toBeLessThan(1)
    for (const { box, bytes, mime } of previews) {
      expect(box.x).toBeLessThanOrEqual(300)
      expect(`image/${(await sharp(bytes).metadata()).format}`).toBe(mime)
    }
    expect(await readdir(real.folder)).toEqual(['source.png'])
    expect(await fill({ ...request, maskPng: wide }).done).toMatchObject({ changedOutside: 0 })
    expect(real.crashes()).toBe(0)
  })

  it('fails clearly when the process is killed, and the next call starts a new one', async () => {
    const request = await requestFor(1200, 900)
    const wide = await rectangleMask(1200, 900, { x: 300, y: 200, widthPx: 500, heightPx: 400 })
    const { done, previews } = fill({ ...request, maskPng: wide })
    const probing = expect.poll(() => previews.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await probing
    const failed = expect(done).rejects.toMatchObject({
      code: 'imaging/process-exited',
      message: expect.stringContaining('Nothing was lost'),
    })
    process.kill(real.pid(), 'SIGKILL')
    await failed
    expect(await readdir(real.folder)).toEqual(['source.png'])
    expect(await fill(request).done).toMatchObject({ changedOutside: 0 })
    expect(real.crashes()).toBe(1)
  })

  it('at 4000 × 3000 uses less than 1 GB', { tags: 'full' }, async () => {
    const [width, height] = [4_000, 3_000]
    const request = await requestFor(width, height)
    const part = { x: width * 0.375, y: height * 0.4, widthPx: width * 0.15, heightPx: height * 0.2 }
    const outcome = await fill({ ...request, maskPng: await rectangleMask(width, height, part) }).done
    expect(outcome).toMatchObject({ widthPx: width, heightPx: height, changedOutside: 0 })
    expect(peakMemoryBytes(real.pid()) ?? 0).toBeLessThan(1e9)
  })
})
