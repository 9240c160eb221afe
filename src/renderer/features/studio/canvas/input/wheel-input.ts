import type { Point } from '../../../../../shared/util/geometry.ts'
import { stepBrushSize } from '../../../../editor/tools/brush-settings.ts'
import type { CanvasInput } from './canvas-input.ts'
import { wheelActionOf } from './gestures.ts'
import type { InputSession } from './input-session.ts'
import type { WheelTurn } from './pointer-press.ts'

/** Wheel travel that doubles or halves the zoom: three notches of a typical mouse. */
const travelPerDoubling = 360
/** A pinch arrives in much smaller increments. */
const pinchTravelPerDoubling = 70
const travelPerNotch = 100
const lineHeightPx = 16
const pageHeightPx = 400

interface WheelInputOptions {
  readonly session: InputSession
  readonly input: CanvasInput
  readonly isMac: boolean
}

/** Handles the wheel, and trackpad pinches, which browsers report as a wheel with Ctrl. */
export class WheelInput {
  readonly #options: WheelInputOptions
  /** From keyboard events: `ctrlKey` alone is ambiguous. */
  #isControlHeld = false
  /** Wheel travel not yet converted to a brush size step. */
  #rest = 0

  constructor(options: WheelInputOptions) {
    this.#options = options
  }

  controlKeyChanged(isHeld: boolean): void {
    this.#isControlHeld = isHeld
  }

  /** @param screen pointer position, device pixels of the view */
  turn(event: WheelTurn, screen: Point): void {
    const { session, input, isMac } = this.#options
    const view = session.store.getState().viewSize
    if (view === null) return
    const along = toPixels(event.deltaY, event.deltaMode)
    const across = toPixels(event.deltaX, event.deltaMode)
    if (event.ctrlKey && !this.#isControlHeld) {
      return session.view.zoomBy(2 ** (-along / pinchTravelPerDoubling), screen)
    }
    switch (wheelActionOf(event, input, isMac)) {
      case 'zoom':
        return session.view.zoomBy(2 ** (-along / travelPerDoubling), screen)
      case 'size':
        return this.#size(along)
      case 'across':
        return session.view.panBy(-(across || along) * view.dpr, 0)
      case 'along':
        return session.view.panBy(-across * view.dpr, -along * view.dpr)
    }
  }

  #size(travel: number): void {
    const { session } = this.#options
    this.#rest += travel
    // Half a notch counts: the wheels of some mice send less than a whole one.
    while (Math.abs(this.#rest) >= travelPerNotch / 2) {
      const direction = Math.sign(this.#rest)
      session.tools.changeBrush({
        sizePx: stepBrushSize(session.store.getState().brush.sizePx, direction < 0 ? 1 : -1),
      })
      this.#rest = Math.abs(this.#rest) < travelPerNotch ? 0 : this.#rest - direction * travelPerNotch
    }
  }
}

function toPixels(delta: number, mode: number): number {
  if (mode === 1) return delta * lineHeightPx
  return mode === 2 ? delta * pageHeightPx : delta
}
