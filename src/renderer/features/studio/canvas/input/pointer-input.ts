import type { Point } from '../../../../../shared/util/geometry.ts'
import type { Handle, HeldModifiers, PointerSample } from '../../../../editor/tools/tool.ts'
import type { CanvasInput } from './canvas-input.ts'
import { DoubleClick, type PenMemory } from './pointer-memory.ts'
import { dragGestureOf, hasLineGesture, modifiersOf, type PointerDrag } from './gestures.ts'
import type { InputSession } from './input-session.ts'
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
  /** Survives a change of image. */
  readonly pen: PenMemory
  /** Returns the tool's handle at a point of the view, device pixels. */
  readonly handleAt: (at: Point) => Handle | null
  /** Position of the brush ring, device pixels of the view. */
  readonly onHover: (at: Point | null) => void
  /** Called when a press of a tool on the image begins or ends. */
  readonly onPress: (isPressed: boolean) => void
}

/** A press used by a tool. */
interface Press {
  readonly pointerId: number
  readonly pointerType: string
  readonly button: number
  readonly gesture: PointerDrag | null
  readonly startedMs: number
  /** The second press of a double-click. */
  readonly isSecond: boolean
  handle: Handle | null
  last: PointerSample
}

/** A press whose meaning is still open: with another finger a pinch, without travel a click. */
interface Waiting {
  readonly events: readonly [PointerPress, ...PointerPress[]]
  /** The gesture it becomes once it moves. */
  readonly gesture: PointerDrag | null
}

/** A finger that has painted this long is not the first of two. */
const secondFingerMs = 250
/** Distance that decides the meaning of a waiting press, CSS pixels. */
const waitTravelCssPx = 6
const doubleTravelCssPx = 4
const panGesture: PointerDrag = { tool: 'pan', isSizeOnly: false }

/** Converts pointer and wheel events to tool events and view movements. */
export class PointerInput {
  readonly #options: PointerInputOptions
  readonly #space: PointerSpace
  readonly #touches: TouchGestures
  readonly #wheel: WheelInput
  readonly #clicks = new DoubleClick()
  #press: Press | null = null
  #waiting: Waiting | null = null
  /** Last position of the pointer without a press. */
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
    // The same pointer was pressed twice: its release went elsewhere.
    if (this.#press?.pointerId === event.pointerId) this.#lift(null)
    if (this.#press !== null || this.#waiting !== null) return false
    const button = this.#buttonOf(event)
    const gesture = this.#gestureOf(event, button)
    if (gesture === null && event.pointerType === 'mouse' && button !== 0) return false
    // Shift+drag resizes the brush, Shift+click draws a line: which one it is shows only later.
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

  /** The system canceled the pointer: what was painted stays. */
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

  /** A modifier changed: a shape being dragged updates without pointer movement. */
  keysChanged(keys: HeldModifiers): void {
    const { shift, alt, mod } = this.#keys
    if (shift === keys.shift && alt === keys.alt && mod === keys.mod) return
    this.#keys = keys
    const last = this.#press?.last ?? this.#hover
    if (last !== null) this.#options.session.tools.dispatch({ on: 'move', samples: [last], keys })
  }

  /** The window lost focus: no release events will arrive. */
  blur(): void {
    this.#wheel.controlKeyChanged(false)
    this.#touches.clear()
    this.#waiting = null
    this.#lift(null)
  }

  #begin(event: PointerPress, gesture: PointerDrag | null): void {
    const { session, handleAt, onPress } = this.#options
    const sample = this.#space.sample(event)
    const reach = this.#space.toDevice(doubleTravelCssPx)
    this.#press = {
      pointerId: event.pointerId,
      pointerType: event.pointerType,
      button: event.button,
      gesture,
      startedMs: event.timeStamp,
      isSecond: gesture === null && this.#clicks.isSecond(sample.screen, event.timeStamp, reach),
      handle: null,
      last: sample,
    }
    onPress(true)
    if (gesture !== null) session.tools.hold(gesture.tool)
    // The handle of the tool that is now active: a gesture has its own.
    const handle = handleAt(sample.screen)
    this.#press.handle = handle
    this.#tellHover(event)
    const keys = this.#keysAtPress(this.#readKeys(event), gesture)
    session.tools.dispatch({ on: 'down', sample, keys, isEraserEnd: isEraser(event), handle })
  }

  /** @param event null = the release was not reported; the press ends at its last position */
  #lift(event: PointerPress | null): void {
    const press = this.#press
    if (press === null) return
    const { session, onPress } = this.#options
    const sample = event === null ? press.last : this.#space.sample(event)
    const keys = event === null ? this.#keys : this.#readKeys(event)
    this.#press = null
    session.tools.dispatch({ on: 'up', sample, keys })
    if (press.gesture !== null) session.tools.release(press.gesture.tool)
    else if (press.isSecond && event !== null) {
      session.tools.dispatch({ on: 'double', sample, keys, handle: press.handle })
    }
    onPress(false)
  }

  /** Discards whatever the press began. */
  #unpress(press: Press): void {
    this.#press = null
    this.#options.session.tools.dispatch({ on: 'unpress' })
    if (press.gesture !== null) this.#options.session.tools.release(press.gesture.tool)
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

  /** Released without movement. */
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

  /** A pen arrived: touches come from the hand that holds it. */
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

  /** Handles movement without a press. */
  #follow(event: PointerPress): void {
    if (event.pointerType === 'touch' || this.#press !== null) return
    this.#tellHover(event)
    this.#hover = this.#space.sample(event)
    this.#options.session.tools.dispatch({ on: 'move', samples: [this.#hover], keys: this.#readKeys(event) })
  }

  #tellHover(event: PointerPress): void {
    // While the brush is resized by dragging, the ring stays where the drag began.
    if (this.#press?.gesture?.tool === 'resize-brush' && event.button === -1) return
    this.#options.onHover(event.pointerType === 'touch' ? null : this.#space.toScreen(event))
  }

  #gestureOf(event: PointerPress, button: number): PointerDrag | null {
    const { input, isMac, session } = this.#options
    const gesture = dragGestureOf(button, event, input, isMac)
    // With the main button only for brushes: for other tools Shift adds to the mask.
    return button === 0 && gesture !== null && !brushTools.has(session.store.getState().activeTool) ? null : gesture
  }

  /** On a Mac, Ctrl+click is a right-click. */
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
