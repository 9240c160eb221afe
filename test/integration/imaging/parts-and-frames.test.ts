import { readdir, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FillPreview, ReframeRequest } from '../../../src/main/imaging/imaging.ts'
import { maskPng } from '../../support/small-images.ts'
import { differingPixels, fileKinds, numbersOf } from './edit-files.ts'
import { courtyard, orchard, render } from './edit-scene.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'
import { isMyTurn } from '../../support/turn.ts'

let real: RealImaging
let count = 0
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const size = { widthPx: 90, heightPx: 70 }
const hole = { x: 20, y: 15, widthPx: 30, heightPx: 25 }

async function fileOf(kindName: string, { widthPx, heightPx } = size): Promise<string> {
  const path = real.at(`file-${count++}`)
  await writeFile(path, await fileKinds.find(({ name }) => name === kindName)!.make(widthPx, heightPx))
  return path
}

async function shownOf(path: string): Promise<string> {
  const workingCopyPath = `${path}.working.png`
  const facts = await real.imaging.prepare({ sourcePath: path, workingCopyPath, thumbnails: [], recovers: false })
  return facts.isShowable ? path : workingCopyPath
}

const coverageOf = async (path: string): Promise<Uint8Array> =>
  Uint8Array.from(await sharp(path).toColourspace('b-w').raw().toBuffer())

async function merge(originalPath: string, fromPath: string, edge = { growPx: 0, featherPx: 0 }) {
  const paths = { resultPath: real.at(`merged-${count}.png`), effectiveMaskPath: real.at(`part-${count++}.png`) }
  const sourcePath = await shownOf(originalPath)
  const request = { ...edge, ...paths, originalPath, sourcePath, fromPath, maskPng: maskPng(size, hole) }
  return { outcome: await real.imaging.mergePart(request), ...paths }
}

const isInside = (n: number): boolean => {
  const [x, y] = [n % size.widthPx, Math.floor(n / size.widthPx)]
  return x >= hole.x && x < hole.x + hole.widthPx && y >= hole.y && y < hole.y + hole.heightPx
}

const isLeft = (n: number): boolean => n % size.widthPx < 48

describe('parts of several images', () => {
  const places = [
    { x: 5, y: 5, widthPx: 20, heightPx: 20 },
    { x: 15, y: 15, widthPx: 20, heightPx: 20 },
    { x: 60, y: 40, widthPx: 12, heightPx: 12 },
  ]

  it.each(['PNG RGBA', 'PNG 16 bit RGB', 'JPEG Display P3'])(
    'are copied exactly with their soft edges into a %s, the later one over the earlier',
    async (name) => {
      const originalPath = await fileOf(name)
      const edge = { growPx: 2, featherPx: 4 }
      let basePath = originalPath
      const parts: { fromPath: string; maskPng: Uint8Array; growPx: number; featherPx: number }[] = []
      // The second edit is made of the first, as steps that overlap are.
      for (const [at, place] of places.entries()) {
        const otherPath = real.at(`other-${count++}.png`)
        await sharp(originalPath, { ignoreIcc: true })
          .flop()
          .negate({ alpha: false })
          .rotate(at === 1 ? 180 : 0)
          .keepIccProfile()
          .png()
          .toFile(otherPath)
        const source = at === 1 ? basePath : originalPath
        const maskBytes = maskPng(size, place)
        const paths = {
          resultPath: real.at(`step-${count}.png`),
          effectiveMaskPath: real.at(`step-mask-${count++}.png`),
        }
        const request = { ...edge, ...paths, originalPath: source, sourcePath: await shownOf(source) }
        await real.imaging.mergePart({ ...request, fromPath: otherPath, maskPng: maskBytes })
        basePath = paths.resultPath
        parts.push({ fromPath: paths.resultPath, maskPng: maskBytes, ...edge })
      }
      const paths = { resultPath: real.at(`all-${count}.png`), effectiveMaskPath: real.at(`all-mask-${count++}.png`) }
      const sourcePath = await shownOf(originalPath)
      const outcome = await real.imaging.mergeParts({ ...paths, originalPath, sourcePath, parts })
      const union = await coverageOf(paths.effectiveMaskPath)
      const [before, second, third, after] = [
        await numbersOf(originalPath),
        await numbersOf(parts[1]!.fromPath),
        await numbersOf(parts[2]!.fromPath),
        await numbersOf(paths.resultPath),
      ]
      expect(differingPixels(before, after).filter((n) => union[n] === 0)).toEqual([])
      expect(outcome.changedOutside).toBe(0)
      expect(union.filter((value) => value > 0)).toHaveLength(outcome.insidePx)
      expect(differingPixels(second, after).filter(isLeft)).toEqual([])
      expect(differingPixels(third, after).filter((n) => !isLeft(n))).toEqual([])
      expect(differingPixels(before, after).length).toBeGreaterThan(500)
    },
  )
})

