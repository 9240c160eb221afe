import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import type { PaintMode, StrokePoint } from '../document/raster.ts'
import {
  stay,
  type Step,
  type Brush,
  type Effect,
  type HeldModifiers,
  type PointerSample,
  type Scene,
  type Tool,
  type ToolEvent,
} from './tool.ts'
import { refuseColor, refuseCoverage } from './targets.ts'

type Ink = Extract<Effect, { type: 'begin' }>['ink']
type Press = Extract<ToolEvent, { on: 'down' }>

interface Kind {
  readonly mode: PaintMode
  readonly ink: Ink
  readonly label: string
}

/** Tools used like a brush: the same size, hardness, pressure and straight lines. */
const kinds = {
  brush: { mode: 'paint', ink: 'coverage', label: messages.paint },
  eraser: { mode: 'erase', ink: 'coverage', label: messages.erase },
  'colour-brush': { mode: 'paint', ink: 'color', label: messages.paint },
  'colour-eraser': { mode: 'erase', ink: 'color', label: messages.erase },
  clone: { mode: 'paint', ink: 'clone', label: messages.clone },
  heal: { mode: 'paint', ink: 'heal', label: messages.heal },
} as const satisfies Record<string, Kind>
export type BrushToolId = keyof typeof kinds

export interface BrushState {
  readonly isPainting: boolean
  /** End of the last stroke: Shift+click draws a line from here. */
  readonly lineFrom: StrokePoint | null
  /** The last point emitted. */
  readonly last: StrokePoint | null
  readonly axis: AxisLock | null
  /** Shift was down at the press and drew a line: it does not lock the axis until pressed again. */
  readonly ignoresShift: boolean
}

interface AxisLock {
  readonly origin: Point
  readonly along: 'x' | 'y' | null
}

const idle: BrushState = { isPainting: false, lineFrom: null, last: null, axis: null, ignoresShift: false }

/** Distance in device pixels after which an axis-locked stroke chooses horizontal or vertical. */
const axisDecisionPx = 4

export function createBrushTool(id: BrushToolId): Tool<BrushState> {
  const kind: Kind = kinds[id]
  return {
    id,
    idle,
    isBusy: (state) => state.isPainting,
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return press(state, event, scene, kind)
        case 'move':
          return state.isPainting ? drag(state, event.samples, event.keys, scene) : stay(state)
        case 'up':
          return state.isPainting ? lift(state, event, scene) : stay(state)
        case 'unpress':
        case 'cancel':
          return state.isPainting ? { state: settle(state), effects: [{ type: 'abandon' }] } : stay(state)
        case 'double':
        case 'confirm':
        case 'back':
        case 'nudge':
          return stay(state)
      }
    },
  }
}

function press(state: BrushState, event: Press, scene: Scene, kind: Kind): Step<BrushState> {
  const instead = pressInstead(event, scene, kind)
  if (instead !== null) return { state, effects: [instead] }
  const isErasing = kind.mode === 'erase' || event.isEraserEnd || (kind.ink === 'coverage' && event.keys.alt)
  const point = toPoint(event.sample, scene.brush)
  const isLine = event.keys.shift && state.lineFrom !== null
  const points = isLine && state.lineFrom !== null ? [{ ...state.lineFrom, ...pick(point) }, point] : [point]
  return {
    state: { ...state, isPainting: true, last: point, axis: null, ignoresShift: isLine },
    effects: [
      {
        type: 'begin',
        label: isErasing ? messages.erase : kind.label,
        style: { mode: isErasing ? 'erase' : 'paint', hardness: scene.brush.hardness },
        // Erasing needs no source to copy from.
        ink: isErasing && kind.ink !== 'coverage' ? 'color' : kind.ink,
      },
      { type: 'stroke', points },
    ],
  }
}

/** The effect of a press that does not begin a stroke. */
function pressInstead({ keys, sample, isEraserEnd }: Press, scene: Scene, { ink, mode }: Kind): Effect | null {
  const copies = ink === 'clone' || ink === 'heal'
  if (keys.alt && copies) return { type: 'clone-from', at: sample.at }
  if (keys.alt && ink === 'color' && mode === 'paint') return { type: 'pick-color', at: sample.at }
  const refused = ink === 'coverage' ? refuseCoverage(scene) : refuseColor(scene)
  if (refused !== null) return refused
  if (!copies || scene.cloneFrom !== null || isEraserEnd) return null
  return { type: 'hint', text: messages.setSourceFirst }
}

