import type { Point } from '../../../../shared/util/geometry.ts'
import type { HeldModifiers, PointerSample } from '../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'
import { DoubleClick } from './double-click.ts'
import { dragGestureOf, hasLineGesture, modifiersOf, type PointerDrag } from './gestures.ts'
import type { InputSession } from './input-session.ts'
import type { PenMemory } from './pen-memory.ts'
import { isEraser, isPalm, isReleased, secondaryButton, type PointerPress, type WheelTurn } from './pointer-press.ts'
import { PointerSpace } from './pointer-space.ts'
import { TouchGestures } from './touch-gestures.ts'
import { WheelInput } from './wheel-input.ts'

export interface PointerInputOptions {
  readonly session: InputSession
  readonly input: CanvasInput
  /** The view's top-left corner in the window, CSS pixels. */
  readonly corner: () => Point
  readonly isMac: boolean
  /** Outlives this picture. */
  readonly pen: PenMemory
  /** Where to draw the brush ring, device pixels of the view. */
  readonly onHover: (at: Point | null) => void
  /** A tool is being pressed on the picture, or no longer. */
  readonly onPress: (isPressed: boolean) => void
}

/** A tool under the hand. */
interface Press {
  readonly pointerId: number
  readonly pointerType: string
  readonly button: number
  readonly gesture: PointerDrag | null
  readonly startedMs: number
  /** The second press of a double click. */
  readonly isSecond: boolean
  last: PointerSample
}

/** A press that may still become something else: with its next finger a pinch, without travel a click. */
interface Waiting {
  readonly events: readonly [PointerPress, ...PointerPress[]]
  /** What it is once it travels. */
  readonly gesture: PointerDrag | null
}

/** A finger that has painted this long is not the first of two. */
const secondFingerMs = 250
/** Travel that decides what a waiting press is, CSS pixels. */
const waitTravelCssPx = 6
const doubleTravelCssPx = 4
const panGesture: PointerDrag = { tool: 'pan', isSizeOnly: false }

/** Turns pointer and wheel events into tool events and view moves. */
export class PointerInput {
  readonly #options: PointerInputOptions
  readonly #space: PointerSpace
  readonly #touches: TouchGestures
  readonly #wheel: WheelInput
  readonly #clicks = new DoubleClick()
  #press: Press | null = null
  #waiting: Waiting | null = null
  /** Where a hand without a press was last. */
  #hover: PointerSample | null = null
  #keys: HeldModifiers = { shift: false, alt: false, mod: false }

  constructor(options: PointerInputOptions) {
    this.#options = options
    this.#space = new PointerSpace(options)
    this.#touches = new TouchGestures(options.session)
    this.#wheel = new WheelInput(options)
  }

  get isPressed(): boolean {
    return this.#press !== null
  }

