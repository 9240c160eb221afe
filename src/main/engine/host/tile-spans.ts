/** One tile along one side of an image. */
export interface TileSpan {
  /** What the engine gets. */
  readonly start: number
  readonly end: number
  /** What is kept of its result: the kept parts are contiguous. */
  readonly from: number
  readonly to: number
}

/**
 * Returns tiles that cover a side. Each extends at least `marginPx` beyond its kept part on both sides, or up to the
 * border; the last ones are moved back rather than made smaller.
 */
export function tileSpans(lengthPx: number, tilePx: number, marginPx: number): readonly TileSpan[] {
  const stepPx = tilePx - 2 * marginPx
  const count = lengthPx <= tilePx ? 1 : 1 + Math.ceil((lengthPx - tilePx) / stepPx)
  const starts = Array.from({ length: count }, (_, index) => Math.max(0, Math.min(index * stepPx, lengthPx - tilePx)))
  const ends = starts.map((start) => Math.min(start + tilePx, lengthPx))
  return starts.map((start, index) => ({
    start,
    end: ends[index]!,
    from: index === 0 ? 0 : ends[index - 1]! - marginPx,
    to: index === count - 1 ? lengthPx : ends[index]! - marginPx,
  }))
}
