import * as messages from '../../../shared/messages/en/editor.ts'
import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { dragRect, gripPoint, keepInside } from './drag-rect.ts'
import { drawRect, type RectRule } from './draw-rect.ts'
import { fitRatio } from './fit-ratio.ts'
import { boxOfRect, gripDirections, hitHandle, type Grip } from './handles.ts'
import { nudgeRect } from './nudge-rect.ts'
import { snapPoint } from './snap.ts'
import { stay, type Step } from './step.ts'
import { isClick, middleRect, sayRect } from './travel.ts'
import type { Effect, HeldModifiers, Scene, Tool, ToolEvent } from './tool.ts'

interface Drag {
  readonly hold: Grip | 'inside' | 'new'
  /** What there was at the press. */
  readonly start: Rect | null
  readonly from: Point
}

export interface CropState {
  /** What is to be left of the picture, whole pixels inside it; null = nothing chosen yet. */
  readonly rect: Rect | null
  readonly drag: Drag | null
}

interface Anchors {
  readonly x: Anchor
  readonly y: Anchor
}

const idle: CropState = { rect: null, drag: null }
const hidePreview: Effect = { do: 'preview', shape: null }
const words = messages.cropKeys

/** Chooses what is to be left of the picture, which takes Enter or a double click to happen. */
export const cropTool: Tool<CropState> = {
  id: 'crop',
  idle,
  isBusy: (state) => state.rect !== null || state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return stay(press(state, event.sample.at, scene))
      case 'move': {
        const at = event.samples.at(-1)?.at
        return at === undefined ? stay(state) : drag(state, at, event.keys, scene)
      }
      case 'up':
        return stay({ ...drag(state, event.sample.at, event.keys, scene).state, drag: null })
      case 'unpress':
        return state.drag === null ? stay(state) : show(state.drag.start)
      case 'double':
        return isOverCrop(state, event.sample.at, scene) ? crop(state, scene) : stay(state)
      case 'confirm':
        if (state.drag !== null) return stay(state)
        return state.rect === null ? begin(scene) : crop(state, scene)
      case 'nudge': {
        if (state.rect === null || state.drag !== null) return stay(state)
        const rect = nudged(state.rect, event, scene)
        return withHint(show(rect), sayRect(rect))
      }
      case 'back':
      case 'cancel':
        return state.rect === null && state.drag === null ? stay(state) : { state: idle, effects: [hidePreview] }
    }
  },
}

function press({ rect }: CropState, at: Point, scene: Scene): CropState {
  const hit = rect === null ? null : hitHandle(boxOfRect(rect), at, scene)
  return { rect, drag: { hold: hit === null || hit === 'turn' ? 'new' : hit, start: rect, from: at } }
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
    const corner = onPicture(from, scene)
    const drawn = drawRect(corner, onPicture(at, scene), rule)
    return clip(drawn, { x: anchorOf(drawn.x, corner.x, rule), y: anchorOf(drawn.y, corner.y, rule) }, rule, size)
  }
  if (hold === 'inside') {
    return keepInside({ ...start, x: Math.round(start.x + by.x), y: Math.round(start.y + by.y) }, size)
  }
  const grip = gripPoint(start, hold)
  const rule = ruleOf(keys, start.widthPx / start.heightPx, scene)
  const dragged = dragRect(start, hold, onPicture({ x: grip.x + by.x, y: grip.y + by.y }, scene), rule)
  return clip(dragged, anchorsOf(start, hold, dragged, rule), rule, size)
}

/** A dragged side leaves the other one where it is; along itself it may slide. */
function anchorsOf(start: Rect, grip: Grip, { x, y }: Rect, rule: RectRule): Anchors {
  const way = gripDirections[grip]
  const stays = { x: way.x > 0 ? start.x : start.x + start.widthPx, y: way.y > 0 ? start.y : start.y + start.heightPx }
  return {
    x: way.x === 0 ? 'slides' : anchorOf(x, stays.x, rule),
    y: way.y === 0 ? 'slides' : anchorOf(y, stays.y, rule),
  }
}

/** @param start of what was drawn from, or about, the place that stays */
function anchorOf(start: number, stays: number, { isFromCenter }: RectRule): Anchor {
  if (isFromCenter) return 'middle'
  return start < Math.round(stays) ? 'end' : 'start'
}

/** With a shape to keep, the side that the arrow does not move follows. */
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

/** A free crop is cut off at the border; one of a given shape becomes smaller there. */
function clip(rect: Rect, anchors: Anchors, { ratio }: RectRule, size: Size): Rect {
  if (ratio === null || isEmptyRect(rect)) return intersectRects(rect, { x: 0, y: 0, ...size })
  return fitInside(rect, anchors, size)
}

function onPicture(at: Point, scene: Scene): Point {
  return clampPoint(snapPoint(at, scene), scene.size)
}

function clampPoint({ x, y }: Point, { widthPx, heightPx }: Size): Point {
  return { x: Math.min(widthPx, Math.max(0, x)), y: Math.min(heightPx, Math.max(0, y)) }
}

function isOverCrop({ rect }: CropState, at: Point, scene: Scene): boolean {
  return rect !== null && hitHandle(boxOfRect(rect), at, scene) === 'inside'
}

function begin(scene: Scene): Step<CropState> {
  const rect = fitRatio(middleRect(scene.size), scene.options.ratio)
  return withHint(show(rect), `${sayRect(rect)}. ${words}`)
}

function crop({ rect }: CropState, { size }: Scene): Step<CropState> {
  if (rect === null) return stay(idle)
  if (rect.widthPx === size.widthPx && rect.heightPx === size.heightPx) {
    const effects: readonly Effect[] = [hidePreview, { do: 'hint', text: messages.nothingToCrop }]
    return { state: idle, effects }
  }
  return { state: idle, effects: [hidePreview, { do: 'crop', rect }] }
}

function show(rect: Rect | null): Step<CropState> {
  return {
    state: { rect, drag: null },
    effects: [{ do: 'preview', shape: rect === null ? null : { is: 'crop', rect } }],
  }
}

function withHint({ state, effects }: Step<CropState>, text: string): Step<CropState> {
  return { state, effects: [...effects, { do: 'hint', text }] }
}

/** What of a length stays where it is when it is made shorter; `slides`: it may be moved as well. */
type Anchor = 'start' | 'end' | 'middle' | 'slides'

/** The rectangle made smaller in its own shape, until it lies inside the picture; what slides is moved first. */
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

function startOf(anchor: Anchor, from: number, before: number, after: number, available: number): number {
  const shares: Readonly<Record<Anchor, number>> = { start: 0, end: 1, middle: 0.5, slides: 0.5 }
  const start = Math.round(from + (before - after) * shares[anchor])
  return Math.min(available - after, Math.max(0, start))
}
