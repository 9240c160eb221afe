/** Cells of a tile with one extra column to the left and one extra row above, which belong to its neighbors. */
export interface CellGrid {
  /** Excludes the neighbors' cells. */
  readonly columns: number
  readonly rows: number
  /** 0 to 255, `columns + 1` per row, `rows + 1` rows. */
  readonly values: Uint8Array
  /** There is no neighbor to the right, or below: contours that reach the border end there. */
  readonly isLastColumn: boolean
  readonly isLastRow: boolean
}

/**
 * Lines between cells of at least `threshold` and cells below it, as x0, y0, x1, y1 in cells from the tile's corner.
 * Lines on the border to the right or lower neighbor belong to that neighbor.
 */
export function traceOutline(grid: CellGrid, threshold: number): number[] {
  const lines: number[] = []
  traceDown(grid, threshold, lines)
  traceAcross(grid, threshold, lines)
  return lines
}

function traceDown({ columns, rows, values, isLastColumn }: CellGrid, threshold: number, lines: number[]): void {
  const stride = columns + 1
  for (let x = 0; x < columns + (isLastColumn ? 1 : 0); x++) {
    let start = -1
    for (let y = 0; y < rows; y++) {
      const at = (y + 1) * stride + x
      const isRight = x < columns && values[at + 1]! >= threshold
      if (values[at]! >= threshold === isRight) {
        if (start >= 0) lines.push(x, start, x, y)
        start = -1
      } else if (start < 0) start = y
    }
    if (start >= 0) lines.push(x, start, x, rows)
  }
}

function traceAcross({ columns, rows, values, isLastRow }: CellGrid, threshold: number, lines: number[]): void {
  const stride = columns + 1
  for (let y = 0; y < rows + (isLastRow ? 1 : 0); y++) {
    let start = -1
    for (let x = 0; x < columns; x++) {
      const at = y * stride + x + 1
      const isBelow = y < rows && values[at + stride]! >= threshold
      if (values[at]! >= threshold === isBelow) {
        if (start >= 0) lines.push(start, y, x, y)
        start = -1
      } else if (start < 0) start = x
    }
    if (start >= 0) lines.push(start, y, columns, y)
  }
}
