import type { GridLayout } from './grid-layout.ts'

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'page-up' | 'page-down'

/** Returns where a key leads from `index`; stays put at an edge. `pageHeightPx`: visible height. */
export function moveInLayout(layout: GridLayout, index: number, move: GridMove, pageHeightPx: number): number {
  if (layout.count === 0) return -1
  if (index < 0) return 0
  switch (move) {
    case 'left':
      return Math.max(0, index - 1)
    case 'right':
      return Math.min(layout.count - 1, index + 1)
    case 'first':
      return 0
    case 'last':
      return layout.count - 1
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
      return moveByRows(layout, index, move, pageHeightPx)
  }
}

function moveByRows(
  layout: GridLayout,
  index: number,
  move: 'up' | 'down' | 'page-up' | 'page-down',
  pageHeightPx: number,
): number {
  const row = layout.rowOf(index)
  const direction = move === 'up' || move === 'page-up' ? -1 : 1
  const isPage = move === 'page-up' || move === 'page-down'
  const paged = layout.rowAt(layout.rowBox(row).y + direction * pageHeightPx)
  const byPage = paged === row ? row + direction : paged
  const target = Math.min(layout.rows - 1, Math.max(0, isPage ? byPage : row + direction))
  return target === row ? index : nearestIn(layout, target, index)
}

/** Returns the image of a row that is straight above or below. */
function nearestIn(layout: GridLayout, row: number, index: number): number {
  const center = centerOf(layout, index)
  const { from, to } = layout.indicesOf(row)
  let nearest = from
  for (let at = from + 1; at < to; at++) {
    if (Math.abs(centerOf(layout, at) - center) < Math.abs(centerOf(layout, nearest) - center)) nearest = at
  }
  return nearest
}

function centerOf(layout: GridLayout, index: number): number {
  const { x, widthPx } = layout.boxOf(index)
  return x + widthPx / 2
}
