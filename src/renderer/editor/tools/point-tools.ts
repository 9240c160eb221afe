import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import { modeAtPress } from './press-keys.ts'
import { stay, type Step } from './step.ts'
import { refuseCoverage } from './targets.ts'
import type { Scene, Tool } from './tool.ts'
import { isInside } from './travel.ts'

/** Takes what is of the same color as the place clicked. */
export const wandTool: Tool<null> = {
  id: 'wand',
  idle: null,
  isBusy: () => false,
  step: (state, event, scene) => {
    if (event.on !== 'down' || !isInside(event.sample.at, scene.size)) return stay(state)
    const refused = refuseCoverage(scene)
    if (refused !== null) return { state, effects: [refused] }
    return { state, effects: [{ do: 'select-similar', at: event.sample.at, mode: modeAtPress(event.keys, scene) }] }
  },
}

/** Fills what is alike at the place clicked. With Alt, where there is a color to choose, takes that color instead. */
export const bucketTool: Tool<null> = {
  id: 'bucket',
  idle: null,
  isBusy: () => false,
  step: (state, event, scene) => {
    if (event.on !== 'down' || !isInside(event.sample.at, scene.size)) return stay(state)
    const { at } = event.sample
    if (scene.target === 'picture') {
      const text = messages.imageLayerNotFilled
      return { state, effects: [{ do: 'hint', text }] }
    }
    const picks = event.keys.alt && scene.target === 'paint'
    return { state, effects: [{ do: picks ? 'pick-color' : 'bucket', at }] }
  },
}

interface EyedropperState {
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
