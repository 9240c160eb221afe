import { expect, it } from 'vitest'
import { spreadColors } from './spread-colors.ts'

it('copies neighboring colors to transparent pixels within eight pixels and leaves the others', () => {
  const rgba = new Uint8Array(12 * 4)
  rgba.set([200, 100, 50, 255])
  spreadColors(rgba, 12, 1)
  const reds = Array.from({ length: 12 }, (_, x) => rgba[x * 4])
  expect(reds).toEqual([...Array<number>(9).fill(200), 0, 0, 0])
  expect(Array.from({ length: 12 }, (_, x) => rgba[x * 4 + 3])).toEqual([255, ...Array<number>(11).fill(0)])
})

it('averages several neighbors', () => {
  const rgba = new Uint8Array([10, 0, 0, 255, 0, 0, 0, 0, 30, 0, 0, 255])
  spreadColors(rgba, 3, 1)
  expect([...rgba.subarray(4, 8)]).toEqual([20, 0, 0, 0])
})
