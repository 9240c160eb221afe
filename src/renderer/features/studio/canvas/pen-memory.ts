/** A hand resting on the tablet touches it; touches count only this long after the pen was last seen. */
const penRestMs = 500

/** What is known of the pen in this window, whichever picture it was over. */
export class PenMemory {
  #lastMs = -Infinity

  /** Once it has, fingers move the view and the pen paints. */
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
