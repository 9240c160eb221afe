import { stay } from './step.ts'
import { isInside } from './travel.ts'
import type { Tool } from './tool.ts'

/** Fills what is alike at the place clicked. With Alt, where there is a color to choose, takes that color instead. */
export const bucketTool: Tool<null> = {
  id: 'bucket',
  idle: null,
  isBusy: () => false,
  step: (state, event, scene) => {
    if (event.on !== 'down' || !isInside(event.sample.at, scene.size)) return stay(state)
    const { at } = event.sample
    if (scene.target === 'picture') {
      const text = 'An image layer cannot be filled. Choose a mask or a paint layer in the list first.'
      return { state, effects: [{ do: 'hint', text }] }
    }
    const picks = event.keys.alt && scene.target === 'paint'
    return { state, effects: [{ do: picks ? 'pick-color' : 'bucket', at }] }
  },
}
