import type { Point } from '../../../shared/util/geometry.ts'
import { stay, type Step } from './step.ts'
import { isInside } from './travel.ts'
import type { Scene, Tool } from './tool.ts'

export interface EyedropperState {
  readonly isPressed: boolean
}

/** Takes the color under the hand, for as long as it presses. */
export function createEyedropperTool(id: 'eyedropper' | 'pick'): Tool<EyedropperState> {
  return {
    id,
    idle: { isPressed: false },
    isBusy: (state) => state.isPressed,
    step: (state, event, scene) => {
      switch (event.on) {
        case 'down':
          return pick({ isPressed: true }, event.sample.at, scene)
        case 'move': {
          const at = event.samples.at(-1)?.at
          return state.isPressed && at !== undefined ? pick(state, at, scene) : stay(state)
        }
        case 'up':
        case 'unpress':
        case 'cancel':
          return stay({ isPressed: false })
        case 'double':
        case 'confirm':
        case 'back':
        case 'nudge':
          return stay(state)
      }
    },
  }
}

function pick(state: EyedropperState, at: Point, { size }: Scene): Step<EyedropperState> {
  return isInside(at, size) ? { state, effects: [{ do: 'pick-color', at }] } : stay(state)
}
