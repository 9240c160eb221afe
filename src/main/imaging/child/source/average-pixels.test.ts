import { describe, expect, it } from 'vitest'
import { averagePixels, type PixelAverages } from './average-pixels.ts'

function gridOf(widthPx: number, hasAlpha: boolean, pixels: readonly (readonly number[])[]): PixelAverages {
  const bytes = Uint8Array.from(pixels.flat())
  return { widthPx, heightPx: pixels.length / widthPx, hasAlpha, packed: new Uint32Array(bytes.buffer) }
}

function averaged(
  grid: PixelAverages,
  part: { x: number; y: number; widthPx: number; heightPx: number },
  step: number,
) {
  const into = new Uint32Array(Math.ceil(part.widthPx / step) * Math.ceil(part.heightPx / step))
  averagePixels(grid, part, step, into)
  return Array.from(into, (word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24])
}

const white = [255, 255, 255, 255]
const black = [0, 0, 0, 255]

describe('averagePixels', () => {
  it('averages squares, including partial ones at the edge', () => {
    const grid = gridOf(3, false, [white, black, [9, 8, 7, 255], black, black, [11, 10, 9, 255], white, white, black])
    expect(averaged(grid, { x: 0, y: 0, widthPx: 3, heightPx: 3 }, 2)).toEqual([
      [64, 64, 64, 255],
      [10, 9, 8, 255],
      white,
      black,
    ])
  })

  it('returns the exact pixels at step 1', () => {
    const pixels = [white, black, [1, 2, 3, 4], [5, 6, 7, 0]]
    expect(averaged(gridOf(2, true, pixels), { x: 0, y: 1, widthPx: 2, heightPx: 1 }, 1)).toEqual(pixels.slice(2))
  })

  it('ignores the colors of transparent pixels', () => {
    const grid = gridOf(2, true, [
      [200, 100, 50, 255],
      [0, 255, 0, 0],
      [0, 255, 0, 0],
      [200, 100, 50, 255],
    ])
    expect(averaged(grid, { x: 0, y: 0, widthPx: 2, heightPx: 2 }, 2)).toEqual([[200, 100, 50, 128]])
    const clear = gridOf(1, true, [[9, 9, 9, 0]])
    expect(averaged(clear, { x: 0, y: 0, widthPx: 1, heightPx: 1 }, 2)).toEqual([[0, 0, 0, 0]])
  })
})
