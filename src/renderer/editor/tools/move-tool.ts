import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import { dragPlacement, nudgePlacement, type PlacementDrag } from './drag-placement.ts'
import { stay, type Step, type Effect, type HeldModifiers, type Scene, type Tool, type ToolEvent } from './tool.ts'
import { isClick } from './travel.ts'

interface Drag extends PlacementDrag {
  readonly hasMoved: boolean
}

export interface MoveState {
  readonly drag: Drag | null
}

const idle: MoveState = { drag: null }
const nothingPlaced: Effect = { type: 'hint', text: messages.onlyImageLayers }
const keyHints: Effect = {
  type: 'hint',
  text: messages.moveKeys,
}

/** Moves, scales and rotates the targeted image layer. A drag is one step, and so is an arrow key. */
export const moveTool: Tool<MoveState> = {
  id: 'move',
  idle,
  isBusy: (state) => state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return press(event, scene)
      case 'move': {
        const at = event.samples.at(-1)?.at
        return state.drag === null || at === undefined ? stay(state) : drag(state.drag, at, event.keys, scene)
      }
      case 'up':
        return state.drag === null ? stay(state) : lift(state.drag, event, scene)
      case 'unpress':
      case 'cancel':
        return { state: idle, effects: state.drag?.hasMoved ? [{ type: 'abandon' }] : [] }
      case 'nudge': {
        if (state.drag !== null) return stay(state)
        if (scene.placed === null) return { state, effects: [nothingPlaced] }
        const placement = nudgePlacement(scene.placed.placement, scene.placed.pictureSize, event)
        return { state, effects: [{ type: 'place', placement }, { type: 'commit' }] }
      }
      case 'confirm':
        return { state, effects: [scene.placed === null ? nothingPlaced : keyHints] }
      case 'back':
      case 'double':
        return stay(state)
    }
  },
}

function press({ handle, sample }: Extract<ToolEvent, { on: 'down' }>, scene: Scene): Step<MoveState> {
  if (scene.placed === null) return { state: idle, effects: [nothingPlaced] }
  const { placement, pictureSize: imageSize } = scene.placed
  if (handle === null || handle === 'start' || handle === 'end') return stay(idle)
  return stay({ drag: { hold: handle, start: placement, pictureSize: imageSize, from: sample.at, hasMoved: false } })
}

function drag(held: Drag, at: Point, keys: HeldModifiers, scene: Scene): Step<MoveState> {
  if (!held.hasMoved && isClick(held.from, at, scene)) return stay({ drag: held })
  const placement = dragPlacement(held, at, keys)
  return { state: { drag: { ...held, hasMoved: true } }, effects: [{ type: 'place', placement }] }
}

function lift(held: Drag, { sample, keys }: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<MoveState> {
  const { effects } = drag(held, sample.at, keys, scene)
  return { state: idle, effects: effects.length === 0 ? [] : [...effects, { type: 'commit' }] }
}