  /** Returns whether the pointer should be captured. */
  down(event: PointerPress): boolean {
    this.#notePen(event)
    if (event.pointerType === 'touch') return this.#touchDown(event)
    if (event.pointerType === 'pen') this.#dropTouches()
    // The same pointer pressed twice: its release went elsewhere.
    if (this.#press?.pointerId === event.pointerId) this.#lift(null)
    if (this.#press !== null || this.#waiting !== null) return false
    const button = this.#buttonOf(event)
    const gesture = this.#gestureOf(event, button)
    if (gesture === null && event.pointerType === 'mouse' && button !== 0) return false
    // Shift and a drag size the brush, Shift and a click draw a line: which one it is shows only later.
    if (gesture !== null && button === 0 && event.shiftKey) this.#waiting = { events: [event], gesture }
    else this.#begin(event, gesture)
    return true
  }

  move(event: PointerPress): void {
    this.#notePen(event)
    if (event.pointerType === 'touch') this.#touches.move(event.pointerId, this.#space.toScreen(event))
    if (this.#waiting?.events[0].pointerId === event.pointerId) return this.#wait(this.#waiting, event)
    const press = this.#press
    if (press?.pointerId !== event.pointerId) return this.#follow(event)
    if (isReleased(event, press.button)) return this.up(event)
    this.#tellHover(event)
    const samples = this.#space.samples(event)
    press.last = samples.at(-1) ?? press.last
    this.#options.session.tools.dispatch({ on: 'move', samples, keys: this.#readKeys(event) })
  }

  up(event: PointerPress): void {
    this.#notePen(event)
    if (this.#waiting?.events[0].pointerId === event.pointerId) this.#click(this.#waiting)
    if (this.#press?.pointerId === event.pointerId) this.#lift(event)
    if (event.pointerType === 'touch') this.#tap(this.#touches.up(event.pointerId, event.timeStamp))
  }

  /** The system took the pointer away: what was painted stays. */
  cancel(event: PointerPress): void {
    if (this.#waiting?.events[0].pointerId === event.pointerId) this.#waiting = null
    if (this.#press?.pointerId === event.pointerId) this.#lift(null)
    if (event.pointerType === 'touch') this.#touches.up(event.pointerId, Infinity)
  }

  leave(): void {
    this.#hover = null
    this.#options.onHover(null)
  }

  wheel(event: WheelTurn): void {
    this.#wheel.turn(event, this.#space.toScreen(event))
  }

  controlKeyChanged(isHeld: boolean): void {
    this.#wheel.controlKeyChanged(isHeld)
  }

  /** A modifier went down or up: a shape under the hand follows without the hand moving. */
  keysChanged(keys: HeldModifiers): void {
    const { shift, alt, mod } = this.#keys
    if (shift === keys.shift && alt === keys.alt && mod === keys.mod) return
    this.#keys = keys
    const last = this.#press?.last ?? this.#hover
    if (last !== null) this.#options.session.tools.dispatch({ on: 'move', samples: [last], keys })
  }

  /** The window lost the focus: nothing that is down will be told to go up. */
  blur(): void {
    this.#wheel.controlKeyChanged(false)
    this.#touches.clear()
    this.#waiting = null
    this.#lift(null)
  }

  #begin(event: PointerPress, gesture: PointerDrag | null): void {
    const { session, onPress } = this.#options
    const sample = this.#space.sample(event)
    const reach = this.#space.toDevice(doubleTravelCssPx)
    this.#press = {
      pointerId: event.pointerId,
      pointerType: event.pointerType,
      button: event.button,
      gesture,
      startedMs: event.timeStamp,
      isSecond: gesture === null && this.#clicks.isSecond(sample.screen, event.timeStamp, reach),
      last: sample,
    }
    onPress(true)
    if (gesture !== null) session.tools.hold(gesture.tool)
    this.#tellHover(event)
    const keys = this.#keysAtPress(this.#readKeys(event), gesture)
    session.tools.dispatch({ on: 'down', sample, keys, isEraserEnd: isEraser(event) })
  }

  /** @param event null = the release was not told; it ends where it was last */
  #lift(event: PointerPress | null): void {
    const press = this.#press
    if (press === null) return
    const { session, onPress } = this.#options
    const sample = event === null ? press.last : this.#space.sample(event)
    const keys = event === null ? this.#keys : this.#readKeys(event)
    this.#press = null
    session.tools.dispatch({ on: 'up', sample, keys })
    if (press.gesture !== null) session.tools.letGo(press.gesture.tool)
    else if (press.isSecond && event !== null) session.tools.dispatch({ on: 'double', sample, keys })
    onPress(false)
  }

  /** What the press began is to be as if it had never been. */
  #unpress(press: Press): void {
    this.#press = null
    this.#options.session.tools.dispatch({ on: 'unpress' })
    if (press.gesture !== null) this.#options.session.tools.letGo(press.gesture.tool)
    this.#options.onPress(false)
  }

  #wait(waiting: Waiting, event: PointerPress): void {
    const [first, ...rest] = waiting.events
    this.#waiting = { ...waiting, events: [first, ...rest, event] }
    const travel = Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY)
    if (travel < waitTravelCssPx || this.#touches.isMany) return
    this.#waiting = null
    this.#begin(first, waiting.gesture)
    for (const each of [...rest, event]) this.move(each)
  }

  /** Lifted without travel. */
  #click({ events, gesture }: Waiting): void {
    this.#waiting = null
    const [first] = events
    this.#begin(first, first.pointerType === 'touch' ? gesture : null)
  }

  #touchDown(event: PointerPress): boolean {
    const { pen } = this.#options
    const isOther = this.#press !== null && this.#press.pointerType !== 'touch'
    if (pen.isNear(event.timeStamp) || isOther || (pen.hasBeenSeen && isPalm(event))) return false
    const fingers = this.#touches.down(event.pointerId, this.#space.toScreen(event), event.timeStamp)
    this.#options.onHover(null)
    if (fingers === 1) {
      this.#waiting = { events: [event], gesture: pen.hasBeenSeen ? panGesture : null }
      return true
    }
    this.#waiting = null
    const press = this.#press
    if (press === null) return true
    if (event.timeStamp - press.startedMs < secondFingerMs) this.#unpress(press)
    else this.#lift(null)
    return true
  }

