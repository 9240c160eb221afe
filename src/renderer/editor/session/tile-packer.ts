import { surfacesOf } from '../document/surfaces.ts'
import type { SessionCore } from './session-core.ts'

const packDelayMs = 120
/** Between rounds while there is more: each takes well under a frame, so a hand that goes on painting feels none. */
const nextRoundMs = 24
const bytesPerRound = 512 * 1024
/** Above this what is shown is packed too: three quarters of what the history may take. */
const comfortableBytes = 192 * 1024 * 1024

/** Packs tiles a few at a time: those that only undo needs, and where that is not enough those painted longest ago. */
export class TilePacker {
  readonly #core: SessionCore
  readonly #isPainting: () => boolean
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(core: SessionCore, isPainting: () => boolean) {
    this.#core = core
    this.#isPainting = isPainting
  }

  soon(): void {
    this.#after(packDelayMs)
  }

  #after(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      if (this.#packSome()) this.#after(nextRoundMs)
      else if (this.#isPainting()) this.soon()
    }, ms)
  }

  #packSome(): boolean {
    const { raster, doc, history } = this.#core
    // The stroke under the hand goes on reading what it is laid over.
    const needed = [doc, history.committed].flatMap((each) => [...surfacesOf(each).values()])
    if (raster.packOthers(needed, bytesPerRound) > 0) return true
    return raster.bytes > comfortableBytes && raster.packOthers([], bytesPerRound) > 0
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