/** A line has the width and strength of its end: the current brush settings. */
function pick(point: StrokePoint): Pick<StrokePoint, 'radiusPx' | 'strength'> {
  return { radiusPx: point.radiusPx, strength: point.strength }
}

function drag(
  state: BrushState,
  samples: readonly PointerSample[],
  keys: HeldModifiers,
  scene: Scene,
): Step<BrushState> {
  let axis = nextAxis(state, samples[0], keys)
  let last = state.last
  const points: StrokePoint[] = []
  for (const sample of samples) {
    axis = axis && decide(axis, sample.at, scene.zoom)
    if (axis !== null && axis.along === null) continue
    const point = toPoint({ ...sample, at: constrain(sample.at, axis) }, scene.brush)
    if (last !== null && isTooClose(last, point)) continue
    points.push(point)
    last = point
  }
  const next = { ...state, last, axis, ignoresShift: state.ignoresShift && keys.shift }
  return { state: next, effects: points.length > 0 ? [{ type: 'stroke', points }] : [] }
}

function lift(state: BrushState, event: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<BrushState> {
  const last = state.last
  // A lifted pen reports no pressure, so the stroke ends with its last width.
  const end = {
    ...toPoint(event.sample, scene.brush),
    ...(last && pick(last)),
    ...constrain(event.sample.at, state.axis),
  }
  const isUndecided = state.axis !== null && state.axis.along === null
  const isMoved = last === null || last.x !== end.x || last.y !== end.y
  const points = isMoved && !isUndecided ? [end] : []
  return {
    state: { ...settle(state), lineFrom: points[0] ?? last },
    effects: [...(points.length > 0 ? [{ type: 'stroke', points } as const] : []), { type: 'commit' }],
  }
}

function settle(state: BrushState): BrushState {
  return { ...idle, lineFrom: state.lineFrom }
}

function toPoint(sample: PointerSample, brush: Brush): StrokePoint {
  const sizes = brush.pressure === 'size' || brush.pressure === 'both'
  const fades = brush.pressure === 'strength' || brush.pressure === 'both'
  return {
    x: sample.at.x,
    y: sample.at.y,
    radiusPx: Math.max(0.5, (brush.sizePx / 2) * (sizes ? sample.pressure : 1)),
    strength: brush.strength * (fades ? sample.pressure : 1),
  }
}

/** Points closer than 1 % of the brush's width are indistinguishable; skipping them keeps large brushes fast. */
function isTooClose(last: StrokePoint, point: StrokePoint): boolean {
  const minDistance = Math.max(0.25, 0.02 * point.radiusPx)
  return (
    Math.hypot(point.x - last.x, point.y - last.y) < minDistance &&
    Math.abs(point.radiusPx - last.radiusPx) < minDistance &&
    Math.abs(point.strength - last.strength) < 0.02
  )
}

function nextAxis(state: BrushState, first: PointerSample | undefined, keys: HeldModifiers): AxisLock | null {
  if (!keys.shift || state.ignoresShift) return null
  if (state.axis !== null) return state.axis
  const origin = state.last ?? first?.at
  return origin === undefined ? null : { origin: { x: origin.x, y: origin.y }, along: null }
}

function decide(axis: AxisLock, at: Point, zoom: number): AxisLock {
  if (axis.along !== null) return axis
  const across = Math.abs(at.x - axis.origin.x)
  const upright = Math.abs(at.y - axis.origin.y)
  if (Math.max(across, upright) * zoom < axisDecisionPx) return axis
  return { origin: axis.origin, along: across >= upright ? 'x' : 'y' }
}

function constrain(at: Point, axis: AxisLock | null): Point {
  if (axis === null || axis.along === null) return { x: at.x, y: at.y }
  return axis.along === 'x' ? { x: at.x, y: axis.origin.y } : { x: axis.origin.x, y: at.y }
}
