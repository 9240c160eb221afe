import { isEmptyRect, type Point } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { modeAtPress } from './press-keys.ts'
import { drawRect } from './rect-geometry.ts'
import { refuseCoverage } from './targets.ts'
import { stay, type Effect, type HeldModifiers, type Step, type Tool } from './tool.ts'
import { isClick, isInside } from './travel.ts'

interface Press {
  readonly from: Point
  readonly keys: HeldModifiers
  readonly mode: CombineMode
}

type ObjectState = Press | null

const noPreview: Effect = { type: 'preview', shape: null }
const freely = { ratio: null, isFromCenter: false }

/** Selects the object at a click or in a dragged box, and shows the one under the pointer before. */
export const objectTool: Tool<ObjectState> = {
  id: 'object',
  idle: null,
  isBusy: (state) => state !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down': {
        const { at } = event.sample
        if (!isInside(at, scene.size)) return stay(state)
        const refused = refuseCoverage(scene)
        if (refused !== null) return { state: null, effects: [refused] }
        return stay({ from: at, keys: event.keys, mode: modeAtPress(event.keys, scene) })
      }
      case 'move': {
        const at = event.samples.at(-1)?.at
        if (at === undefined) return stay(state)
        if (state === null)
          return { state, effects: [{ type: 'show-object', at: isInside(at, scene.size) ? at : null }] }
        if (isClick(state.from, at, scene)) return stay(state)
        const shape = { type: 'rect' as const, rect: drawRect(state.from, at, freely) }
        return { state, effects: [{ type: 'preview', shape }] }
      }
      case 'up': {
        if (state === null) return stay(state)
        const { from, keys, mode } = state
        const { at } = event.sample
        const drawn = drawRect(from, at, freely)
        const box = isClick(from, at, scene) || isEmptyRect(drawn) ? null : drawn
        const select: Effect = { type: 'select-object', at: box === null ? from : null, box, keys, mode }
        return { state: null, effects: [noPreview, select] }
      }
      case 'cancel':
        return drop({ type: 'show-object', at: null })
      case 'unpress':
      case 'back':
        return state === null ? stay(state) : drop()
      case 'double':
      case 'confirm':
      case 'nudge':
        return stay(state)
    }
  },
}

function drop(...effects: readonly Effect[]): Step<ObjectState> {
  return { state: null, effects: [noPreview, ...effects] }
}
