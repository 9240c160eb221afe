import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import { cssToScreen, toImage } from '../session/viewport.ts'
import { stepBrushSize } from '../tools/brush-settings.ts'
import type { HeldKeys, PointerSample } from '../tools/tool.ts'

/** The part of a `PointerEvent` that matters here, so that tests need no DOM. */
export interface PointerPress {
  readonly pointerId: number
  readonly pointerType: string
  readonly button: number
  readonly buttons: number
  readonly clientX: number
  readonly clientY: number
  readonly pressure: number
  readonly timeStamp: number
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  getCoalescedEvents(): readonly PointerPress[]
}

export interface WheelTurn {
  readonly clientX: number
  readonly clientY: number
  readonly deltaX: number
  readonly deltaY: number
  readonly deltaMode: number
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
}

export interface PointerInputOptions {
  readonly session: CanvasSession
  /** The view's top-left corner in the window, CSS pixels. */
  readonly corner: () => Point
  readonly isMac: boolean
  /** Where to draw the brush ring, device pixels of the view. */
  readonly onHover: (at: Point | null) => void
}

/** A hand resting on the tablet touches it; touches count only this long after the pen was last seen. */
const penRestMs = 500
const secondaryButton = 2
const middleButton = 1
/** "Buttons" bit and button number of a pen's eraser end (Pointer Events, section 4.1.1). */
const eraserBit = 32
const eraserButton = 5
/** Wheel travel that doubles or halves the zoom: three notches of a usual mouse. */
const wheelTravelPerDoubling = 360
/** A pinch comes in much smaller portions. */
const pinchTravelPerDoubling = 70
const lineHeightPx = 16

type TemporaryTool = 'pan' | 'resize-brush'

/** Turns pointer and wheel events into tool events and view moves. */
export class PointerInput {
  readonly #options: PointerInputOptions
  readonly #touches = new Map<number, Point>()
  #activePointer: number | null = null
  #dragTool: TemporaryTool | null = null
  #isPinching = false
  #lastPenMs = -Infinity
  /** From the keyboard: `ctrlKey` of a wheel event is also set by a pinch on a trackpad. */
  #isControlHeld = false
  #wheelRest = 0

  constructor(options: PointerInputOptions) {
    this.#options = options
  }

