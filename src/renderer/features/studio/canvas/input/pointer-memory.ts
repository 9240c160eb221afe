import type { Point } from '../../../../../shared/util/geometry.ts'

/** A hand resting on the tablet touches it; touches are accepted only this long after the pen was last seen. */
const penRestMs = 500

/** Pen state of this window, shared by all images. */
export class PenMemory {
  #lastMs = -Infinity

  /** Once true, fingers move the view and the pen paints. */
  get hasBeenSeen(): boolean {
    return this.#lastMs !== -Infinity
  }

  seen(atMs: number): void {
    this.#lastMs = atMs
  }

  isNear(nowMs: number): boolean {
    return nowMs - this.#lastMs < penRestMs
  }
}

/** Longest time between the presses of a double click. */
const doubleClickMs = 450

/** Tells a second press at the same position from a first one. */
export class DoubleClick {
  #last: { readonly at: Point; readonly timeMs: number } | null = null

  /** @param reach maximum distance between the two, in the unit of `at` */
  isSecond(at: Point, timeMs: number, reach: number): boolean {
    const previous = this.#last
    const isSecond =
      previous !== null &&
      timeMs - previous.timeMs < doubleClickMs &&
      Math.hypot(at.x - previous.at.x, at.y - previous.at.y) <= reach
    // A third press counts as a first one again.
    this.#last = isSecond ? null : { at, timeMs }
    return isSecond
  }
}
