import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  anchorAt,
  gridGapPx,
  layoutGrid,
  moveInGrid,
  offsetOfAnchor,
  offsetToShow,
  visibleRows,
} from './grid-layout.ts'

/** Newest first: the ids of pictures that are already there stay, and move down. */
const idsUpTo = (count: number) => Array.from({ length: count }, (_, at) => count - at)

describe('layoutGrid', () => {
  it('fills the width with whole tiles', () => {
    assert(
      property(integer({ min: 1, max: 4_000 }), integer({ min: 96, max: 512 }), (widthPx, wantedPx) => {
        const { columns, tilePx } = layoutGrid(widthPx, wantedPx, 1_000)
        const usedPx = columns * tilePx + (columns - 1) * gridGapPx
        expect(columns).toBeGreaterThanOrEqual(1)
        expect(usedPx).toBeLessThanOrEqual(widthPx)
        expect(usedPx).toBeGreaterThan(widthPx - columns)
      }),
    )
  })
  it('has a row for every picture', () => {
    expect(layoutGrid(800, 176, 0).rows).toBe(0)
    expect(layoutGrid(800, 176, 9)).toMatchObject({ columns: 4, rows: 3 })
  })
})

describe('visibleRows', () => {
  it('draws what is in view and a few rows beyond, whatever the size of the library', () => {
    const layout = layoutGrid(800, 192, 100_000)
    const { from, to } = visibleRows(layout, 1_000 * layout.rowPx, 5 * layout.rowPx)
    expect([from, to]).toEqual([997, 1_008])
  })
  it('stays inside the library', () => {
    const layout = layoutGrid(800, 192, 6)
    expect(visibleRows(layout, -12, 2_000)).toEqual({ from: 0, to: layout.rows })
    expect(visibleRows(layout, 1e9, 2_000).from).toBe(layout.rows)
  })
})

describe('offsetToShow', () => {
  const layout = layoutGrid(800, 192, 1_000)
  it('does not scroll to a row that is in view', () => {
    expect(offsetToShow(layout, 1, 0, 4 * layout.rowPx)).toBe(0)
  })
  it('scrolls as little as it takes', () => {
    expect(offsetToShow(layout, 4, 0, 4 * layout.rowPx)).toBe(layout.rowPx)
    expect(offsetToShow(layout, 2, 5 * layout.rowPx, 4 * layout.rowPx)).toBe(2 * layout.rowPx)
  })
})

describe('moveInGrid', () => {
  it('walks rows and columns and stays at the edges', () => {
    expect(moveInGrid(5, 'up', 4, 10)).toBe(1)
    expect(moveInGrid(1, 'up', 4, 10)).toBe(1)
    expect(moveInGrid(0, 'left', 4, 10)).toBe(0)
    expect(moveInGrid(9, 'right', 4, 10)).toBe(9)
    expect(moveInGrid(9, 'down', 4, 10)).toBe(9)
  })
  it('lands on the last picture when the row below is shorter', () => {
    expect(moveInGrid(7, 'down', 4, 10)).toBe(9)
  })
  it('begins at the first', () => {
    expect(moveInGrid(-1, 'right', 4, 10)).toBe(0)
    expect(moveInGrid(-1, 'right', 4, 0)).toBe(-1)
  })
})

describe('scroll anchor', () => {
  const layout = layoutGrid(800, 192, 1_000)

  it('is nothing at the top, where new pictures are to be seen', () => {
    expect(anchorAt(layout, idsUpTo(1_000), 0)).toBeNull()
    expect(anchorAt(layoutGrid(800, 192, 0), [], 50)).toBeNull()
  })

  it('moves down by the rows that came in above, also when they came one at a time', () => {
    const anchor = anchorAt(layout, idsUpTo(1_000), 10 * layout.rowPx + 5)!
    const offsets = [1, 2, 3, 4].map((more) => {
      const count = 1_000 + (more * layout.columns) / 2
      return offsetOfAnchor(layoutGrid(800, 192, count), idsUpTo(count), anchor)
    })
    const expected = [10, 11, 11, 12].map((row) => row * layout.rowPx + 5)
    offsets.forEach((offset, at) => expect(offset).toBeCloseTo(expected[at]!))
  })

  it('keeps the leading picture when the tiles change size', () => {
    const smaller = layoutGrid(800, 96, 1_000)
    const ids = idsUpTo(1_000)
    const offsetPx = offsetOfAnchor(smaller, ids, anchorAt(layout, ids, 40 * layout.rowPx)!)
    expect(Math.floor(offsetPx! / smaller.rowPx)).toBe(Math.floor((40 * layout.columns) / smaller.columns))
  })

  it('has no place for a picture that is gone', () => {
    expect(offsetOfAnchor(layout, [1, 2, 3], { id: 9, passed: 0 })).toBeNull()
  })
})
