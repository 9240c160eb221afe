import type { Point } from '../../../../../shared/util/geometry.ts'
import { cssToScreen, toImage } from '../../../../editor/session/viewport.ts'
import type { PointerSample } from '../../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'
import type { InputSession } from './input-session.ts'
import type { PointerPress } from './pointer-press.ts'

interface PointerSpaceOptions {
  readonly session: InputSession
  readonly input: CanvasInput
  readonly corner: () => Point
}

/** Converts window positions to view and image positions, using the current viewport. */
export class PointerSpace {
  readonly #options: PointerSpaceOptions

  constructor(options: PointerSpaceOptions) {
    this.#options = options
  }

  /** Device pixels of the view. */
  toScreen(event: { readonly clientX: number; readonly clientY: number }): Point {
    const corner = this.#options.corner()
    const css = { x: event.clientX - corner.x, y: event.clientY - corner.y }
    const view = this.#options.session.store.getState().viewSize
    return view === null ? css : cssToScreen(view, css)
  }

  sample(event: PointerPress): PointerSample {
    const { session, input } = this.#options
    const screen = this.toScreen(event)
    return {
      at: toImage(session.store.getState().viewport, screen),
      screen,
      pressure: event.pointerType === 'pen' ? input.pressureCurve(event.pressure) : 1,
    }
  }

  /** Every position since the last event; positions the browser only predicts are excluded. */
  samples(event: PointerPress): readonly PointerSample[] {
    const coalesced = event.getCoalescedEvents()
    return (coalesced.length > 0 ? coalesced : [event]).map((each) => this.sample(each))
  }

  /** Converts CSS pixels to device pixels. */
  toDevice(cssPx: number): number {
    return cssPx * (this.#options.session.store.getState().viewSize?.dpr ?? 1)
  }
}