describe('a part of another image', () => {
  it.each(['PNG RGBA', 'PNG 16 bit RGB', 'PNG wide gamut of 16 bit', 'JPEG Display P3'])(
    'is copied exactly from another %s',
    async (name) => {
      const originalPath = await fileOf(name)
      const from = await sharp(originalPath, { ignoreIcc: true }).flop().keepIccProfile().png().toBuffer()
      const fromPath = real.at(`from-${count++}.png`)
      await writeFile(fromPath, from)
      const { outcome, resultPath } = await merge(originalPath, fromPath)
      const [before, source, after] = [
        await numbersOf(originalPath),
        await numbersOf(fromPath),
        await numbersOf(resultPath),
      ]
      expect(differingPixels(before, after).filter((n) => !isInside(n))).toEqual([])
      // Blending by alpha rounds values; a full copy does not.
      expect(differingPixels(source, after).filter(isInside)).toEqual([])
      expect(outcome).toMatchObject({ changedOutside: 0, insidePx: 750, outsidePx: 90 * 70 - 750 })
    },
  )

  it('in another color space keeps its appearance', async () => {
    const originalPath = await fileOf('PNG Display P3')
    const fromPath = real.at('green.png')
    await sharp({ create: { width: 90, height: 70, channels: 3, background: '#209040' } })
      .png()
      .toFile(fromPath)
    const { resultPath } = await merge(originalPath, fromPath)
    const shown = await numbersOf(await shownOf(resultPath))
    const pixel = (hole.y + 5) * size.widthPx + hole.x + 5
    const found = [...shown.rgba.subarray(pixel * 4, pixel * 4 + 3)].map((value) => Math.round(value / 257))
    found.forEach((value, n) => expect(Math.abs(value - [0x20, 0x90, 0x40][n]!)).toBeLessThanOrEqual(1))
  })

  it('fades along a soft edge and stays inside it', async () => {
    const { outcome, resultPath, effectiveMaskPath } = await merge(await fileOf('PNG RGB'), await fileOf('TIFF'), {
      growPx: 2,
      featherPx: 5,
    })
    expect(outcome.changedOutside).toBe(0)
    expect((await sharp(resultPath).metadata()).hasAlpha).toBe(false)
    expect((await coverageOf(effectiveMaskPath)).filter((value) => value > 0)).toHaveLength(outcome.insidePx)
  })

  it.each([
    ['twice as large', { widthPx: 180, heightPx: 140 }],
    ['half as large', { widthPx: 45, heightPx: 35 }],
  ])('is taken from the same position in an image %s', async (_how, { widthPx, heightPx }) => {
    // Red left of the middle of the hole, green right of it.
    const middle = (hole.x + hole.widthPx / 2) / size.widthPx
    const rgb = Buffer.alloc(widthPx * heightPx * 3)
    for (let n = 0; n < widthPx * heightPx; n++) rgb[n * 3 + ((n % widthPx) + 0.5 < middle * widthPx ? 0 : 1)] = 200
    const fromPath = real.at(`sides-${count++}.png`)
    await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .png()
      .toFile(fromPath)
    const originalPath = await fileOf('PNG RGB')
    const { outcome, resultPath } = await merge(originalPath, fromPath)
    expect(outcome.changedOutside).toBe(0)
    const { rgba } = await numbersOf(resultPath)
    const colorAt = (x: number) => {
      const offset = ((hole.y + 12) * size.widthPx + x) * 4
      return [...rgba.subarray(offset, offset + 2)].map((value) => Math.round(value / 257))
    }
    for (const [x, wanted] of [
      [hole.x + 1, [200, 0]],
      [hole.x + 10, [200, 0]],
      [hole.x + 19, [0, 200]],
      [hole.x + 28, [0, 200]],
    ] as const) {
      colorAt(x).forEach((value, channel) => expect(Math.abs(value - wanted[channel]!)).toBeLessThanOrEqual(6))
    }
  })

  it('must come from an image of the same aspect ratio', async () => {
    const merging = merge(await fileOf('PNG RGB'), await fileOf('PNG RGB', { widthPx: 91, heightPx: 70 }))
    await expect(merging).rejects.toMatchObject({ code: 'request/invalid' })
  })
})

