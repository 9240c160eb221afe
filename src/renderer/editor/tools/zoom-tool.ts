import type { Point } from '../../../shared/util/geometry.ts'
import { stay } from './step.ts'
import type { Tool } from './tool.ts'

export interface ZoomState {
  readonly from: Point | null
  readonly last: Point
  readonly hasDragged: boolean
}

/** Travel to the right, or up, that doubles the zoom, CSS pixels. */
const travelPerDoublingPx = 240
const clickTravelPx = 4

const idle: ZoomState = { from: null, last: { x: 0, y: 0 }, hasDragged: false }

/** A click zooms in, with Alt out; a drag to the right and left zooms smoothly, around the place pressed. */
export function createZoomTool(id: 'zoom' | 'zoom-drag'): Tool<ZoomState> {
  return {
    id,
    idle,
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
          return { state: next, effects: [{ do: 'zoom', factor, screen: state.from }] }
        }
        case 'up': {
          if (state.from === null || state.hasDragged) return stay(idle)
          return { state: idle, effects: [{ do: 'zoom', factor: event.keys.alt ? 0.5 : 2, screen: state.from }] }
        }
        case 'unpress':
        case 'cancel':
          return stay(idle)
        case 'nudge': {
          const screen = { x: view.widthPx / 2, y: view.heightPx / 2 }
          return { state, effects: [{ do: 'zoom', factor: event.byX - event.byY > 0 ? 2 : 0.5, screen }] }
        }
        case 'double':
        case 'confirm':
        case 'back':
          return stay(state)
      }
    },
  }
}
