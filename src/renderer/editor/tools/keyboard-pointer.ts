import type { Point } from '../../../shared/util/geometry.ts'
import {
  stay,
  type Step,
  type Effect,
  type HeldModifiers,
  type PointerSample,
  type PreviewShape,
  type Scene,
  type Tool,
  type ToolEvent,
} from './tool.ts'
import { arrowStep, formatPoint, screenToImage } from './travel.ts'

export interface KeyboardPointerState<Inner> {
  readonly inner: Inner
  /** Position of the virtual pointer: moved by the arrows, or the last position of the real pointer. */
  readonly at: Point | null
  /** The keys control the position; the real pointer takes over with its next press. */
  readonly isShown: boolean
  /** The virtual pointer is pressed: arrows draw. */
  readonly isDown: boolean
  readonly isPointerDown: boolean
  readonly clickedAt: Point | null
}

export interface KeyboardPointerOptions {
  /** `stroke`: Enter presses and the next Enter releases. `click`: Enter does both. */
  readonly enter: 'stroke' | 'click'
  /** Announced when the virtual pointer appears. */
  readonly message: string
  /** Whether this press counts as an Alt press, such as the first press of a tool that needs a source point. */
  readonly isAltPress?: (scene: Scene) => boolean
  /** Backspace presses with Alt. */
  readonly hasAltBack?: boolean
}

const noKeys: HeldModifiers = { shift: false, alt: false, mod: false }
const altKey: HeldModifiers = { ...noKeys, alt: true }
const armCssPx = 7

interface KeyboardPointer<Inner> {
  readonly tool: Tool<Inner>
  readonly options: KeyboardPointerOptions
}

/**
 * Adds a keyboard-controlled pointer to a pointer-driven tool: arrows move it (with Shift five times as far, with Alt
 * by one image pixel), Enter presses.
 */
export function withKeyboardPointer<Inner>(
  tool: Tool<Inner>,
  options: KeyboardPointerOptions,
): Tool<KeyboardPointerState<Inner>> {
  const pointer = { tool, options }
  return {
    id: tool.id,
    idle: { inner: tool.idle, at: null, isShown: false, isDown: false, isPointerDown: false, clickedAt: null },
    isBusy: (state) => tool.isBusy(state.inner),
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return pointerDown(pointer, state, event, scene)
        case 'move':
        case 'up':
        case 'double':
        case 'unpress':
          return pointerMoved(pointer, state, event, scene)
        case 'nudge':
          return nudge(pointer, state, event, scene)
        case 'confirm':
          return confirm(pointer, state, scene)
        case 'back':
          return back(pointer, state, scene)
        case 'cancel':
          return cancel(pointer, state, scene)
      }
    },
  }
}

function send<Inner>(
  { tool }: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  event: ToolEvent,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  const { state: inner, effects } = tool.step(state.inner, event, scene)
  return { state: { ...state, inner }, effects }
}

/** The real pointer takes over; a stroke drawn by keys ends where it is. */
function pointerDown<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  event: Extract<ToolEvent, { on: 'down' }>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  const lifted = lift(pointer, state, scene)
  const overridden = { ...lifted.state, isShown: false, isPointerDown: true, at: event.sample.at }
  const pressed = send(pointer, overridden, event, scene)
  const clear: readonly Effect[] = state.isShown ? [{ type: 'preview', shape: null }] : []
  return { state: pressed.state, effects: [...lifted.effects, ...clear, ...pressed.effects] }
}

function pointerMoved<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  event: Extract<ToolEvent, { on: 'move' | 'up' | 'double' | 'unpress' }>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  // Bumping the mouse while the keys are in control must not draw.
  if (state.isShown) return stay(state)
  const at = event.on === 'move' ? (event.samples.at(-1)?.at ?? state.at) : state.at
  const isLifted = event.on === 'up' || event.on === 'unpress'
  return send(pointer, { ...state, at, isPointerDown: state.isPointerDown && !isLifted }, event, scene)
}

function nudge<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  event: Extract<ToolEvent, { on: 'nudge' }>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  if (state.isPointerDown) return stay(state)
  const at = moved(state.at ?? centerOf(scene), event, scene)
  const move = { on: 'move', samples: [sampleAt(at, scene)], keys: noKeys } as const
  const followed = send(pointer, { ...state, at, isShown: true }, move, scene)
  const text = state.isShown ? formatPoint(at) : pointer.options.message
  return withCross({ state: followed.state, effects: [...followed.effects, { type: 'hint', text }] }, scene)
}

