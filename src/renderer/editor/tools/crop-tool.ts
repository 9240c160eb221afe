import * as messages from '../../../shared/messages/en/editor.ts'
import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import {
  dragRect,
  gripPoint,
  keepInside,
  drawRect,
  type RectRule,
  fitRatio,
  nudgeRect,
  snapPoint,
} from './rect-geometry.ts'
import { gripDirections, rectHold } from './handles.ts'
import {
  stay,
  type Step,
  type Effect,
  type Grip,
  type HeldModifiers,
  type Scene,
  type Tool,
  type ToolEvent,
} from './tool.ts'
import { isClick, centeredRect, formatRect } from './travel.ts'

interface Drag {
  readonly hold: Grip | 'inside' | 'new'
  /** The rectangle at the press. */
  readonly start: Rect | null
  readonly from: Point
}

export interface CropState {
  /** The area to keep, whole pixels inside the image; null = nothing selected yet. */
  readonly rect: Rect | null
  readonly drag: Drag | null
}

interface Anchors {
  readonly x: Anchor
  readonly y: Anchor
}

const idle: CropState = { rect: null, drag: null }
const hidePreview: Effect = { type: 'preview', shape: null }
const keyHints = messages.cropKeys

/** Selects the area of the image to keep; Enter or a double-click applies it. */
export const cropTool: Tool<CropState> = {
  id: 'crop',
  idle,
  isBusy: (state) => state.rect !== null || state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return stay(press(state, event))
      case 'move': {
        const at = event.samples.at(-1)?.at
        return at === undefined ? stay(state) : drag(state, at, event.keys, scene)
      }
      case 'up':
        return stay({ ...drag(state, event.sample.at, event.keys, scene).state, drag: null })
      case 'unpress':
        return state.drag === null ? stay(state) : show(state.drag.start)
      case 'double':
        return event.handle === 'inside' ? crop(state, scene) : stay(state)
      case 'confirm':
        if (state.drag !== null) return stay(state)
        return state.rect === null ? begin(scene) : crop(state, scene)
      case 'nudge': {
        if (state.rect === null || state.drag !== null) return stay(state)
        const rect = nudged(state.rect, event, scene)
        return withHint(show(rect), formatRect(rect))
      }
      case 'back':
      case 'cancel':
        return state.rect === null && state.drag === null ? stay(state) : { state: idle, effects: [hidePreview] }
    }
  },
}

function press({ rect }: CropState, { handle, sample }: Extract<ToolEvent, { on: 'down' }>): CropState {
  return { rect, drag: { hold: rectHold(handle), start: rect, from: sample.at } }
}

function drag(state: CropState, at: Point, keys: HeldModifiers, scene: Scene): Step<CropState> {
  if (state.drag === null || isClick(state.drag.from, at, scene)) return stay(state)
  const rect = rectOf(state.drag, at, keys, scene)
  if (isEmptyRect(rect)) return stay(state)
  return { state: { ...state, rect }, effects: show(rect).effects }
}

function rectOf({ hold, start, from }: Drag, at: Point, keys: HeldModifiers, scene: Scene): Rect {
  const { size } = scene
  const by = { x: at.x - from.x, y: at.y - from.y }
  if (hold === 'new' || start === null) {
    const rule = ruleOf(keys, 1, scene)
    const corner = onImage(from, scene)
    const drawn = drawRect(corner, onImage(at, scene), rule)
    return clip(drawn, { x: anchorOf(drawn.x, corner.x, rule), y: anchorOf(drawn.y, corner.y, rule) }, rule, size)
  }
  if (hold === 'inside') {
    return keepInside({ ...start, x: Math.round(start.x + by.x), y: Math.round(start.y + by.y) }, size)
  }
  const grip = gripPoint(start, hold)
  const rule = ruleOf(keys, start.widthPx / start.heightPx, scene)
  const dragged = dragRect(start, hold, onImage({ x: grip.x + by.x, y: grip.y + by.y }, scene), rule)
  return clip(dragged, anchorsOf(start, hold, dragged, rule), rule, size)
}

/** A dragged side leaves the opposite one in place; along its own direction it may slide. */
function anchorsOf(start: Rect, grip: Grip, { x, y }: Rect, rule: RectRule): Anchors {
  const direction = gripDirections[grip]
  const stays = {
    x: direction.x > 0 ? start.x : start.x + start.widthPx,
    y: direction.y > 0 ? start.y : start.y + start.heightPx,
  }
  return {
    x: direction.x === 0 ? 'slides' : anchorOf(x, stays.x, rule),
    y: direction.y === 0 ? 'slides' : anchorOf(y, stays.y, rule),
  }
}

