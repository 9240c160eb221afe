/** One tile along one side of an image, in pixels of the image. */
export interface BlendedSpan {
  /** What the model gets. */
  readonly start: number
  readonly end: number
  /** What is used of it. It overlaps the neighbors' by `rampPx`, where one fades into the other. */
  readonly from: number
  readonly to: number
}

/** Nearer to a tile's edge, the model lacks what it would see in the whole image. */
const discardedPx = 16
export const rampPx = 16

/** Returns evenly spread tiles of the same length that cover a side. */
export function blendedSpans(lengthPx: number, tilePx: number): readonly BlendedSpan[] {
  if (lengthPx <= tilePx) return [{ start: 0, end: lengthPx, from: 0, to: lengthPx }]
  const stepPx = tilePx - 2 * discardedPx - rampPx
  const count = 1 + Math.ceil((lengthPx - tilePx) / stepPx)
  const starts = Array.from({ length: count }, (_, at) => Math.round((at * (lengthPx - tilePx)) / (count - 1)))
  // The middle of each overlap is as far from both edges as possible.
  const froms = starts.map((start, at) => (at === 0 ? 0 : Math.floor((start + starts[at - 1]! + tilePx - rampPx) / 2)))
  return starts.map((start, at) => ({
    start,
    end: start + tilePx,
    from: froms[at]!,
    to: at === count - 1 ? lengthPx : froms[at + 1]! + rampPx,
  }))
}
