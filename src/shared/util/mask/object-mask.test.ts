import { expect, it } from 'vitest'
import { boundsOf, coverageOf, type ObjectMask } from './object-mask.ts'

/** Inside are the cells of a block; distances fall off by 40 levels a cell. */
function maskOf(widthPx: number, heightPx: number, inside: (x: number, y: number) => number): ObjectMask {
  const levels = Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    Math.min(255, Math.max(0, Math.round(128 + 40 * inside(at % widthPx, Math.floor(at / widthPx))))),
  )
  return { levels, widthPx, heightPx, filled: { widthPx, heightPx } }
}

const left = maskOf(8, 8, (x) => 3.5 - x)
const size = { widthPx: 80, heightPx: 40 }
const whole = { x: 0, y: 0, ...size }

it('an edge between two cells is where the interpolated level is 128, one pixel soft', () => {
  const row = coverageOf(left, size, whole, true).subarray(0, 80)
  // Between the centers of the fourth and the fifth cell: at pixel 40.
  expect([row[0], row[38], row[41], row[79]]).toEqual([255, 255, 0, 0])
  expect(row[39]! + row[40]!).toBeCloseTo(255, -1)
  expect(new Set(coverageOf(left, size, whole, false))).toEqual(new Set([0, 255]))
})

it('a part has the same coverage as in the whole', () => {
  const disk = maskOf(9, 7, (x, y) => 2.6 - Math.hypot(x - 4, y - 3))
  const part = { x: 13, y: 5, widthPx: 31, heightPx: 17 }
  const all = coverageOf(disk, size, whole, true)
  const cut = coverageOf(disk, size, part, true)
  for (let y = 0; y < part.heightPx; y++) {
    const from = (part.y + y) * size.widthPx + part.x
    expect(cut.subarray(y * part.widthPx, (y + 1) * part.widthPx)).toEqual(all.subarray(from, from + part.widthPx))
  }
})

it('nothing is covered outside its bounds', () => {
  const disk = maskOf(9, 7, (x, y) => 1.6 - Math.hypot(x - 2, y - 3))
  const bounds = boundsOf(disk, size)!
  const all = coverageOf(disk, size, whole, true)
  let covered = 0
  for (let at = 0; at < all.length; at++) {
    const [x, y] = [at % size.widthPx, Math.floor(at / size.widthPx)]
    const isInside = x >= bounds.x && y >= bounds.y && x < bounds.x + bounds.widthPx && y < bounds.y + bounds.heightPx
    if (all[at]! > 0) covered++
    if (!isInside) expect(all[at], `${x},${y}`).toBe(0)
  }
  expect(covered).toBeGreaterThan(100)
  expect(bounds.widthPx).toBeLessThan(size.widthPx)
  expect(
    boundsOf(
      maskOf(8, 8, () => -1),
      size,
    ),
  ).toBeNull()
})

it('of a padded grid only the part that the image fills counts', () => {
  const padded = { ...left, filled: { widthPx: 8, heightPx: 4 } }
  expect(coverageOf(padded, size, whole, false)[39 * 80]).toBe(255)
  const below = { ...maskOf(8, 8, (_, y) => y - 5), filled: { widthPx: 8, heightPx: 4 } }
  expect(boundsOf(below, size)).toBeNull()
  // Pixels beyond the last cell repeat it.
  expect(coverageOf(below, size, whole, false)[39 * 80]).toBe(0)
})
