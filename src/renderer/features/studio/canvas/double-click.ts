import type { Point } from '../../../../shared/util/geometry.ts'

const mostMs = 450

/** Tells the second press at a place from a first one. */
export class DoubleClick {
  #last: { readonly at: Point; readonly timeMs: number } | null = null

  /** @param reach how far apart the two may be, in the unit of `at` */
  isSecond(at: Point, timeMs: number, reach: number): boolean {
    const before = this.#last
    const isSecond =
      before !== null && timeMs - before.timeMs < mostMs && Math.hypot(at.x - before.at.x, at.y - before.at.y) <= reach
    // A third one is a first one again.
    this.#last = isSecond ? null : { at, timeMs }
    return isSecond
  }
}
