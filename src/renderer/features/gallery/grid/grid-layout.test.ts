import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridGapPx, layoutGrid, layoutList } from './even-layout.ts'
import { layoutJustified } from './justified-layout.ts'
import { moveInLayout } from './move-in-layout.ts'
import { anchorAt, indicesIn, offsetOfAnchor, offsetToShow, visibleSpan, type GridLayout } from './grid-layout.ts'

/** Newest first: ids of existing images stay, and move down. */
const idsUpTo = (count: number) => Array.from({ length: count }, (_, at) => count - at)
const shapesOf = (count: number) => Array.from({ length: count }, (_, at) => [1_500, 667, 1_000, 1_778][at % 4]!)
const rowPx = (layout: GridLayout) => layout.rowBox(1).y

const anyLayout = property(
  constantFrom('grid', 'justified', 'list'),
  integer({ min: 60, max: 3_000 }),
  integer({ min: 96, max: 512 }),
  array(integer({ min: 20, max: 30_000 }), { minLength: 1, maxLength: 120 }),
  (kind, widthPx, wantedPx, shapes) => {
    const layout =
      kind === 'justified'
        ? layoutJustified(shapes, widthPx, wantedPx)
        : (kind === 'grid' ? layoutGrid : layoutList)(shapes.length, widthPx, wantedPx)
    expectSound(layout, widthPx)
  },
)

/** Asserts that every image is in exactly one row, within the width, below the previous row. */
function expectSound(layout: GridLayout, widthPx: number): void {
  let next = 0
  for (let row = 0; row < layout.rows; row++) {
    const { from, to } = layout.indicesOf(row)
    const { y, heightPx } = layout.rowBox(row)
    expect(from).toBe(next)
    expect(to).toBeGreaterThan(from)
    expect(layout.rowAt(y)).toBe(row)
    expect(layout.rowAt(y + heightPx - 0.01)).toBe(row)
    for (let index = from; index < to; index++) {
      const box = layout.boxOf(index)
      expect(layout.rowOf(index)).toBe(row)
      expect([box.y, box.heightPx]).toEqual([y, heightPx])
      // Widths are rounded to whole pixels; a row of images narrower than the gaps cannot fit.
      if (widthPx > (to - from) * (gridGapPx + 30)) expect(box.x + box.widthPx).toBeLessThanOrEqual(widthPx + 1)
      if (index > from) {
        const before = layout.boxOf(index - 1)
        expect(box.x).toBe(before.x + before.widthPx + gridGapPx)
      }
    }
    next = to
  }
  expect(next).toBe(layout.count)
  const last = layout.rowBox(layout.rows - 1)
  expect(last.y + last.heightPx).toBeCloseTo(layout.heightPx)
}

describe('every layout', () => {
  it('places every image exactly once', () => {
    assert(anyLayout)
  })

  it('is empty without images', () => {
    for (const layout of [layoutGrid(0, 800, 176), layoutJustified([], 800, 176), layoutList(0, 800, 176)]) {
      expect(layout).toMatchObject({ rows: 0, heightPx: 0 })
      expect(visibleSpan(layout, 0, 600)).toEqual({ from: 0, to: 0 })
      expect(indicesIn(layout, { x: 0, y: 0, widthPx: 100, heightPx: 100 })).toEqual([])
    }
  })
})

describe('justified rows', () => {
  it('fill the width near the requested height and do not stretch the last row', () => {
    const layout = layoutJustified(shapesOf(1_001), 1_000, 180)
    for (let row = 0; row < layout.rows - 1; row++) {
      const { to } = layout.indicesOf(row)
      const box = layout.boxOf(to - 1)
      expect(Math.abs(box.x + box.widthPx - 1_000)).toBeLessThanOrEqual(1)
      expect(box.heightPx).toBeGreaterThan(110)
      expect(box.heightPx).toBeLessThan(260)
    }
    expect(layout.rowBox(layout.rows - 1).heightPx).toBe(180)
  })
})

describe('visibleSpan', () => {
  it('covers the visible rows and a small margin, regardless of library size', () => {
    const layout = layoutGrid(100_000, 800, 192)
    const { from, to } = visibleSpan(layout, 1_000 * rowPx(layout), 5 * rowPx(layout))
    expect(from).toBeLessThanOrEqual(999 * 4)
    expect(to).toBeGreaterThanOrEqual(1_006 * 4)
    expect(to - from).toBeLessThan(12 * 4)
  })
  it('stays within the image count', () => {
    const layout = layoutGrid(6, 800, 192)
    expect(visibleSpan(layout, -12, 2_000)).toEqual({ from: 0, to: 6 })
    expect(visibleSpan(layout, 1e9, 2_000).to).toBe(6)
  })
})

