import { expect, it } from 'vitest'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { planRegions } from './plan-regions.ts'

const model = { widthPx: 512, heightPx: 512 }

/** Row by row: a function for each of millions of pixels takes seconds. */
function maskOf({ widthPx, heightPx }: Size, holes: readonly Rect[]): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx)
  for (const hole of holes) {
    for (let y = hole.y; y < hole.y + hole.heightPx; y++) {
      mask.fill(255, y * widthPx + hole.x, y * widthPx + hole.x + hole.widthPx)
    }
  }
  return mask
}

const inside =
  ({ x, y, widthPx, heightPx }: Rect) =>
  (atX: number, atY: number) =>
    atX >= x && atX < x + widthPx && atY >= y && atY < y + heightPx

function plan(image: Size, ...holes: readonly Rect[]) {
  return planRegions(maskOf(image, holes), image, model)
}

const contains = (outer: Rect, inner: Rect) =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.widthPx >= inner.x + inner.widthPx &&
  outer.y + outer.heightPx >= inner.y + inner.heightPx

it('a small hole is seen at full size, in the middle', () => {
  const hole = { x: 900, y: 700, widthPx: 100, heightPx: 60 }
  expect(plan({ widthPx: 2_000, heightPx: 1_500 }, hole)).toEqual([
    { hole, crop: { x: 694, y: 474, widthPx: 512, heightPx: 512 }, small: model },
  ])
})

it('a large hole is seen with half its side around it, reduced', () => {
  const hole = { x: 1_000, y: 800, widthPx: 800, heightPx: 600 }
  expect(plan({ widthPx: 3_000, heightPx: 2_400 }, hole)).toEqual([
    { hole, crop: { x: 600, y: 300, widthPx: 1_600, heightPx: 1_600 }, small: model },
  ])
})

it.each([
  ['at a corner', { x: 0, y: 0, widthPx: 700, heightPx: 300 }],
  ['over a whole side', { x: 0, y: 1_300, widthPx: 2_000, heightPx: 200 }],
  ['over nearly everything', { x: 10, y: 10, widthPx: 1_980, heightPx: 1_480 }],
])('a hole %s stays inside the image', (_, hole) => {
  const image = { widthPx: 2_000, heightPx: 1_500 }
  for (const region of plan(image, hole)) {
    expect(contains({ x: 0, y: 0, ...image }, region.crop)).toBe(true)
    expect(contains(region.crop, region.hole)).toBe(true)
    expect(region.small.widthPx).toBeLessThanOrEqual(512)
    expect(region.small.heightPx).toBeLessThanOrEqual(512)
    const [scaleX, scaleY] = [region.crop.widthPx / region.small.widthPx, region.crop.heightPx / region.small.heightPx]
    expect(Math.abs(scaleX / scaleY - 1)).toBeLessThan(0.01)
  }
})

it('an image smaller than the model is seen as it is', () => {
  const hole = { x: 5, y: 5, widthPx: 20, heightPx: 20 }
  expect(plan({ widthPx: 300, heightPx: 90 }, hole)).toEqual([
    { hole, crop: { x: 0, y: 0, widthPx: 300, heightPx: 90 }, small: { widthPx: 300, heightPx: 90 } },
  ])
})

it('holes far apart are regions of their own, near ones and specks are one', () => {
  const image = { widthPx: 3_000, heightPx: 1_000 }
  const left = { x: 100, y: 100, widthPx: 300, heightPx: 300 }
  expect(plan(image, left, { ...left, x: 2_500 })).toHaveLength(2)
  expect(plan(image, left, { ...left, x: 450 }).map(({ hole }) => hole)).toEqual([{ ...left, widthPx: 650 }])
  const specks = [10, 90, 180, 240].map((x) => ({ x, y: x, widthPx: 4, heightPx: 4 }))
  expect(plan(image, ...specks).map(({ hole }) => hole)).toEqual([{ x: 10, y: 10, widthPx: 234, heightPx: 234 }])
})

/** In each row, the pixels less than 8 px above or below a line. */
function wireOf({ widthPx, heightPx }: Size): readonly Rect[] {
  return Array.from({ length: heightPx }, (_, y) => {
    const from = Math.max(0, Math.floor((y - 108) / 0.7) + 1)
    const to = Math.max(from, Math.min(widthPx, Math.ceil((y - 92) / 0.7)))
    return { x: from, y, widthPx: to - from, heightPx: 1 }
  })
}

it('a wire is filled in tiles at full size that cover all of it', () => {
  const image = { widthPx: 4_000, heightPx: 3_000 }
  const mask = maskOf(image, wireOf(image))
  const regions = planRegions(mask, image, model)
  expect(regions.length).toBeGreaterThan(10)
  expect(regions.length).toBeLessThanOrEqual(64)
  for (const { crop, small } of regions) expect(crop.widthPx / small.widthPx).toBeLessThan(1.5)
  const isCovered = mask.every(
    (value, at) =>
      value === 0 || regions.some(({ hole }) => inside(hole)(at % image.widthPx, Math.floor(at / image.widthPx))),
  )
  expect(isCovered).toBe(true)
})

it('an empty mask has no regions', () => {
  expect(plan({ widthPx: 64, heightPx: 64 })).toEqual([])
})
