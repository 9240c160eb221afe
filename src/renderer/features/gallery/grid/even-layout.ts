import type { GridLayout } from './grid-layout.ts'

export const gridGapPx = 8

/** Square tiles in columns of about `wantedPx`; they share the width, so they may be slightly smaller or larger. */
export function layoutGrid(count: number, widthPx: number, wantedPx: number): GridLayout {
  const columns = Math.max(1, Math.round((widthPx + gridGapPx) / (wantedPx + gridGapPx)))
  const tilePx = Math.max(1, Math.floor((widthPx - gridGapPx * (columns - 1)) / columns))
  return layoutEvenly(count, { columns, widthPx: tilePx, heightPx: tilePx, gapPx: gridGapPx })
}

/** One row per image. */
export function layoutList(count: number, widthPx: number, wantedPx: number): GridLayout {
  return layoutEvenly(count, { columns: 1, widthPx, heightPx: linePx(wantedPx), gapPx: 0 })
}

/** Row height scales with the tile size. */
function linePx(wantedPx: number): number {
  return Math.max(32, Math.round(wantedPx / 4))
}

interface EvenTiles {
  readonly columns: number
  readonly widthPx: number
  readonly heightPx: number
  readonly gapPx: number
}

function layoutEvenly(count: number, { columns, widthPx, heightPx, gapPx: gap }: EvenTiles): GridLayout {
  const rows = Math.ceil(count / columns)
  const stepPx = heightPx + gap
  return {
    count,
    rows,
    heightPx: Math.max(0, rows * stepPx - gap),
    rowOf: (index) => Math.floor(index / columns),
    indicesOf: (row) => ({ from: row * columns, to: Math.min(count, (row + 1) * columns) }),
    rowBox: (row) => ({ y: row * stepPx, heightPx }),
    rowAt: (y) => Math.max(0, Math.min(rows - 1, Math.floor(y / stepPx))),
    boxOf: (index) => ({
      x: (index % columns) * (widthPx + gap),
      y: Math.floor(index / columns) * stepPx,
      widthPx,
      heightPx,
    }),
  }
}
