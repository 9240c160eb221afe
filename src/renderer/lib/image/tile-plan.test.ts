import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarsestLevel, parentOf, rectOfTile, tilesFor } from './tile-plan.ts'

const size = { widthPx: 15_001, heightPx: 9_999 }

describe('tilesFor', () => {
  it('covers the visible area exactly once at the level of the zoom', () => {
    const position = fc.tuple(fc.nat(15_000), fc.nat(9_998), fc.nat(4000), fc.nat(4000))
    fc.assert(
      fc.property(position, fc.integer({ min: -70, max: 40 }), ([x, y, widthPx, heightPx], power) => {
        const visible = {
          x,
          y,
          widthPx: Math.min(widthPx + 1, 15_001 - x),
          heightPx: Math.min(heightPx + 1, 9_999 - y),
        }
        const tiles = tilesFor(size, 2 ** (power / 10), visible)
        let covered = 0
        for (const tile of tiles) {
          const rect = rectOfTile(size, tile)
          const across = Math.min(rect.x + rect.widthPx, x + visible.widthPx) - Math.max(rect.x, x)
          const down = Math.min(rect.y + rect.heightPx, y + visible.heightPx) - Math.max(rect.y, y)
          expect(Math.min(across, down)).toBeGreaterThan(0)
          covered += across * down
        }
        expect(covered).toBe(visible.widthPx * visible.heightPx)
      }),
    )
  })

  it('starts with the tile in the middle', () => {
    const tiles = tilesFor(size, 1, { x: 0, y: 0, widthPx: 2560, heightPx: 2560 })
    expect(tiles[0]).toEqual({ level: 0, column: 2, row: 2 })
    expect(tiles).toHaveLength(25)
  })

  it('needs at most 180 tiles for a 4K screen at any zoom', () => {
    for (const zoom of [1, 0.9, 0.51, 0.5, 0.3, 0.26]) {
      const visible = { x: 1000, y: 1000, widthPx: Math.ceil(3840 / zoom), heightPx: Math.ceil(2160 / zoom) }
      expect(tilesFor(size, zoom, visible).length).toBeLessThanOrEqual(180)
    }
  })

  it('covers the whole image with one tile at the coarsest level', () => {
    expect(tilesFor(size, 0.0001, { x: 0, y: 0, ...size })).toEqual([{ level: coarsestLevel(size), column: 0, row: 0 }])
    expect(coarsestLevel({ widthPx: 512, heightPx: 3 })).toBe(0)
    expect(coarsestLevel({ widthPx: 513, heightPx: 3 })).toBe(1)
  })
})

describe('parentOf', () => {
  it('covers the whole tile', () => {
    fc.assert(
      fc.property(fc.nat(29), fc.nat(19), (column, row) => {
        const tile = { level: 0, column, row }
        const rect = rectOfTile(size, tile)
        const parent = rectOfTile(size, parentOf(tile))
        expect(parent.x <= rect.x && parent.x + parent.widthPx >= rect.x + rect.widthPx).toBe(true)
        expect(parent.y <= rect.y && parent.y + parent.heightPx >= rect.y + rect.heightPx).toBe(true)
      }),
    )
  })
})
