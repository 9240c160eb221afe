import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rect } from '../../../shared/util/geometry.ts'
import { paintedBounds } from './painted-bounds.ts'
import { createTileGrid, tileRect } from './tile-grid.ts'
import { bytesOfTile, Tile } from './tile.ts'

const size = { widthPx: 1_100, heightPx: 900 }
const grid = createTileGrid(size)
const point = fc.record({
  x: fc.integer({ min: 0, max: size.widthPx - 1 }),
  y: fc.integer({ min: 0, max: size.heightPx - 1 }),
})

function tilesWith(points: readonly { x: number; y: number }[], channels: 1 | 4): (Tile | null)[] {
  return Array.from({ length: grid.columns * grid.rows }, (_, index) => {
    const rect = tileRect(grid, index)
    const inside = points.filter(
      ({ x, y }) => Math.floor(x / 256) * 256 === rect.x && Math.floor(y / 256) * 256 === rect.y,
    )
    if (inside.length === 0) return null
    const pixels = new Uint8Array(bytesOfTile(channels))
    for (const { x, y } of inside) pixels[((y - rect.y) * 256 + x - rect.x + 1) * channels - 1] = 1
    return new Tile(pixels)
  })
}

function around(points: readonly { x: number; y: number }[]): Rect {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, widthPx: Math.max(...xs) + 1 - x, heightPx: Math.max(...ys) + 1 - y }
}

describe('paintedBounds', () => {
  it.each([1, 4] as const)('returns the smallest rectangle around all painted pixels, with %i channels', (channels) => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
        expect(paintedBounds(grid, tilesWith(points, channels))).toEqual(around(points))
      }),
      { numRuns: 60 },
    )
  })

  it('returns null if nothing is painted, even with allocated tiles', () => {
    expect(paintedBounds(grid, tilesWith([], 1))).toBeNull()
    const emptied = tilesWith([], 1).with(7, new Tile(new Uint8Array(bytesOfTile(1))))
    expect(paintedBounds(grid, emptied)).toBeNull()
  })

  it('is recomputed after a tile was written', () => {
    const tile = new Tile(new Uint8Array(bytesOfTile(1)))
    expect(tile.painted).toBeNull()
    tile.write()[256 * 3 + 5] = 9
    expect(tile.painted).toEqual({ x: 5, y: 3, widthPx: 1, heightPx: 1 })
  })
})
