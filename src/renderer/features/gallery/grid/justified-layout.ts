import { gridGapPx } from './even-layout.ts'
import type { TileBox, GridLayout } from './grid-layout.ts'

/** Aspect ratio limits: a strip beyond these would leave no room beside it. */
const narrowest = 0.3
const widest = 4
/** A row may exceed the target height by this factor before another image is added. */
const highest = 1.4

/**
 * Rows of uncropped images as wide as the window, about `wantedPx` high. One pass over the aspect ratios: 100,000 take
 * a few milliseconds, so no layout is cached.
 * @param shapes width / height × 1000 of each
 */
export function layoutJustified(shapes: readonly number[], widthPx: number, wantedPx: number): GridLayout {
  const count = shapes.length
  const starts: number[] = []
  const tops: number[] = []
  const ratioOf = (index: number) => Math.min(widest, Math.max(narrowest, (shapes[index] ?? 1_000) / 1_000))
  let from = 0
  let y = 0
  while (from < count) {
    const { to, heightPx } = fillRow(ratioOf, from, count, widthPx, wantedPx)
    starts.push(from)
    tops.push(y)
    y += heightPx + gridGapPx
    from = to
  }
  const rows = starts.length
  tops.push(y)
  starts.push(count)
  const rowBox = (row: number) => ({ y: tops[row] ?? 0, heightPx: (tops[row + 1] ?? 0) - (tops[row] ?? 0) - gridGapPx })
  const rowOf = (index: number) => lastAtMost(starts, index, rows)
  return {
    count,
    rows,
    heightPx: Math.max(0, y - gridGapPx),
    rowOf,
    indicesOf: (row) => ({ from: starts[row] ?? 0, to: starts[row + 1] ?? 0 }),
    rowBox,
    rowAt: (top) => lastAtMost(tops, top, rows),
    boxOf(index): TileBox {
      const row = rowOf(index)
      const box = rowBox(row)
      let ratioBefore = 0
      const first = starts[row] ?? 0
      for (let at = first; at < index; at++) ratioBefore += ratioOf(at)
      const left = Math.round(ratioBefore * box.heightPx)
      const right = Math.round((ratioBefore + ratioOf(index)) * box.heightPx)
      return { x: left + (index - first) * gridGapPx, widthPx: Math.max(1, right - left), ...box }
    },
  }
}

/** Picks the count that brings the row nearest to the target height. The last row is not stretched. */
function fillRow(
  ratioOf: (index: number) => number,
  from: number,
  count: number,
  widthPx: number,
  wantedPx: number,
): { readonly to: number; readonly heightPx: number } {
  let ratios = 0
  let withoutPx = Number.POSITIVE_INFINITY
  for (let to = from + 1; to <= count; to++) {
    ratios += ratioOf(to - 1)
    const heightPx = Math.max(1, (widthPx - gridGapPx * (to - from - 1)) / ratios)
    if (heightPx <= wantedPx) {
      const isBetterWithout = withoutPx <= wantedPx * highest && withoutPx / wantedPx < wantedPx / heightPx
      return isBetterWithout ? { to: to - 1, heightPx: withoutPx } : { to, heightPx }
    }
    withoutPx = heightPx
  }
  return { to: count, heightPx: wantedPx }
}

/** Returns the index of the last value that is not greater; only the first `rows` are searched. */
function lastAtMost(values: readonly number[], limit: number, rows: number): number {
  let low = 0
  let high = rows - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((values[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
