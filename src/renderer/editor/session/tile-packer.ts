import { surfacesOf } from '../document/surfaces.ts'
import type { SessionCore } from './session-core.ts'

const packDelayMs = 120
/** Delay between rounds while there is more: each takes well under a frame, so painting stays smooth. */
const nextRoundMs = 24
const bytesPerRound = 512 * 1024
/** Above this, tiles in view are packed too: three quarters of the history's budget. */
const comfortableBytes = 192 * 1024 * 1024

/** Packs a few tiles at a time: those that only undo needs and, if that is not enough, the least recently painted. */
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
    // The stroke in progress keeps reading the surface below it.
    const needed = [doc, history.committed].flatMap((each) => [...surfacesOf(each).values()])
    if (raster.packOthers(needed, bytesPerRound) > 0) return true
    return raster.bytes > comfortableBytes && raster.packOthers([], bytesPerRound) > 0
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
