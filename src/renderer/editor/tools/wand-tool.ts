import { modeAtPress } from './press-keys.ts'
import { stay } from './step.ts'
import { refuseCoverage } from './targets.ts'
import { isInside } from './travel.ts'
import type { Tool } from './tool.ts'

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
