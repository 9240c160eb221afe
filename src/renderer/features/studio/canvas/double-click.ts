import type { Point } from '../../../../shared/util/geometry.ts'

const mostMs = 450

/** Tells a second press at the same position from a first one. */
export class DoubleClick {
  #last: { readonly at: Point; readonly timeMs: number } | null = null

  /** @param reach maximum distance between the two, in the unit of `at` */
  isSecond(at: Point, timeMs: number, reach: number): boolean {
    const before = this.#last
    const isSecond =
      before !== null && timeMs - before.timeMs < mostMs && Math.hypot(at.x - before.at.x, at.y - before.at.y) <= reach
    // A third press counts as a first one again.
    this.#last = isSecond ? null : { at, timeMs }
    return isSecond
  }
}