function confirm<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  if (state.isPointerDown) return stay(state)
  const isBusy = pointer.tool.isBusy(state.inner)
  const at = state.at ?? centerOf(scene)
  if (!state.isShown) {
    if (isBusy) return send(pointer, state, { on: 'confirm' }, scene)
    const shown = { ...state, isShown: true, at, clickedAt: null }
    return withCross({ state: shown, effects: [{ type: 'hint', text: pointer.options.message }] }, scene)
  }
  if (state.isDown) return withCross(lift(pointer, state, scene), scene)
  // Twice at the same position acts like a double-click: finishes an open contour.
  if (isSame(state.clickedAt, at) && isBusy) {
    return withCross(send(pointer, { ...state, clickedAt: null }, { on: 'confirm' }, scene), scene)
  }
  return press(pointer, state, { at, keys: pointer.options.isAltPress?.(scene) ? altKey : noKeys }, scene)
}

/** Presses and, unless it is to be held down, releases. */
function press<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  { at, keys }: { readonly at: Point; readonly keys: HeldModifiers },
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  const sample = sampleAt(at, scene)
  const down = send(pointer, state, { on: 'down', sample, keys, isEraserEnd: false, handle: null }, scene)
  if (pointer.options.enter === 'stroke' && pointer.tool.isBusy(down.state.inner)) {
    return withCross({ state: { ...down.state, isDown: true }, effects: down.effects }, scene)
  }
  const up = send(pointer, { ...down.state, clickedAt: at }, { on: 'up', sample, keys }, scene)
  return withCross({ state: up.state, effects: [...down.effects, ...up.effects] }, scene)
}

function lift<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  if (!state.isDown || state.at === null) return stay(state)
  const sample = sampleAt(state.at, scene)
  return send(pointer, { ...state, isDown: false }, { on: 'up', sample, keys: noKeys }, scene)
}

function back<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  if (pointer.options.hasAltBack && state.isShown && !state.isDown && state.at !== null) {
    return press(pointer, state, { at: state.at, keys: altKey }, scene)
  }
  return withCross(send(pointer, { ...state, clickedAt: null }, { on: 'back' }, scene), scene)
}

/** Cancels what is being drawn; the next cancel hides the virtual pointer. */
function cancel<Inner>(
  pointer: KeyboardPointer<Inner>,
  state: KeyboardPointerState<Inner>,
  scene: Scene,
): Step<KeyboardPointerState<Inner>> {
  const released = { ...state, isDown: false, isShown: state.isDown, isPointerDown: false, clickedAt: null }
  const stopped = send(pointer, released, { on: 'cancel' }, scene)
  if (state.isDown) return withCross(stopped, scene)
  if (!state.isShown) return stopped
  return { state: stopped.state, effects: [...stopped.effects, { type: 'preview', shape: null }] }
}

/** Marks the virtual pointer, unless the tool shows a preview of its own. */
function withCross<Inner>(step: Step<KeyboardPointerState<Inner>>, scene: Scene): Step<KeyboardPointerState<Inner>> {
  const { state, effects } = step
  const hasPreview = effects.some((effect) => effect.type === 'preview' && effect.shape !== null)
  if (hasPreview || !state.isShown || state.at === null) return step
  return { state, effects: [...effects, { type: 'preview', shape: cross(state.at, scene) }] }
}

function cross({ x, y }: Point, scene: Scene): PreviewShape {
  const arm = screenToImage(armCssPx, scene)
  const points = [
    { x: x - arm, y },
    { x: x + arm, y },
    { x, y },
    { x, y: y - arm },
    { x, y: y + arm },
  ]
  return { type: 'path', points, isClosed: false }
}

function moved(at: Point, { byX, byY, keys }: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Point {
  const step = arrowStep(scene, keys) * (keys.shift ? 5 : 1)
  return {
    x: Math.min(scene.size.widthPx, Math.max(0, at.x + byX * step)),
    y: Math.min(scene.size.heightPx, Math.max(0, at.y + byY * step)),
  }
}

function centerOf({ size }: Scene): Point {
  return { x: Math.floor(size.widthPx / 2), y: Math.floor(size.heightPx / 2) }
}

/** Tools use `screen` only for distances, so any origin will do. */
function sampleAt(at: Point, { zoom }: Scene): PointerSample {
  return { at, screen: { x: at.x * zoom, y: at.y * zoom }, pressure: 1 }
}

function isSame(a: Point | null, b: Point): boolean {
  return a !== null && a.x === b.x && a.y === b.y
}
