import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import { modeAtPress } from './press-keys.ts'
import { stay, type Step, type Scene, type Tool } from './tool.ts'
import { refuseCoverage } from './targets.ts'
import { isInside } from './travel.ts'

/** Selects pixels of the same color as the clicked point. */
export const wandTool: Tool<null> = {
  id: 'wand',
  idle: null,
  isBusy: () => false,
  step: (state, event, scene) => {
    if (event.on !== 'down' || !isInside(event.sample.at, scene.size)) return stay(state)
    const refused = refuseCoverage(scene)
    if (refused !== null) return { state, effects: [refused] }
    return { state, effects: [{ type: 'select-similar', at: event.sample.at, mode: modeAtPress(event.keys, scene) }] }
  },
}

/** Fills similar pixels at the clicked point. With Alt, if the tool uses a color, picks that color instead. */
export const bucketTool: Tool<null> = {
  id: 'bucket',
  idle: null,
  isBusy: () => false,
  step: (state, event, scene) => {
    if (event.on !== 'down' || !isInside(event.sample.at, scene.size)) return stay(state)
    const { at } = event.sample
    if (scene.target === 'picture') {
      return { state, effects: [{ type: 'hint', text: messages.imageLayerNotFilled }] }
    }
    const picks = event.keys.alt && scene.target === 'paint'
    return { state, effects: [{ type: picks ? 'pick-color' : 'bucket', at }] }
  },
}

interface EyedropperState {
  readonly isPressed: boolean
}

/** Picks the color under the pointer while pressed. */
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
  return isInside(at, size) ? { state, effects: [{ type: 'pick-color', at }] } : stay(state)
}
