import * as messages from '../../../shared/messages/en/editor.ts'
import { isEmptyRect, type Point, type Rect } from '../../../shared/util/geometry.ts'
import {
  dragRect,
  gripPoint,
  drawRect,
  type RectRule,
  fitRatio,
  nudgeRect,
  snapPoint,
  snapRect,
} from './rect-geometry.ts'
import { rectHold } from './handles.ts'
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
import { isClick, formatRect } from './travel.ts'

interface Drag {
  readonly by: 'pointer'
  readonly hold: Grip | 'inside' | 'new'
  readonly start: Rect
  readonly from: Point
  readonly hasMoved: boolean
}

export interface FrameState {
  readonly work: Drag | { readonly by: 'keys'; readonly rect: Rect } | null
}

/** Maximum length of a document's side. */
const largestSidePx = 16_384
const idle: FrameState = { work: null }
const keyHints = messages.frameKeys

/**
 * The new extent of the image: sides and corners can be dragged beyond the image or into it, dragging elsewhere draws a
 * new frame; Backspace removes the frame.
 */
export function createFrameTool(id: 'frame' | 'frame-held'): Tool<FrameState> {
  return {
    id,
    idle,
    isBusy: (state) => state.work !== null,
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return press(state, event, scene)
        case 'move': {
          const at = event.samples.at(-1)?.at
          return state.work?.by !== 'pointer' || at === undefined
            ? stay(state)
            : drag(state.work, at, event.keys, scene)
        }
        case 'up':
          return state.work?.by !== 'pointer' ? stay(state) : lift(state.work, event, scene)
        case 'unpress':
        case 'cancel':
          return abandon(state)
        case 'confirm':
          return confirm(state, scene)
        case 'nudge': {
          if (state.work?.by !== 'keys') return stay(state)
          const rect = cap(nudgeRect(state.work.rect, event, scene))
          return { state: { work: { by: 'keys', rect } }, effects: [show(rect, scene), hint(formatRect(rect))] }
        }
        case 'back':
          if (state.work !== null) return abandon(state)
          if (scene.frame === null) return stay(state)
          return { state, effects: [{ type: 'frame', rect: null }, { type: 'commit' }] }
        case 'double':
          return stay(state)
      }
    },
  }
}

function press(
  state: FrameState,
  { handle, sample }: Extract<ToolEvent, { on: 'down' }>,
  scene: Scene,
): Step<FrameState> {
  const work: Drag = { by: 'pointer', hold: rectHold(handle), start: extent(scene), from: sample.at, hasMoved: false }
  // The frame was moved by keys: the change is kept.
  return { state: { work }, effects: state.work?.by === 'keys' ? [{ type: 'commit' }] : [] }
}

function drag(work: Drag, at: Point, keys: HeldModifiers, scene: Scene): Step<FrameState> {
  if (!work.hasMoved && isClick(work.from, at, scene)) return stay({ work })
  const rect = rectOf(work, at, keys, scene)
  if (isEmptyRect(rect)) return stay({ work })
  return { state: { work: { ...work, hasMoved: true } }, effects: [show(rect, scene)] }
}

function lift(work: Drag, { sample, keys }: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<FrameState> {
  const last = drag(work, sample.at, keys, scene)
  const hasMoved = last.effects.length > 0 || work.hasMoved
  return { state: idle, effects: hasMoved ? [...last.effects, { type: 'commit' }] : [] }
}

function rectOf({ hold, start, from }: Drag, at: Point, keys: HeldModifiers, scene: Scene): Rect {
  const by = { x: at.x - from.x, y: at.y - from.y }
  if (hold === 'inside') {
    return snapRect({ ...start, x: Math.round(start.x + by.x), y: Math.round(start.y + by.y) }, scene)
  }
  if (hold === 'new') return cap(drawRect(snapPoint(from, scene), snapPoint(at, scene), ruleOf(keys, 1, scene)))
  const grip = gripPoint(start, hold)
  const to = snapPoint({ x: grip.x + by.x, y: grip.y + by.y }, scene)
  return cap(dragRect(start, hold, to, ruleOf(keys, start.widthPx / start.heightPx, scene)))
}

/** Shift keeps the current ratio if none is set; Alt works from the center. */
function ruleOf(keys: HeldModifiers, ownRatio: number, { options }: Scene): RectRule {
  return { ratio: options.ratio ?? (keys.shift ? ownRatio : null), isFromCenter: keys.alt }
}

function confirm(state: FrameState, scene: Scene): Step<FrameState> {
  if (state.work?.by === 'pointer') return stay(state)
  if (state.work !== null) return { state: idle, effects: [{ type: 'commit' }] }
  const rect = scene.frame ?? fitRatio(extent(scene), scene.options.ratio)
  return {
    state: { work: { by: 'keys', rect } },
    effects: [show(rect, scene), hint(`${formatRect(rect)}. ${keyHints}`)],
  }
}

function abandon({ work }: FrameState): Step<FrameState> {
  const hasShown = work !== null && (work.by === 'keys' || work.hasMoved)
  return { state: idle, effects: hasShown ? [{ type: 'abandon' }] : [] }
}

function extent({ frame, size }: Scene): Rect {
  return frame ?? { x: 0, y: 0, ...size }
}

/** A frame equal to the image counts as none. */
function show(rect: Rect, { size }: Scene): Effect {
  const isImage = rect.x === 0 && rect.y === 0 && rect.widthPx === size.widthPx && rect.heightPx === size.heightPx
  return { type: 'frame', rect: isImage ? null : rect }
}

function cap(rect: Rect): Rect {
  return {
    ...rect,
    widthPx: Math.min(largestSidePx, rect.widthPx),
    heightPx: Math.min(largestSidePx, rect.heightPx),
  }
}

function hint(text: string): Effect {
  return { type: 'hint', text }
}