/** @param stop ends it in the middle: with its first preview */
async function reframe(originalPath: string, frame: ReframeRequest['frame'], stop?: AbortController) {
  const paths = { resultPath: real.at(`framed-${count}.png`), effectiveMaskPath: real.at(`new-${count++}.png`) }
  const fractions: number[] = []
  const previews: FillPreview[] = []
  const outcome = await real.imaging.reframe(
    { originalPath, frame, seed: 3, ...paths },
    {
      signal: stop?.signal,
      onProgress: (fraction) => fractions.push(fraction),
      onPreview(preview) {
        previews.push(preview)
        stop?.abort()
      },
    },
  )
  return { outcome, fractions, previews, ...paths }
}

describe('another frame', () => {
  it.each(['PNG RGBA', 'PNG wide gamut of 16 bit', 'JPEG orientation 6', 'PNG 16 bit gray', 'WebP lossy'])(
    'inside a %s keeps its exact values',
    async (name) => {
      const originalPath = await fileOf(name)
      const { widthPx, heightPx, rgba } = await numbersOf(originalPath)
      const frame = { x: 11, y: 7, widthPx: widthPx - 20, heightPx: heightPx - 13 }
      const { outcome, resultPath, effectiveMaskPath } = await reframe(originalPath, frame)
      const after = await numbersOf(resultPath)
      expect(outcome).toMatchObject({
        widthPx: frame.widthPx,
        heightPx: frame.heightPx,
        changedInside: 0,
        changedOutside: 0,
      })
      for (let y = 0; y < frame.heightPx; y++) {
        const from = ((y + frame.y) * widthPx + frame.x) * 4
        const row = after.rgba.subarray(y * frame.widthPx * 4, (y + 1) * frame.widthPx * 4)
        expect(row).toEqual(rgba.subarray(from, from + frame.widthPx * 4))
      }
      expect((await coverageOf(effectiveMaskPath)).every((value) => value === 0)).toBe(true)
      expect((await sharp(resultPath).metadata()).icc).toEqual((await sharp(originalPath).metadata()).icc)
    },
  )

  it('beyond the image keeps the old part and fills the new one from it', async () => {
    const originalPath = real.at('place.png')
    const old = { widthPx: 300, heightPx: 240 }
    await render(courtyard, old).png().toFile(originalPath)
    const frame = { x: -60, y: 20, widthPx: 420, heightPx: 260 }
    const { outcome, resultPath, effectiveMaskPath, fractions, previews } = await reframe(originalPath, frame)
    const newPx = 420 * 260 - 300 * 220
    expect(outcome).toEqual({ widthPx: 420, heightPx: 260, hasAlpha: false, changedInside: newPx, changedOutside: 0 })
    const [before, after, mask] = [
      await numbersOf(originalPath),
      await numbersOf(resultPath),
      await coverageOf(effectiveMaskPath),
    ]
    expect(mask.filter((value) => value > 0)).toHaveLength(newPx)
    for (let y = 0; y < 220; y++) {
      const from = (y + 20) * 300 * 4
      const to = (y * 420 + 60) * 4
      expect(after.rgba.subarray(to, to + 300 * 4)).toEqual(before.rgba.subarray(from, from + 300 * 4))
    }
    const dark = mask.reduce((sum, value, n) => sum + (value > 0 && after.rgba[n * 4 + 1]! < 12 * 257 ? 1 : 0), 0)
    expect(dark / newPx).toBeLessThan(0.05)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    expect(previews.length).toBeGreaterThan(0)
  })

  // A minute of work. That a large part is filled at reduced size and enlarged is shown by extend-canvas.test.ts.
  it.each(isMyTurn('a large frame') ? [{ x: -801, y: -700, widthPx: 2499, heightPx: 3401 }] : [])(
    'with a very large new part is filled too: $widthPx × $heightPx',
    async (frame) => {
      const originalPath = real.at('small-place.png')
      await render(courtyard, { widthPx: 900, heightPx: 700 }).png().toFile(originalPath)
      const { outcome, previews } = await reframe(originalPath, frame)
      expect(outcome).toMatchObject({ changedInside: 2499 * 3401 - 900 * 700, changedOutside: 0 })
      expect(previews.length).toBeGreaterThan(0)
      for (const { box } of previews) {
        expect(box.x + box.widthPx).toBeLessThanOrEqual(2501)
        expect(box.y + box.heightPx).toBeLessThanOrEqual(3403)
      }
    },
  )

  it('must overlap the image and stay within the size limit', async () => {
    const originalPath = await fileOf('PNG RGB')
    const outsideFrame = { x: 90, y: 0, widthPx: 20, heightPx: 20 }
    await expect(reframe(originalPath, outsideFrame)).rejects.toMatchObject({ code: 'request/invalid' })
    const huge = { x: 0, y: 0, widthPx: 16_385, heightPx: 20 }
    await expect(reframe(originalPath, huge)).rejects.toMatchObject({ code: 'media/too-large' })
  })

  it('leaves no file when canceled', async () => {
    const originalPath = real.at('cancelled-place.png')
    await render(courtyard, { widthPx: 600, heightPx: 500 }).png().toFile(originalPath)
    const stop = new AbortController()
    const before = await readdir(real.folder)
    const framing = reframe(originalPath, { x: -300, y: -200, widthPx: 1200, heightPx: 900 }, stop)
    await expect(framing).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(await readdir(real.folder)).toEqual(before)
  })
})