  /** A pen came: fingers on the glass are the hand that holds it. */
  #dropTouches(): void {
    this.#touches.clear()
    if (this.#waiting?.events[0].pointerType === 'touch') this.#waiting = null
    if (this.#press?.pointerType === 'touch') this.#unpress(this.#press)
  }

  #tap(fingers: number): void {
    if (fingers === 2) this.#options.session.undo()
    if (fingers === 3) this.#options.session.redo()
  }

  #notePen(event: PointerPress): void {
    if (event.pointerType === 'pen') this.#options.pen.seen(event.timeStamp)
  }

  /** The hand moves without pressing. */
  #follow(event: PointerPress): void {
    if (event.pointerType === 'touch' || this.#press !== null) return
    this.#tellHover(event)
    this.#hover = this.#space.sample(event)
    this.#options.session.tools.dispatch({ on: 'move', samples: [this.#hover], keys: this.#readKeys(event) })
  }

  #tellHover(event: PointerPress): void {
    // While the size is dragged the ring stays where the drag began.
    if (this.#press?.gesture?.tool === 'resize-brush' && event.button === -1) return
    this.#options.onHover(event.pointerType === 'touch' ? null : this.#space.toScreen(event))
  }

  #gestureOf(event: PointerPress, button: number): PointerDrag | null {
    const { input, isMac, session } = this.#options
    const gesture = dragGestureOf(button, event, input, isMac)
    // With the main button only where there is a brush: elsewhere Shift adds to the mask.
    return button === 0 && gesture !== null && !brushTools.has(session.store.getState().activeTool) ? null : gesture
  }

  /** A Mac's Ctrl+click is its right click. */
  #buttonOf(event: PointerPress): number {
    return this.#options.isMac && event.ctrlKey && event.button === 0 ? secondaryButton : event.button
  }

  #keysAtPress(keys: HeldModifiers, gesture: PointerDrag | null): HeldModifiers {
    if (gesture !== null) return { ...keys, shift: gesture.isSizeOnly }
    const isLine = keys.shift && brushTools.has(this.#options.session.store.getState().activeTool)
    return isLine ? { ...keys, shift: hasLineGesture(this.#options.input) } : keys
  }

  #readKeys(event: PointerPress): HeldModifiers {
    this.#keys = modifiersOf(event, this.#options.isMac)
    return this.#keys
  }
}

const brushTools: ReadonlySet<string> = new Set(['brush', 'eraser', 'colour-brush', 'colour-eraser', 'clone', 'heal'])
