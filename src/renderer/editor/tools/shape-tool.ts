import * as messages from '../../../shared/messages/en/editor.ts'
import { isEmptyRect, type Point, type Rect } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { ellipseSource } from '../raster/shapes/ellipse-source.ts'
import { rectSource } from '../raster/shapes/rect-source.ts'
import { dragRect, gripPoint, drawRect, nudgeRect } from './rect-geometry.ts'
import { rectHold } from './handles.ts'
import { constraintsOf, modeAtPress, pressKeysOf, stillPressed, type PressKeys } from './press-keys.ts'
import {
  stay,
  type Step,
  type Effect,
  type Grip,
  type HeldModifiers,
  type PreviewShape,
  type Scene,
  type Tool,
} from './tool.ts'
import { refuseCoverage } from './targets.ts'
import { isClick, centeredRect, formatRect } from './travel.ts'

interface Drag {
  readonly by: 'pointer'
  readonly from: Point
  readonly to: Point
  readonly mode: CombineMode
  readonly pressKeys: PressKeys
}

/** Begun with Enter: it stays until the next Enter, and the pointer can drag its handles. */
interface OpenShape {
  readonly by: 'keys'
  readonly rect: Rect
  readonly held: Held | null
}

interface Held {
  readonly hold: Grip | 'inside'
  readonly from: Point
  readonly start: Rect
}

export interface ShapeState {
  readonly shape: Drag | OpenShape | null
}

type ShapeId = 'rectangle' | 'ellipse'

const idle: ShapeState = { shape: null }
const hidePreview: Effect = { type: 'preview', shape: null }
const keyHints = messages.shapeKeys

/** Rectangle or ellipse: dragged, or begun in the center with Enter and moved by the arrows. */
export function createShapeTool(id: ShapeId): Tool<ShapeState> {
  return {
    id,
    idle,
    isBusy: (state) => state.shape !== null,
    step: (state, event, scene) => {
      const { shape } = state
      switch (event.on) {
        case 'down': {
          const hold = shape?.by === 'keys' ? rectHold(event.handle) : 'new'
          if (shape?.by === 'keys' && hold !== 'new') {
            return stay({ shape: { ...shape, held: { hold, from: event.sample.at, start: shape.rect } } })
          }
          const refused = refuseCoverage(scene)
          if (refused !== null) return { state, effects: [refused] }
          const { at } = event.sample
          const mode = modeAtPress(event.keys, scene)
          return stay({ shape: { by: 'pointer', from: at, to: at, mode, pressKeys: pressKeysOf(event.keys) } })
        }
        case 'move': {
          const to = event.samples.at(-1)?.at
          if (shape === null || to === undefined) return stay(state)
          if (shape.by === 'keys') {
            return shape.held === null
              ? stay(state)
              : showOpen(id, rectOfHeld(shape.held, to, event.keys, scene), shape.held)
          }
          const next = { ...shape, to, pressKeys: stillPressed(shape.pressKeys, event.keys) }
          return { state: { shape: next }, effects: [show(id, rectOf(next, event.keys))] }
        }
        case 'up':
          if (shape?.by === 'keys') {
            return shape.held === null ? stay(state) : withHint(showOpen(id, shape.rect), formatRect(shape.rect))
          }
          if (shape === null) return stay(state)
          return finishDrag(id, { ...shape, to: event.sample.at }, event.keys, scene)
        case 'unpress':
          if (shape?.by === 'keys') return shape.held === null ? stay(state) : showOpen(id, shape.held.start)
          return shape === null ? stay(state) : { state: idle, effects: [hidePreview] }
        case 'cancel':
        case 'back':
          return shape === null ? stay(state) : { state: idle, effects: [hidePreview] }
        case 'confirm':
          return confirm(id, state, scene)
        case 'nudge': {
          if (shape?.by !== 'keys' || shape.held !== null) return stay(state)
          const rect = nudgeRect(shape.rect, event, scene)
          return withHint(showOpen(id, rect), formatRect(rect))
        }
        case 'double':
          return stay(state)
      }
    },
  }
}

function rectOf({ from, to, pressKeys }: Drag, keys: HeldModifiers): Rect {
  const { shift, alt } = constraintsOf(pressKeys, keys)
  return drawRect(from, to, { ratio: shift ? 1 : null, isFromCenter: alt })
}

function finishDrag(id: ShapeId, drag: Drag, keys: HeldModifiers, scene: Scene): Step<ShapeState> {
  const rect = rectOf({ ...drag, pressKeys: stillPressed(drag.pressKeys, keys) }, keys)
  if (isClick(drag.from, drag.to, scene) || isEmptyRect(rect)) return { state: idle, effects: [hidePreview] }
  return { state: idle, effects: [hidePreview, combine(id, rect, drag.mode, scene)] }
}

function confirm(id: ShapeId, state: ShapeState, scene: Scene): Step<ShapeState> {
  if (state.shape?.by === 'pointer' || state.shape?.held) return stay(state)
  if (state.shape?.by === 'keys') {
    return { state: idle, effects: [hidePreview, combine(id, state.shape.rect, scene.options.combine, scene)] }
  }
  const refused = refuseCoverage(scene)
  return refused === null ? withHint(showOpen(id, centeredRect(scene.size)), keyHints) : { state, effects: [refused] }
}

/** Shift keeps its ratio, Alt its center. */
function rectOfHeld({ hold, from, start }: Held, at: Point, keys: HeldModifiers, scene: Scene): Rect {
  if (isClick(from, at, scene)) return start
  const by = { x: at.x - from.x, y: at.y - from.y }
  if (hold === 'inside') return { ...start, x: Math.round(start.x + by.x), y: Math.round(start.y + by.y) }
  const grip = gripPoint(start, hold)
  const ratio = keys.shift ? start.widthPx / start.heightPx : null
  return dragRect(start, hold, { x: grip.x + by.x, y: grip.y + by.y }, { ratio, isFromCenter: keys.alt })
}

function showOpen(id: ShapeId, rect: Rect, held: Held | null = null): Step<ShapeState> {
  const shape: PreviewShape = { ...outlineOf(id, rect), hasHandles: true }
  return { state: { shape: { by: 'keys', rect, held } }, effects: [{ type: 'preview', shape }] }
}

function withHint({ state, effects }: Step<ShapeState>, text: string): Step<ShapeState> {
  return { state, effects: [...effects, { type: 'hint', text }] }
}

function show(id: ShapeId, rect: Rect): Effect {
  return { type: 'preview', shape: outlineOf(id, rect) }
}

function outlineOf(id: ShapeId, rect: Rect): Extract<PreviewShape, { type: 'rect' | 'ellipse' }> {
  return id === 'rectangle' ? { type: 'rect', rect } : { type: 'ellipse', rect }
}

function combine(id: ShapeId, rect: Rect, mode: CombineMode, { options }: Scene): Effect {
  const make = id === 'rectangle' ? rectSource : ellipseSource
  const label = id === 'rectangle' ? messages.rectangle : messages.ellipse
  return { type: 'combine', label, source: make(rect, options.isAntialiased), mode, outline: outlineOf(id, rect) }
}