  /** Returns whether the pointer should be captured. */
  down(event: PointerPress): boolean {
    if (event.pointerType === 'pen') this.#lastPenMs = event.timeStamp
    if (event.pointerType === 'touch' && !this.#takeTouch(event)) return false
    if (this.#isPinching) return true
    // The same pointer pressed twice: its release went elsewhere.
    if (this.#activePointer === event.pointerId) this.up(event)
    if (this.#activePointer !== null) return false
    const tool = this.#temporaryToolFor(event)
    if (tool === null && event.pointerType === 'mouse' && event.button !== 0) return false
    const { session } = this.#options
    this.#activePointer = event.pointerId
    this.#dragTool = tool
    if (tool !== null) session.holdTool(tool)
    this.#hover(event)
    session.dispatch({ on: 'down', sample: this.#sample(event), keys: keysOf(event), isEraserEnd: isEraser(event) })
    return true
  }

  move(event: PointerPress): void {
    if (event.pointerType === 'pen') this.#lastPenMs = event.timeStamp
    if (this.#isPinching) return this.#pinch(event)
    this.#hover(event)
    if (event.pointerId !== this.#activePointer) return
    const coalesced = event.getCoalescedEvents()
    const samples = (coalesced.length > 0 ? coalesced : [event]).map((each) => this.#sample(each))
    this.#options.session.dispatch({ on: 'move', samples, keys: keysOf(event) })
  }

  up(event: PointerPress): void {
    this.#releaseTouch(event)
    if (event.pointerId !== this.#activePointer) return
    this.#options.session.dispatch({ on: 'up', sample: this.#sample(event), keys: keysOf(event) })
    this.#endDrag()
  }

  /** The system took the pointer away. What was painted so far stays: it can be undone, but not painted again. */
  cancel(event: PointerPress): void {
    this.up(event)
  }

  leave(): void {
    this.#options.onHover(null)
  }

  wheel(event: WheelTurn): void {
    const { session } = this.#options
    const travel = toPixels(event.deltaY, event.deltaMode)
    const view = session.store.getState().viewSize
    if (view === null) return
    if (event.ctrlKey && this.#isControlHeld) return this.#sizeByWheel(travel)
    if (event.shiftKey) {
      const sideways = toPixels(event.deltaX, event.deltaMode) || travel
      return session.view.panBy(-sideways * view.dpr, 0)
    }
    const perDoubling = event.ctrlKey ? pinchTravelPerDoubling : wheelTravelPerDoubling
    session.view.zoomBy(2 ** (-travel / perDoubling), this.#toScreen(event))
  }

  controlKeyChanged(isHeld: boolean): void {
    this.#isControlHeld = isHeld
  }

  /** The window lost the focus. */
  blur(): void {
    this.#isControlHeld = false
    this.#touches.clear()
    this.#isPinching = false
  }

  #temporaryToolFor(event: PointerPress): TemporaryTool | null {
    if (event.pointerType === 'touch') return null
    if (event.button === middleButton) return 'pan'
    const isResize = this.#options.isMac
      ? event.ctrlKey && event.altKey && (event.button === 0 || event.button === secondaryButton)
      : event.altKey && event.button === secondaryButton
    return isResize ? 'resize-brush' : null
  }

  #endDrag(): void {
    this.#activePointer = null
    if (this.#dragTool !== null) this.#options.session.letGoTool(this.#dragTool)
    this.#dragTool = null
  }

  /** Returns false for a touch that is to be ignored. */
  #takeTouch(event: PointerPress): boolean {
    if (event.timeStamp - this.#lastPenMs < penRestMs) return false
    if (this.#touches.size >= 2) return false
    this.#touches.set(event.pointerId, this.#toScreen(event))
    if (this.#touches.size === 2) {
      // The first finger began to paint before the second one came.
      this.#options.session.cancelStroke()
      this.#endDrag()
      this.#isPinching = true
      this.#options.onHover(null)
    }
    return true
  }

  #releaseTouch(event: PointerPress): void {
    this.#touches.delete(event.pointerId)
    if (this.#touches.size === 0) this.#isPinching = false
  }

  #pinch(event: PointerPress): void {
    if (!this.#touches.has(event.pointerId)) return
    const before = [...this.#touches.values()]
    this.#touches.set(event.pointerId, this.#toScreen(event))
    const after = [...this.#touches.values()]
    const [a, b] = before
    const [c, d] = after
    if (!a || !b || !c || !d) return
    const { view } = this.#options.session
    view.panBy((c.x + d.x - a.x - b.x) / 2, (c.y + d.y - a.y - b.y) / 2)
    const factor = Math.hypot(d.x - c.x, d.y - c.y) / Math.max(1, Math.hypot(b.x - a.x, b.y - a.y))
    view.zoomBy(factor, { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 })
  }

  #sizeByWheel(travel: number): void {
    const { session } = this.#options
    this.#wheelRest += travel
    for (; Math.abs(this.#wheelRest) >= 50; this.#wheelRest -= Math.sign(this.#wheelRest) * 100) {
      const direction = this.#wheelRest < 0 ? 1 : -1
      session.changeBrush({ sizePx: stepBrushSize(session.store.getState().brush.sizePx, direction) })
      if (Math.abs(this.#wheelRest) < 100) {
        this.#wheelRest = 0
        return
      }
    }
  }

  #hover(event: PointerPress): void {
    // While the size is dragged the ring stays where the drag began.
    if (this.#dragTool === 'resize-brush' && event.pointerId === this.#activePointer && event.button === -1) return
    this.#options.onHover(event.pointerType === 'touch' ? null : this.#toScreen(event))
  }

  #sample(event: PointerPress): PointerSample {
    const screen = this.#toScreen(event)
    return {
      at: toImage(this.#options.session.store.getState().viewport, screen),
      screen,
      pressure: event.pointerType === 'pen' ? event.pressure : 1,
    }
  }

  #toScreen(event: { readonly clientX: number; readonly clientY: number }): Point {
    const corner = this.#options.corner()
    const css = { x: event.clientX - corner.x, y: event.clientY - corner.y }
    const view = this.#options.session.store.getState().viewSize
    return view === null ? css : cssToScreen(view, css)
  }
}

function isEraser(event: PointerPress): boolean {
  if (event.pointerType !== 'pen') return false
  return event.button === eraserButton || event.button === secondaryButton || (event.buttons & (eraserBit | 2)) !== 0
}

function keysOf(event: PointerPress): HeldKeys {
  return { shift: event.shiftKey, alt: event.altKey }
}

function toPixels(delta: number, mode: number): number {
  if (mode === 1) return delta * lineHeightPx
  return mode === 2 ? delta * 400 : delta
}
