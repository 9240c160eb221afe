import type { Point } from '../../../shared/util/geometry.ts'
import { stay, type Scene, type Tool } from './tool.ts'

interface PanState {
  readonly from: Point | null
}

/** Distance an arrow key moves the view, CSS pixels; with Shift five times as far. */
const arrowCssPx = 40

/** Pans the view by dragging; arrow keys scroll in their direction. */
export function createPanTool(id: 'hand' | 'pan'): Tool<PanState> {
  return {
    id,
    idle: { from: null },
    isBusy: (state) => state.from !== null,
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return { state: { from: event.sample.screen }, effects: [] }
        case 'move': {
          const to = event.samples.at(-1)?.screen
          if (state.from === null || to === undefined) return stay(state)
          return { state: { from: to }, effects: [{ type: 'pan', byX: to.x - state.from.x, byY: to.y - state.from.y }] }
        }
        case 'up':
        case 'unpress':
        case 'cancel':
          return stay({ from: null })
        case 'nudge': {
          const reach = -arrowCssPx * scene.view.dpr * (event.keys.shift ? 5 : 1)
          return { state, effects: [{ type: 'pan', byX: event.byX * reach, byY: event.byY * reach }] }
        }
        case 'double':
        case 'confirm':
        case 'back':
          return stay(state)
      }
    },
  }
}

interface ZoomState {
  readonly from: Point | null
  readonly last: Point
  readonly hasDragged: boolean
}

/** Travel to the right, or up, that doubles the zoom, CSS pixels. */
const travelPerDoublingPx = 240
const clickTravelPx = 4

const zoomIdle: ZoomState = { from: null, last: { x: 0, y: 0 }, hasDragged: false }

/** A click zooms in, with Alt out; a horizontal drag zooms smoothly, around the pressed point. */
export function createZoomTool(id: 'zoom' | 'zoom-drag'): Tool<ZoomState> {
  return {
    id,
    idle: zoomIdle,
    isBusy: (state) => state.from !== null,
    step: (state, event, { view }) => {
      switch (event.on) {
        case 'down': {
          const { screen } = event.sample
          return stay({ from: screen, last: screen, hasDragged: false })
        }
        case 'move': {
          const to = event.samples.at(-1)?.screen
          if (state.from === null || to === undefined) return stay(state)
          const traveled = Math.hypot(to.x - state.from.x, to.y - state.from.y)
          if (!state.hasDragged && traveled < clickTravelPx * view.dpr) return stay(state)
          const travel = (to.x - state.last.x - (to.y - state.last.y)) / view.dpr
          const factor = 2 ** (travel / travelPerDoublingPx)
          const next = { ...state, last: to, hasDragged: true }
          return { state: next, effects: [{ type: 'zoom', factor, screen: state.from }] }
        }
        case 'up': {
          if (state.from === null || state.hasDragged) return stay(zoomIdle)
          return { state: zoomIdle, effects: [{ type: 'zoom', factor: event.keys.alt ? 0.5 : 2, screen: state.from }] }
        }
        case 'unpress':
        case 'cancel':
          return stay(zoomIdle)
        case 'nudge': {
          const screen = { x: view.widthPx / 2, y: view.heightPx / 2 }
          return { state, effects: [{ type: 'zoom', factor: event.byX - event.byY > 0 ? 2 : 0.5, screen }] }
        }
        case 'double':
        case 'confirm':
        case 'back':
          return stay(state)
      }
    },
  }
}

interface RotateViewState {
  /** The pointer's angle about the center of the view; null = not dragging. */
  readonly fromDeg: number | null
  /** Rotation not yet applied to the view: with Shift it is applied in steps. */
  readonly restDeg: number
}

const stepDeg = 15
const turnIdle: RotateViewState = { fromDeg: null, restDeg: 0 }

/** Rotates the view about its center, never the image. */
export const rotateViewTool: Tool<RotateViewState> = {
  id: 'rotate-view',
  idle: turnIdle,
  isBusy: (state) => state.fromDeg !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return stay({ fromDeg: angleOf(event.sample.screen, scene), restDeg: 0 })
      case 'move': {
        const to = event.samples.at(-1)?.screen
        if (state.fromDeg === null || to === undefined) return stay(state)
        const toDeg = angleOf(to, scene)
        const turned = state.restDeg + shortestTurn(toDeg - state.fromDeg)
        const byDeg = event.keys.shift ? Math.trunc(turned / stepDeg) * stepDeg : turned
        const next = { fromDeg: toDeg, restDeg: turned - byDeg }
        return { state: next, effects: byDeg === 0 ? [] : [{ type: 'rotate-view', byDeg }] }
      }
      case 'up':
      case 'unpress':
      case 'cancel':
        return stay(turnIdle)
      case 'nudge':
        return { state, effects: [{ type: 'rotate-view', byDeg: (event.byX || event.byY) * stepDeg }] }
      case 'double':
      case 'confirm':
      case 'back':
        return stay(state)
    }
  },
}

function angleOf({ x, y }: Point, { view }: Scene): number {
  return (Math.atan2(y - view.heightPx / 2, x - view.widthPx / 2) * 180) / Math.PI
}

function shortestTurn(deg: number): number {
  return ((((deg + 180) % 360) + 360) % 360) - 180
}