/** @param start of the rectangle drawn from, or about, the fixed point `stays` */
function anchorOf(start: number, stays: number, { isFromCenter }: RectRule): Anchor {
  if (isFromCenter) return 'middle'
  return start < Math.round(stays) ? 'end' : 'start'
}

/** With a fixed aspect ratio, the side that the arrow does not move follows. */
function nudged(rect: Rect, event: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Rect {
  const { ratio } = scene.options
  const next = nudgeRect(rect, event, scene)
  if (ratio === null || !event.keys.shift) return keepInside(next, scene.size)
  const isAcross = event.byX !== 0
  const widthPx = isAcross ? next.widthPx : Math.max(1, Math.round(next.heightPx * ratio))
  const heightPx = isAcross ? Math.max(1, Math.round(next.widthPx / ratio)) : next.heightPx
  return fitInside({ ...next, widthPx, heightPx }, { x: 'start', y: 'start' }, scene.size)
}

function ruleOf(keys: HeldModifiers, ownRatio: number, { options }: Scene): RectRule {
  return { ratio: options.ratio ?? (keys.shift ? ownRatio : null), isFromCenter: keys.alt }
}

/** A free crop is clipped at the border; one with a fixed aspect ratio shrinks. */
function clip(rect: Rect, anchors: Anchors, { ratio }: RectRule, size: Size): Rect {
  if (ratio === null || isEmptyRect(rect)) return intersectRects(rect, { x: 0, y: 0, ...size })
  return fitInside(rect, anchors, size)
}

function onImage(at: Point, scene: Scene): Point {
  return clampPoint(snapPoint(at, scene), scene.size)
}

function clampPoint({ x, y }: Point, { widthPx, heightPx }: Size): Point {
  return { x: Math.min(widthPx, Math.max(0, x)), y: Math.min(heightPx, Math.max(0, y)) }
}

function begin(scene: Scene): Step<CropState> {
  const rect = fitRatio(centeredRect(scene.size), scene.options.ratio)
  return withHint(show(rect), `${formatRect(rect)}. ${keyHints}`)
}

function crop({ rect }: CropState, { size }: Scene): Step<CropState> {
  if (rect === null) return stay(idle)
  if (rect.widthPx === size.widthPx && rect.heightPx === size.heightPx) {
    const effects: readonly Effect[] = [hidePreview, { type: 'hint', text: messages.nothingToCrop }]
    return { state: idle, effects }
  }
  return { state: idle, effects: [hidePreview, { type: 'crop', rect }] }
}

function show(rect: Rect | null): Step<CropState> {
  return {
    state: { rect, drag: null },
    effects: [{ type: 'preview', shape: rect === null ? null : { type: 'crop', rect } }],
  }
}

function withHint({ state, effects }: Step<CropState>, text: string): Step<CropState> {
  return { state, effects: [...effects, { type: 'hint', text }] }
}

/** Which part of a length stays in place when it shrinks; `slides`: it may also move. */
type Anchor = 'start' | 'end' | 'middle' | 'slides'

/** Shrinks the rectangle in proportion until it is inside the image; slides it first if allowed. */
function fitInside(rect: Rect, anchors: { readonly x: Anchor; readonly y: Anchor }, size: Size): Rect {
  const mostWidth = room(anchors.x, rect.x, rect.widthPx, size.widthPx)
  const mostHeight = room(anchors.y, rect.y, rect.heightPx, size.heightPx)
  const factor = Math.min(1, mostWidth / rect.widthPx, mostHeight / rect.heightPx)
  const widthPx = Math.max(1, Math.round(rect.widthPx * factor))
  const heightPx = Math.max(1, Math.round(rect.heightPx * factor))
  return {
    x: startOf(anchors.x, rect.x, rect.widthPx, widthPx, size.widthPx),
    y: startOf(anchors.y, rect.y, rect.heightPx, heightPx, size.heightPx),
    widthPx,
    heightPx,
  }
}

function room(anchor: Anchor, from: number, length: number, available: number): number {
  switch (anchor) {
    case 'start':
      return available - from
    case 'end':
      return from + length
    case 'middle': {
      const middle = from + length / 2
      return 2 * Math.min(middle, available - middle)
    }
    case 'slides':
      return available
  }
}

function startOf(anchor: Anchor, from: number, length: number, shrunk: number, available: number): number {
  const shares: Readonly<Record<Anchor, number>> = { start: 0, end: 1, middle: 0.5, slides: 0.5 }
  const start = Math.round(from + (length - shrunk) * shares[anchor])
  return Math.min(available - shrunk, Math.max(0, start))
}
