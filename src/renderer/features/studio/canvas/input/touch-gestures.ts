import type { Point } from '../../../../../shared/util/geometry.ts'
import { toImage, toScreen } from '../../../../editor/session/viewport.ts'
import type { InputSession } from './input-session.ts'

/** Fingers that touch and lift within this time and barely move are a tap. */
const tapMs = 300
const tapTravelCssPx = 12
/** Two fingers are never quite parallel: the view rotates only once they have been twisted this far. */
const twistDeadZoneDeg = 15

interface Finger {
  readonly from: Point
  readonly at: Point
}

/** Multi-finger gestures: they move, zoom and rotate the view, or tap to undo and redo. */
export class TouchGestures {
  readonly #session: InputSession
  readonly #fingers = new Map<number, Finger>()
  #startedMs = 0
  /** Maximum number of simultaneous fingers since the first touch. */
  #most = 0
  #isTap = true
  #twistDeg = 0

  constructor(session: InputSession) {
    this.#session = session
  }

  /** Two or more fingers have touched; until all are lifted none of them acts alone. */
  get isMany(): boolean {
    return this.#most > 1
  }

  /** Returns the number of fingers now down. */
  down(id: number, at: Point, timeMs: number): number {
    if (this.#fingers.size === 0) {
      this.#startedMs = timeMs
      this.#most = 0
      this.#isTap = true
    }
    this.#fingers.set(id, { from: at, at })
    this.#most = Math.max(this.#most, this.#fingers.size)
    this.#twistDeg = 0
    return this.#fingers.size
  }

  move(id: number, at: Point): void {
    const finger = this.#fingers.get(id)
    if (finger === undefined) return
    const previous = this.#pair()
    this.#fingers.set(id, { ...finger, at })
    if (this.#travel(finger.from, at) > tapTravelCssPx) this.#isTap = false
    const after = this.#pair()
    if (!this.isMany || previous === null || after === null) return
    const twistDeg = shortestTurn(angleOf(after) - angleOf(previous))
    // A tap moves nothing; otherwise undo would also shake the view.
    if (this.#isTap) this.#twistDeg += twistDeg
    else this.#moveView(previous, after, twistDeg)
  }

  /** Returns the number of fingers of a tap once the last is lifted; 0 = not a tap. */
  up(id: number, timeMs: number): number {
    if (!this.#fingers.delete(id) || this.#fingers.size > 0) return 0
    const isTap = this.#isTap && this.isMany && timeMs - this.#startedMs <= tapMs
    const fingers = this.#most
    this.#most = 0
    return isTap ? fingers : 0
  }

  clear(): void {
    this.#fingers.clear()
    this.#most = 0
  }

  #travel(from: Point, to: Point): number {
    const dpr = this.#session.store.getState().viewSize?.dpr ?? 1
    return Math.hypot(to.x - from.x, to.y - from.y) / dpr
  }

  #pair(): readonly [Point, Point] | null {
    const [a, b] = this.#fingers.values()
    return a === undefined || b === undefined ? null : [a.at, b.at]
  }

  #moveView(previous: readonly [Point, Point], current: readonly [Point, Point], twistDeg: number): void {
    const { view } = this.#session
    const from = middleOf(previous)
    const to = middleOf(current)
    view.panBy(to.x - from.x, to.y - from.y)
    view.zoomBy(lengthOf(current) / Math.max(1, lengthOf(previous)), to)
    this.#twist(twistDeg, to)
  }

  /** Beyond the dead zone the view follows, without a jump. */
  #twist(byDeg: number, about: Point): void {
    const before = beyond(this.#twistDeg)
    this.#twistDeg += byDeg
    const turnDeg = beyond(this.#twistDeg) - before
    if (turnDeg === 0) return
    const { view, store } = this.#session
    const held = toImage(store.getState().viewport, about)
    view.rotateBy(turnDeg)
    // The view rotates about its own center: the point between the fingers is moved back there.
    const moved = toScreen(store.getState().viewport, held)
    view.panBy(about.x - moved.x, about.y - moved.y)
  }
}

function beyond(deg: number): number {
  return Math.sign(deg) * Math.max(0, Math.abs(deg) - twistDeadZoneDeg)
}

function middleOf([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function lengthOf([a, b]: readonly [Point, Point]): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

function angleOf([a, b]: readonly [Point, Point]): number {
  return (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI
}

function shortestTurn(deg: number): number {
  return ((((deg + 180) % 360) + 360) % 360) - 180
}
