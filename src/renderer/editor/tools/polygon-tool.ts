import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { polygonSource } from '../raster/shapes/polygon-source.ts'
import { modeAtPress } from './press-keys.ts'
import { stay, type Step, type Effect, type HeldModifiers, type Scene, type Tool, type ToolEvent } from './tool.ts'
import { refuseCoverage } from './targets.ts'
import { formatPoint, screenToImage, snapTo45 } from './travel.ts'

export interface PolygonState {
  readonly corners: readonly Point[]
  readonly mode: CombineMode
  /** End of the next edge. */
  readonly next: Point | null
  /** The current press set a corner. */
  readonly hasSetCorner: boolean
}

/** A press this close to the first corner closes the contour, CSS pixels. */
const closeReachCssPx = 8
/** A press this close to the last corner is the same corner: the second press of a double-click. */
const sameReachCssPx = 4

const idle: PolygonState = { corners: [], mode: 'replace', next: null, hasSetCorner: false }
const hidePreview: Effect = { type: 'preview', shape: null }

/** A contour of straight edges, corner by corner; it stays open while other tools are used temporarily. */
export const polygonTool: Tool<PolygonState> = {
  id: 'polygon',
  idle,
  isBusy: (state) => state.corners.length > 0,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return press(state, event, scene)
      case 'move': {
        const at = event.samples.at(-1)?.at
        if (state.corners.length === 0 || at === undefined) return stay(state)
        return show({ ...state, next: aim(state, at, event.keys, scene) })
      }
      case 'up':
        return stay({ ...state, hasSetCorner: false })
      case 'double':
        return state.corners.length < 3 ? stay(state) : close(state, scene)
      case 'confirm':
        return state.corners.length === 0 ? stay(state) : close(state, scene)
      case 'back':
        return takeBack(state)
      case 'unpress':
        return state.hasSetCorner ? takeBack(state) : stay(state)
      case 'cancel':
        return state.corners.length === 0 ? stay(state) : { state: idle, effects: [hidePreview] }
      case 'nudge':
        return stay(state)
    }
  },
}

function press(state: PolygonState, event: Extract<ToolEvent, { on: 'down' }>, scene: Scene): Step<PolygonState> {
  const { sample, keys } = event
  const last = state.corners.at(-1)
  if (last === undefined) {
    const refused = refuseCoverage(scene)
    if (refused !== null) return { state, effects: [refused] }
    return show({ corners: [sample.at], mode: modeAtPress(keys, scene), next: sample.at, hasSetCorner: true })
  }
  if (closes(state, sample.at, scene)) return close(state, scene)
  if (isNear(last, sample.at, sameReachCssPx, scene)) return stay({ ...state, hasSetCorner: false })
  const corner = aim(state, sample.at, keys, scene)
  const hint: Effect = {
    type: 'hint',
    text: messages.cornerAt({ number: state.corners.length + 1, point: formatPoint(corner) }),
  }
  const shown = show({ ...state, corners: [...state.corners, corner], next: corner, hasSetCorner: true })
  return { state: shown.state, effects: [...shown.effects, hint] }
}

/** With Shift, in steps of 45° from the last corner; snaps to the first corner where a press would close. */
function aim(state: PolygonState, at: Point, keys: HeldModifiers, scene: Scene): Point {
  const [first] = state.corners
  const last = state.corners.at(-1)
  if (first !== undefined && closes(state, at, scene)) return first
  return keys.shift && last !== undefined ? snapTo45(last, at) : at
}

function closes({ corners }: PolygonState, at: Point, scene: Scene): boolean {
  const [first] = corners
  return first !== undefined && corners.length >= 3 && isNear(first, at, closeReachCssPx, scene)
}

function isNear(a: Point, b: Point, reachCssPx: number, scene: Scene): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= screenToImage(reachCssPx, scene)
}

function show(state: PolygonState): Step<PolygonState> {
  const points = state.next === null ? state.corners : [...state.corners, state.next]
  return { state, effects: [{ type: 'preview', shape: { type: 'path', points, isClosed: false } }] }
}

function takeBack(state: PolygonState): Step<PolygonState> {
  if (state.corners.length === 0) return stay(state)
  const corners = state.corners.slice(0, -1)
  if (corners.length === 0) return { state: idle, effects: [hidePreview] }
  return show({ ...state, corners, hasSetCorner: false })
}

function close(state: PolygonState, { options }: Scene): Step<PolygonState> {
  if (state.corners.length < 3) {
    return { state, effects: [{ type: 'hint', text: messages.polygonTooShort }] }
  }
  const { corners, mode } = state
  const source = polygonSource(corners, options.isAntialiased)
  const outline = { type: 'path', points: corners, isClosed: true } as const
  return { state: idle, effects: [hidePreview, { type: 'combine', label: messages.polygon, source, mode, outline }] }
}