describe('a heat map', () => {
  it('is transparent where nothing changed, and warmer where more changed', async () => {
    const [beforePath, afterPath, targetPath] = [real.at('before.png'), real.at('after.png'), real.at('heat.webp')]
    const scene = await render(courtyard, size).png().toBuffer()
    await writeFile(beforePath, scene)
    const square = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    await sharp(scene)
      .composite([{ input: square, left: 10, top: 10 }])
      .toFile(afterPath)
    await real.imaging.heatMap({ beforePath, afterPath, targetPath, longestSidePx: 90 })
    const { data, info } = await sharp(targetPath).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([90, 70])
    const at = (x: number, y: number): number[] => [...data.subarray((y * 90 + x) * 4, (y * 90 + x) * 4 + 4)]
    expect(at(40, 40)[3]).toBe(0)
    const [red, , blue, alpha] = at(14, 14)
    expect(red!).toBeGreaterThan(blue! + 60)
    expect(alpha!).toBeGreaterThan(150)
  })

  it('shows a single changed pixel, even when much smaller than the images', async () => {
    const [beforePath, afterPath, targetPath] = [real.at('many.png'), real.at('one.png'), real.at('spot.webp')]
    const pixels = new Uint8Array(1000 * 600 * 3).fill(90)
    const raw = { width: 1000, height: 600, channels: 3 as const }
    await sharp(pixels, { raw }).png().toFile(beforePath)
    pixels[(300 * 1000 + 777) * 3] = 200
    await sharp(pixels, { raw }).png().toFile(afterPath)
    await real.imaging.heatMap({ beforePath, afterPath, targetPath, longestSidePx: 100 })
    const { data, info } = await sharp(targetPath).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    const shown = Array.from({ length: info.width * info.height }, (_, n) => n).filter((n) => data[n * 4 + 3]! > 0)
    expect(shown).toEqual([30 * 100 + 77])
  })

  it('requires images of the same size', async () => {
    const [beforePath, afterPath] = [real.at('narrow.png'), real.at('wide.png')]
    await render(orchard, { widthPx: 10, heightPx: 10 }).png().toFile(beforePath)
    await render(orchard, { widthPx: 11, heightPx: 10 }).png().toFile(afterPath)
    const comparing = real.imaging.heatMap({
      beforePath,
      afterPath,
      targetPath: real.at('none.webp'),
      longestSidePx: 10,
    })
    await expect(comparing).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
