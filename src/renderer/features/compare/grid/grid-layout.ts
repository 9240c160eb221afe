import type { Size } from '../../../../shared/util/geometry.ts'

export const gapPx = 6
export const columnHeadPx = 36
export const rowHeadPx = 132

export interface GridShape {
  readonly columns: number
  readonly rows: number
  /** Whether the rows have labels. */
  readonly hasRowHeads: boolean
  /** Side of a cell, CSS pixels. */
  readonly cellPx: number
}

/** Rows and columns in view: from the first to before the end. */
export interface CellRange {
  readonly firstColumn: number
  readonly endColumn: number
  readonly firstRow: number
  readonly endRow: number
}

export function headWidthPx({ hasRowHeads }: Pick<GridShape, 'hasRowHeads'>): number {
  return hasRowHeads ? rowHeadPx : 0
}

/** Size of everything, CSS pixels. */
export function extentOf(shape: GridShape): Size {
  const step = shape.cellPx + gapPx
  return {
    widthPx: headWidthPx(shape) + gapPx + shape.columns * step,
    heightPx: columnHeadPx + gapPx + shape.rows * step,
  }
}

/** Cells beyond the edges that are ready when they come into view. */
const overscan = 1

/** @param scroll position of the view's corner, CSS pixels */
export function rangeInView(shape: GridShape, view: Size, scroll: { left: number; top: number }): CellRange {
  const step = shape.cellPx + gapPx
  const along = (from: number, lengthPx: number, count: number) => {
    const first = Math.max(0, Math.floor(from / step) - overscan)
    const end = Math.min(count, Math.ceil((from + lengthPx) / step) + overscan)
    return { first: Math.min(first, count), end: Math.max(end, 0) }
  }
  const columns = along(scroll.left, view.widthPx - headWidthPx(shape), shape.columns)
  const rows = along(scroll.top, view.heightPx - columnHeadPx, shape.rows)
  return { firstColumn: columns.first, endColumn: columns.end, firstRow: rows.first, endRow: rows.end }
}

export function isSameRange(a: CellRange, b: CellRange): boolean {
  return (
    a.firstColumn === b.firstColumn && a.endColumn === b.endColumn && a.firstRow === b.firstRow && a.endRow === b.endRow
  )
}

/** Position of a column or row behind its heads, CSS pixels. */
export function offsetOf(shape: Pick<GridShape, 'cellPx'>, index: number): number {
  return gapPx + index * (shape.cellPx + gapPx)
}

/** Returns the scroll position that shows a cell whole, moving as little as possible. */
export function scrollToCell(
  shape: GridShape,
  view: Size,
  scroll: { left: number; top: number },
  cell: { column: number; row: number },
): { left: number; top: number } {
  const along = (current: number, lengthPx: number, index: number) => {
    const start = offsetOf(shape, index) - gapPx
    const end = start + shape.cellPx + 2 * gapPx
    if (start < current) return start
    return end > current + lengthPx ? end - lengthPx : current
  }
  return {
    left: along(scroll.left, view.widthPx - headWidthPx(shape), cell.column),
    top: along(scroll.top, view.heightPx - columnHeadPx, cell.row),
  }
}
