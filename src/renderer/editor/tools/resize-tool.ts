import type { Point } from '../../../shared/util/geometry.ts'
import { clampBrush } from './brush-settings.ts'
import { stay, type Step, type Brush, type Scene, type Tool } from './tool.ts'

interface Drag {
  readonly from: Point
  readonly brush: Brush
  /** Shift at the press: changes the size only. */
  readonly isSizeOnly: boolean
}

export interface ResizeState {
  readonly drag: Drag | null
}

/** Distance that takes the hardness from 0 to 1, CSS pixels. */
const hardnessTravelPx = 200
/** Pointers jitter: nothing happens within this distance. */
const deadZonePx = 5

const idle: ResizeState = { drag: null }

/** Horizontal dragging changes the brush's size, vertical its hardness. */
export const resizeTool: Tool<ResizeState> = {
  id: 'resize-brush',
  idle,
  isBusy: (state) => state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return stay({ drag: { from: event.sample.screen, brush: scene.brush, isSizeOnly: event.keys.shift } })
      case 'move': {
        const to = event.samples.at(-1)?.screen
        return state.drag === null || to === undefined ? stay(state) : resize(state, state.drag, to, scene)
      }
      case 'up':
      case 'unpress':
      case 'cancel':
        return stay(idle)
      case 'double':
      case 'confirm':
      case 'back':
      case 'nudge':
        return stay(state)
    }
  },
}

function resize(state: ResizeState, drag: Drag, to: Point, { zoom, view }: Scene): Step<ResizeState> {
  const right = beyondDeadZone(to.x - drag.from.x, view.dpr)
  const up = beyondDeadZone(drag.from.y - to.y, view.dpr)
  const { sizePx, hardness } = clampBrush({
    ...drag.brush,
    // The ring follows the pointer: a pixel of travel is a pixel of radius on screen.
    sizePx: drag.brush.sizePx + (2 * right) / zoom,
    hardness: drag.brush.hardness + up / (hardnessTravelPx * view.dpr),
  })
  return { state, effects: [{ type: 'brush', change: drag.isSizeOnly ? { sizePx } : { sizePx, hardness } }] }
}

function beyondDeadZone(travelPx: number, dpr: number): number {
  return Math.sign(travelPx) * Math.max(0, Math.abs(travelPx) - deadZonePx * dpr)
}
