import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extentOf, offsetOf, rangeInView, scrollToCell, type GridShape } from './grid-layout.ts'
import { stepByKey } from './grid-scroller.tsx'

const shape: GridShape = { columns: 20, rows: 20, hasRowHeads: true, cellPx: 200 }
const view = { widthPx: 1_000, heightPx: 700 }

describe('rangeInView', () => {
  it('holds a screenful of 400 cells', () => {
    const { firstColumn, endColumn, firstRow, endRow } = rangeInView(shape, view, { left: 2_000, top: 2_000 })
    expect((endColumn - firstColumn) * (endRow - firstRow)).toBeLessThan(60)
  })

  it('holds every cell in view, wherever it is scrolled', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 4_000 }),
        fc.nat({ max: 4_000 }),
        fc.integer({ min: 96, max: 512 }),
        (left, top, cellPx) => {
          const sized = { ...shape, cellPx }
          const range = rangeInView(sized, view, { left, top })
          for (let index = 0; index < 20; index++) {
            const start = offsetOf(sized, index)
            const isRowSeen = start + cellPx > top && start < top + view.heightPx - 36
            const isColumnSeen = start + cellPx > left && start < left + view.widthPx - 132
            if (isRowSeen) expect(index >= range.firstRow && index < range.endRow).toBe(true)
            if (isColumnSeen) expect(index >= range.firstColumn && index < range.endColumn).toBe(true)
          }
        },
      ),
    )
  })
})

describe('scrollToCell', () => {
  it('moves only as far as is needed', () => {
    const at = { left: 0, top: 0 }
    expect(scrollToCell(shape, view, at, { column: 0, row: 0 })).toEqual(at)
    const { left, top } = scrollToCell(shape, view, at, { column: 19, row: 19 })
    const extent = extentOf(shape)
    expect(left).toBe(extent.widthPx - view.widthPx)
    expect(top).toBe(extent.heightPx - view.heightPx)
  })
})

describe('stepByKey', () => {
  it.each([
    ['ArrowRight', 5, 6],
    ['ArrowRight', 3, null],
    ['ArrowLeft', 4, null],
    ['ArrowDown', 5, 9],
    ['ArrowDown', 9, null],
    ['ArrowUp', 1, null],
    ['Home', 6, 4],
    ['End', 4, 7],
    ['x', 4, null],
  ])('%s from cell %i leads to %s', (key, at, next) => {
    expect(stepByKey({ key }, at, { columns: 4, rows: 3 })).toBe(next)
  })
})
