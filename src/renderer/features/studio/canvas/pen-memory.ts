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
