import type { Point } from '../../../shared/util/geometry.ts'
import { stay } from './step.ts'
import type { Tool } from './tool.ts'

export interface PanState {
  readonly from: Point | null
}

/** How far an arrow key moves the view, CSS pixels; with Shift five times as far. */
const arrowCssPx = 40

/** Moves the view with the hand; by keys the arrows look that way. */
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
          return { state: { from: to }, effects: [{ do: 'pan', byX: to.x - state.from.x, byY: to.y - state.from.y }] }
        }
        case 'up':
        case 'unpress':
        case 'cancel':
          return stay({ from: null })
        case 'nudge': {
          const reach = -arrowCssPx * scene.view.dpr * (event.keys.shift ? 5 : 1)
          return { state, effects: [{ do: 'pan', byX: event.byX * reach, byY: event.byY * reach }] }
        }
        case 'double':
        case 'confirm':
        case 'back':
          return stay(state)
      }
    },
  }
}
