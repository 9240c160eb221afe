import type { Point } from '../../../../shared/util/geometry.ts'
import type { Tool } from './tool.ts'

export interface PanState {
  readonly from: Point | null
}

/** Moves the view with the hand. */
export const panTool: Tool<PanState> = {
  id: 'pan',
  idle: { from: null },
  isBusy: (state) => state.from !== null,
  step: (state, event) => {
    if (event.on === 'down') return { state: { from: event.sample.screen }, effects: [] }
    if (event.on === 'up' || event.on === 'cancel') return { state: { from: null }, effects: [] }
    const to = event.samples.at(-1)?.screen
    if (state.from === null || to === undefined) return { state, effects: [] }
    return { state: { from: to }, effects: [{ do: 'pan', byX: to.x - state.from.x, byY: to.y - state.from.y }] }
  },
}
