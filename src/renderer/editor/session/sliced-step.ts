import type { CanvasDoc } from '../document/model.ts'
import type { Slices } from '../document/raster.ts'
import { FrameYielder } from '../raster/frame-yielder.ts'

/** Slices always run immediately: 2 megapixels. */
const slicesAtOnce = 32
/** A step that would delay the next action longer than this is canceled. */
const longestHoldMs = 2_000

interface SlicedStepEvents {
  /** The receiver takes ownership of the document. */
  readonly onMade: (doc: CanvasDoc) => void
  readonly onCanceled: () => void
  /** The step failed, possibly long after the request. */
  readonly onProblem: (error: unknown) => void
}

/** A step over many pixels: starts immediately, continues between frames, and is finished before anything else. */
export class SlicedStep {
  readonly label: string
  readonly #slices: Slices<CanvasDoc>
  readonly #events: SlicedStepEvents
  #isOver = false
  #isCanceled = false
  #share = 0
  #workedMs = 0

  constructor(label: string, slices: Slices<CanvasDoc>, events: SlicedStepEvents) {
    this.label = label
    this.#slices = slices
    this.#events = events
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get isCanceled(): boolean {
    return this.#isCanceled
  }

  /** @throws whatever the first slices throw */
  begin(): void {
    this.#guarded(() => {
      for (let slice = 0; slice < slicesAtOnce && !this.#isOver; slice++) this.#advance()
    })
    if (!this.#isOver) void this.#continue()
  }

  /** Finishes the rest now; cancels if that would take too long. @throws whatever the remaining slices throw */
  finish(): void {
    if (this.#remainingMs > longestHoldMs) return this.cancel()
    this.#guarded(() => {
      while (!this.#isOver) this.#advance()
    })
  }

  cancel(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#isCanceled = true
    this.#events.onCanceled()
  }

  async #continue(): Promise<void> {
    const yielder = new FrameYielder()
    try {
      // The frame that requested it is drawn first.
      await yielder.yield()
      while (!this.#isOver) {
        this.#advance()
        await yielder.pause()
      }
    } catch (thrown) {
      this.cancel()
      this.#events.onProblem(thrown)
    }
  }

  #guarded(make: () => void): void {
    try {
      make()
    } catch (thrown) {
      this.cancel()
      throw thrown
    }
  }

  /** Extrapolated from the work done so far. */
  get #remainingMs(): number {
    return this.#share === 0 ? 0 : (this.#workedMs / this.#share) * (1 - this.#share)
  }

  #advance(): void {
    const startMs = performance.now()
    const { done, value } = this.#slices.next()
    this.#workedMs += performance.now() - startMs
    if (done) {
      this.#isOver = true
      this.#events.onMade(value)
    } else this.#share = value
  }
}
