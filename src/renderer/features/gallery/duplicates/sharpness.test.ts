import { describe, expect, it } from 'vitest'
import { clearWinner, sharpness } from './sharpness.ts'

function image(valueAt: (x: number, y: number) => number) {
  const [width, height] = [64, 48]
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    data.fill(valueAt(at % width, Math.floor(at / width)), at * 4, at * 4 + 3)
    data[at * 4 + 3] = 255
  }
  return { width, height, data }
}

const soften = (value: (x: number, y: number) => number) => (x: number, y: number) =>
  (value(x - 1, y) + value(x, y) + value(x + 1, y) + value(x, y - 1) + value(x, y + 1)) / 5
const stripes = (x: number, y: number) => (((x >> 2) + (y >> 3)) % 2 === 0 ? 30 : 220)

describe('sharpness', () => {
  it('is zero for a flat color and a linear gradient', () => {
    expect(sharpness(image(() => 120))).toBe(0)
    expect(sharpness(image((x) => 2 * x))).toBeCloseTo(0, 3)
  })

  it('decreases with blur', () => {
    const sharp = sharpness(image(stripes))
    const soft = sharpness(image(soften(stripes)))
    const softer = sharpness(image(soften(soften(stripes))))
    expect(sharp).toBeGreaterThan(soft * 2)
    expect(soft).toBeGreaterThan(softer * 1.2)
  })

  it('handles images without interior pixels', () => {
    expect(sharpness({ width: 2, height: 1, data: new Uint8ClampedArray(8) })).toBe(0)
  })
})

it('names a winner only when it is clear', () => {
  expect(clearWinner([10, 100, 20])).toBe(1)
  expect(clearWinner([100, 96])).toBeNull()
  expect(clearWinner([5])).toBeNull()
})
