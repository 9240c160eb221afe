import { describe, expect, it } from 'vitest'
import { layOutTiles } from './tile-layout.ts'

const wide = { widthPx: 1200, heightPx: 700 }

describe('layOutTiles', () => {
  it.each([
    [1, 1, 1],
    [2, 1, 2],
    [2, 3, 1],
    [4, 1.5, 2],
    [9, 1.5, 3],
    [5, 0.6, 5],
    [6, 1.5, 3],
  ])('arranges %d images of aspect ratio %f in %d columns', (count, shape, columns) => {
    expect(layOutTiles(count, wide, shape, 6).columns).toBe(columns)
  })

  it('stacks images vertically in a tall window', () => {
    expect(layOutTiles(2, { widthPx: 600, heightPx: 900 }, 1.5, 6).columns).toBe(1)
  })

  it('keeps all tiles inside the view without overlap and centers a short last row', () => {
    const { tiles, columns } = layOutTiles(5, wide, 1.5, 6)
    expect(columns).toBe(3)
    for (const { x, y, widthPx, heightPx } of tiles) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + widthPx).toBeLessThanOrEqual(wide.widthPx + 0.01)
      expect(y + heightPx).toBeLessThanOrEqual(wide.heightPx + 0.01)
    }
    const [, , third, fourth, fifth] = tiles
    expect(fourth?.y).toBeGreaterThan((third?.y ?? 0) + (third?.heightPx ?? 0))
    expect((fourth?.x ?? 0) + (fifth?.x ?? 0) + (fifth?.widthPx ?? 0)).toBeCloseTo(wide.widthPx)
  })
})
