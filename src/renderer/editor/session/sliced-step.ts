import type { CanvasDoc } from '../document/model.ts'
import type { Slices } from '../document/raster.ts'
import { FrameYielder } from '../raster/frame-yielder.ts'

/** What is done at once whatever it takes: 2 megapixels. */
const slicesAtOnce = 32
/** Rather than hold up whatever is to be done next for longer than this, a step is given up. */
const longestHoldMs = 2_000

interface SlicedStepEvents {
  /** The document is the receiver's. */
  readonly onMade: (doc: CanvasDoc) => void
  readonly onGivenUp: () => void
  /** It could not be made, long after it was asked for. */
  readonly onProblem: (error: unknown) => void
}

/** A step whose pixels are many: begun at once, gone on with between frames, and done with when something else is to happen. */
export class SlicedStep {
  readonly label: string
  readonly #slices: Slices<CanvasDoc>
  readonly #events: SlicedStepEvents
  #isOver = false
  #isGivenUp = false
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

  get isGivenUp(): boolean {
    return this.#isGivenUp
  }

  /** @throws what making the first part throws */
  begin(): void {
    this.#guarded(() => {
      for (let slice = 0; slice < slicesAtOnce && !this.#isOver; slice++) this.#advance()
    })
    if (!this.#isOver) void this.#goOn()
  }

  /** Makes all of the rest now; gives up where that would take too long. @throws what making it throws */
  finish(): void {
    if (this.#leftMs > longestHoldMs) return this.giveUp()
    this.#guarded(() => {
      while (!this.#isOver) this.#advance()
    })
  }

  giveUp(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#isGivenUp = true
    this.#events.onGivenUp()
  }

  async #goOn(): Promise<void> {
    const breather = new FrameYielder()
    try {
      // The frame in which it was asked for is drawn first.
      await breather.yield()
      while (!this.#isOver) {
        this.#advance()
        await breather.pause()
      }
    } catch (thrown) {
      this.giveUp()
      this.#events.onProblem(thrown)
    }
  }

  #guarded(make: () => void): void {
    try {
      make()
    } catch (thrown) {
      this.giveUp()
      throw thrown
    }
  }

  /** By what has been done. */
  get #leftMs(): number {
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
