import type { Point } from '../../../../shared/util/geometry.ts'
import type { PaintMode, StrokePoint } from '../document/mask-raster.ts'
import type { Brush, Effect, HeldKeys, PointerSample, Scene, Tool, ToolEvent } from './tool.ts'

export interface BrushState {
  readonly isPainting: boolean
  /** Where the last stroke ended: Shift+click draws a line from here. */
  readonly lineFrom: StrokePoint | null
  /** The last point handed on. */
  readonly last: StrokePoint | null
  readonly axis: AxisLock | null
  /** Shift was down at the press and drew a line: it does not lock the axis until it is pressed anew. */
  readonly ignoresShift: boolean
}

interface AxisLock {
  readonly origin: Point
  readonly along: 'x' | 'y' | null
}

type Step = { readonly state: BrushState; readonly effects: readonly Effect[] }

const idle: BrushState = { isPainting: false, lineFrom: null, last: null, axis: null, ignoresShift: false }

/** Hand travel, in device pixels, after which a locked stroke decides for across or up and down. */
const axisDecisionPx = 4

export function createBrushTool(mode: PaintMode): Tool<BrushState> {
  return {
    id: mode === 'paint' ? 'brush' : 'eraser',
    idle,
    isBusy: (state) => state.isPainting,
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return press(state, event, scene, mode)
        case 'move':
          return state.isPainting ? drag(state, event.samples, event.keys, scene) : stay(state)
        case 'up':
          return state.isPainting ? lift(state, event, scene) : stay(state)
        case 'cancel':
          return state.isPainting ? { state: settle(state), effects: [{ do: 'abandon' }] } : stay(state)
      }
    },
  }
}

function press(state: BrushState, event: Extract<ToolEvent, { on: 'down' }>, scene: Scene, mode: PaintMode): Step {
  const isErasing = mode === 'erase' || event.keys.alt || event.isEraserEnd
  const point = toPoint(event.sample, scene.brush)
  const isLine = event.keys.shift && state.lineFrom !== null
  const points = isLine && state.lineFrom !== null ? [{ ...state.lineFrom, ...pick(point) }, point] : [point]
  return {
    state: {
      ...state,
      isPainting: true,
      last: point,
      axis: null,
      ignoresShift: isLine,
    },
    effects: [
      {
        do: 'begin',
        label: isErasing ? 'Erase' : 'Paint',
        style: { mode: isErasing ? 'erase' : 'paint', hardness: scene.brush.hardness },
      },
      { do: 'stroke', points },
    ],
  }
}

/** A line has the width and strength of its end: what the brush is set to now. */
function pick(point: StrokePoint): Pick<StrokePoint, 'radiusPx' | 'strength'> {
  return { radiusPx: point.radiusPx, strength: point.strength }
}

function drag(state: BrushState, samples: readonly PointerSample[], keys: HeldKeys, scene: Scene): Step {
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
  return { state: next, effects: points.length > 0 ? [{ do: 'stroke', points }] : [] }
}

function lift(state: BrushState, event: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step {
  const last = state.last
  // A lifted pen reports no pressure: the stroke ends as wide as it was.
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
    effects: [...(points.length > 0 ? [{ do: 'stroke', points } as const] : []), { do: 'commit' }],
  }
}

function settle(state: BrushState): BrushState {
  return { ...idle, lineFrom: state.lineFrom }
}

function stay(state: BrushState): Step {
  return { state, effects: [] }
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

/** Points nearer than 1 % of the brush cannot be told apart; leaving them out keeps large brushes fast. */
function isTooClose(last: StrokePoint, point: StrokePoint): boolean {
  const least = Math.max(0.25, 0.02 * point.radiusPx)
  return (
    Math.hypot(point.x - last.x, point.y - last.y) < least &&
    Math.abs(point.radiusPx - last.radiusPx) < least &&
    Math.abs(point.strength - last.strength) < 0.02
  )
}

function nextAxis(state: BrushState, first: PointerSample | undefined, keys: HeldKeys): AxisLock | null {
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
