export interface GridLayout {
  readonly columns: number
  readonly rows: number
  readonly tilePx: number
  readonly rowPx: number
}

export const gridGapPx = 8

/** Rows drawn ahead on either side, so that scrolling finds them ready. */
const rowsBeyond = 3

/** Columns of about `wantedPx`; the tiles share the width, so they may be a little smaller or larger. */
export function layoutGrid(widthPx: number, wantedPx: number, count: number): GridLayout {
  const columns = Math.max(1, Math.round((widthPx + gridGapPx) / (wantedPx + gridGapPx)))
  const tilePx = Math.max(1, Math.floor((widthPx - gridGapPx * (columns - 1)) / columns))
  return { columns, rows: Math.ceil(count / columns), tilePx, rowPx: tilePx + gridGapPx }
}

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

/** Where an arrow key leads from `index`; stays where it is at an edge. */
export function moveInGrid(index: number, move: GridMove, columns: number, count: number): number {
  if (count === 0) return -1
  if (index < 0) return 0
  const target = targetOf(index, move, columns, count)
  if (target < 0) return index
  if (target < count) return target
  // Down from the last full row onto a shorter one lands on its end.
  const isInLastRow = Math.floor(index / columns) === Math.floor((count - 1) / columns)
  return move === 'down' && !isInLastRow ? count - 1 : index
}

function targetOf(index: number, move: GridMove, columns: number, count: number): number {
  switch (move) {
    case 'left':
      return index - 1
    case 'right':
      return index + 1
    case 'up':
      return index - columns
    case 'down':
      return index + columns
    case 'first':
      return 0
    case 'last':
      return count - 1
  }
}

/** The rows to draw: those in view and a few beyond, from inclusive to exclusive. Offsets start at the first row. */
export function visibleRows(layout: GridLayout, offsetPx: number, heightPx: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(offsetPx / layout.rowPx) - rowsBeyond)
  const to = Math.min(layout.rows, Math.ceil((offsetPx + heightPx) / layout.rowPx) + rowsBeyond)
  return { from: Math.min(from, layout.rows), to: Math.max(0, to) }
}

/** The offset nearest to `offsetPx` at which all of a row is in view. */
export function offsetToShow(layout: GridLayout, row: number, offsetPx: number, heightPx: number): number {
  const top = row * layout.rowPx
  return Math.max(Math.min(offsetPx, top), top + layout.rowPx - heightPx)
}

/** What leads the view: a picture, and how much of its row is scrolled past (0 to 1). */
export interface ScrollAnchor<T> {
  readonly id: T
  readonly passed: number
}

/** Null at the very top, where new pictures are to be seen as they come. */
export function anchorAt<T>(layout: GridLayout, ids: readonly T[], offsetPx: number): ScrollAnchor<T> | null {
  const id = ids[Math.floor(offsetPx / layout.rowPx) * layout.columns]
  return offsetPx <= 0 || id === undefined ? null : { id, passed: (offsetPx % layout.rowPx) / layout.rowPx }
}

/** The offset at which the anchor leads the view again; null when its picture is gone. */
export function offsetOfAnchor<T>(layout: GridLayout, ids: readonly T[], anchor: ScrollAnchor<T>): number | null {
  const index = ids.indexOf(anchor.id)
  return index < 0 ? null : (Math.floor(index / layout.columns) + anchor.passed) * layout.rowPx
}