describe('offsetToShow', () => {
  const layout = layoutGrid(1_000, 800, 192)
  it('does not scroll to a row that is in view', () => {
    expect(offsetToShow(layout, 5, 0, 4 * rowPx(layout))).toBe(0)
  })
  it('scrolls by the smallest amount needed', () => {
    expect(offsetToShow(layout, 16, 0, 4 * rowPx(layout))).toBe(rowPx(layout) - gridGapPx)
    expect(offsetToShow(layout, 8, 5 * rowPx(layout), 4 * rowPx(layout))).toBe(2 * rowPx(layout))
  })
})

describe('moveInLayout', () => {
  const layout = layoutGrid(10, 800, 192)
  it('moves by rows and columns and stops at the edges', () => {
    expect(moveInLayout(layout, 5, 'up', 400)).toBe(1)
    expect(moveInLayout(layout, 1, 'up', 400)).toBe(1)
    expect(moveInLayout(layout, 0, 'left', 400)).toBe(0)
    expect(moveInLayout(layout, 9, 'right', 400)).toBe(9)
    expect(moveInLayout(layout, 9, 'down', 400)).toBe(9)
  })
  it('lands on the last image when the row below is shorter', () => {
    expect(moveInLayout(layout, 7, 'down', 400)).toBe(9)
  })
  it('starts at the first image without a cursor', () => {
    expect(moveInLayout(layout, -1, 'right', 400)).toBe(0)
    expect(moveInLayout(layoutGrid(0, 800, 192), -1, 'right', 400)).toBe(-1)
  })
  it('moves by pages, at least by one row, up to the ends', () => {
    const long = layoutGrid(1_000, 800, 192)
    expect(moveInLayout(long, 1, 'page-down', 3 * rowPx(long))).toBe(13)
    expect(moveInLayout(long, 401, 'page-up', 3 * rowPx(long))).toBe(389)
    expect(moveInLayout(long, 401, 'page-down', 10)).toBe(405)
    expect(moveInLayout(long, 3, 'page-up', 9_999)).toBe(3)
    expect(moveInLayout(long, 990, 'page-down', 99_999)).toBe(998)
  })
  it('moves straight up and down between rows of different column counts', () => {
    const rows = layoutJustified([2_000, 2_000, 1_000, 1_000, 1_000, 1_000, 1_000], 800, 200)
    expect([rows.indicesOf(0), rows.indicesOf(1)]).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 6 },
    ])
    expect(moveInLayout(rows, 1, 'down', 400)).toBe(4)
    expect(moveInLayout(rows, 5, 'up', 400)).toBe(1)
    expect(moveInLayout(rows, 2, 'up', 400)).toBe(0)
  })
})

describe('scroll anchor', () => {
  const layout = layoutGrid(1_000, 800, 192)

  it('is null at the top so that new images are visible', () => {
    expect(anchorAt(layout, idsUpTo(1_000), 0)).toBeNull()
    expect(anchorAt(layoutGrid(0, 800, 192), [], 50)).toBeNull()
  })

  it('moves down by the rows inserted above, even for images inserted one by one', () => {
    const anchor = anchorAt(layout, idsUpTo(1_000), 10 * rowPx(layout) + 5)!
    const offsets = [1, 2, 3, 4].map((more) => {
      const count = 1_000 + (more * 4) / 2
      return offsetOfAnchor(layoutGrid(count, 800, 192), idsUpTo(count).indexOf(anchor.id), anchor)
    })
    const expected = [10, 11, 11, 12].map((row) => row * rowPx(layout) + 5)
    offsets.forEach((offset, at) => expect(offset).toBeCloseTo(expected[at]!))
  })

  it('keeps the leading image in view when tile size or layout changes', () => {
    const ids = idsUpTo(1_000)
    const anchor = anchorAt(layout, ids, 40 * rowPx(layout))!
    for (const other of [layoutGrid(1_000, 800, 96), layoutJustified(shapesOf(1_000), 800, 176)]) {
      const index = ids.indexOf(anchor.id)
      expect(other.rowAt(offsetOfAnchor(other, index, anchor))).toBe(other.rowOf(160))
    }
  })
})

describe('indicesIn', () => {
  it('returns the tiles that a rectangle touches', () => {
    const layout = layoutGrid(10, 800, 192)
    const tile = layout.boxOf(5)
    expect(indicesIn(layout, { x: tile.x - 2, y: tile.y - 2, widthPx: 10, heightPx: 10 })).toEqual([5])
    expect(
      indicesIn(layout, { x: tile.x - gridGapPx - 1, y: tile.y - gridGapPx - 1, widthPx: 20, heightPx: 20 }),
    ).toEqual([0, 1, 4, 5])
    expect(indicesIn(layout, { x: tile.x - gridGapPx, y: 0, widthPx: gridGapPx, heightPx: 500 })).toEqual([])
  })
})
