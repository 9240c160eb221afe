import type { Point } from '../../../../shared/util/geometry.ts'
import { clampBrush } from './brush-settings.ts'
import type { Brush, Tool } from './tool.ts'

export interface ResizeState {
  readonly from: Point | null
  readonly brush: Brush | null
}

/** Travel that takes the hardness from 0 to 1, in device pixels. */
const hardnessTravelPx = 200
/** A hand is never still: nothing happens before it moved this far. */
const deadZonePx = 5

/** Sideways changes the brush's size, up and down its hardness. */
export const resizeTool: Tool<ResizeState> = {
  id: 'resize-brush',
  idle: { from: null, brush: null },
  isBusy: (state) => state.from !== null,
  step: (state, event, scene) => {
    if (event.on === 'down') return { state: { from: event.sample.screen, brush: scene.brush }, effects: [] }
    if (event.on !== 'move') return { state: { from: null, brush: null }, effects: [] }
    const to = event.samples.at(-1)?.screen
    if (state.from === null || state.brush === null || to === undefined) return { state, effects: [] }
    const right = beyondDeadZone(to.x - state.from.x)
    const up = beyondDeadZone(state.from.y - to.y)
    const { sizePx, hardness } = clampBrush({
      ...state.brush,
      // The ring follows the hand: a pixel of travel is a pixel of radius on the screen.
      sizePx: state.brush.sizePx + (2 * right) / scene.zoom,
      hardness: state.brush.hardness + up / hardnessTravelPx,
    })
    return { state, effects: [{ do: 'brush', change: { sizePx, hardness } }] }
  },
}

function beyondDeadZone(travelPx: number): number {
  return Math.sign(travelPx) * Math.max(0, Math.abs(travelPx) - deadZonePx)
}
