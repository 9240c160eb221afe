import type { Placement } from '../../../shared/domain/canvas-document.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point, Size } from '../../../shared/util/geometry.ts'
import { dragPlacement, nudgePlacement } from './drag-placement.ts'
import { boxOfPlacement, hitHandle, type Hit } from './handles.ts'
import { stay, type Step } from './step.ts'
import { isClick } from './travel.ts'
import type { Effect, HeldModifiers, Scene, Tool, ToolEvent } from './tool.ts'

interface Drag {
  readonly hold: Exclude<Hit, null>
  readonly start: Placement
  readonly pictureSize: Size
  readonly from: Point
  readonly hasMoved: boolean
}

export interface MoveState {
  readonly drag: Drag | null
}

const idle: MoveState = { drag: null }
const nothingPlaced: Effect = { do: 'hint', text: messages.onlyImageLayers }
const words: Effect = {
  do: 'hint',
  text: messages.moveKeys,
}

/** Moves, scales and turns the picture layer that is the target. A drag is one step, and so is an arrow key. */
export const moveTool: Tool<MoveState> = {
  id: 'move',
  idle,
  isBusy: (state) => state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return press(event.sample.at, scene)
      case 'move': {
        const at = event.samples.at(-1)?.at
        return state.drag === null || at === undefined ? stay(state) : drag(state.drag, at, event.keys, scene)
      }
      case 'up':
        return state.drag === null ? stay(state) : lift(state.drag, event, scene)
      case 'unpress':
      case 'cancel':
        return { state: idle, effects: state.drag?.hasMoved ? [{ do: 'abandon' }] : [] }
      case 'nudge': {
        if (state.drag !== null) return stay(state)
        if (scene.placed === null) return { state, effects: [nothingPlaced] }
        const placement = nudgePlacement(scene.placed.placement, scene.placed.pictureSize, event)
        return { state, effects: [{ do: 'place', placement }, { do: 'commit' }] }
      }
      case 'confirm':
        return { state, effects: [scene.placed === null ? nothingPlaced : words] }
      case 'back':
      case 'double':
        return stay(state)
    }
  },
}

function press(at: Point, scene: Scene): Step<MoveState> {
  if (scene.placed === null) return { state: idle, effects: [nothingPlaced] }
  const { placement, pictureSize } = scene.placed
  const hold = hitHandle(boxOfPlacement(placement, pictureSize), at, scene)
  if (hold === null) return stay(idle)
  return stay({ drag: { hold, start: placement, pictureSize, from: at, hasMoved: false } })
}

function drag(held: Drag, at: Point, keys: HeldModifiers, scene: Scene): Step<MoveState> {
  if (!held.hasMoved && isClick(held.from, at, scene)) return stay({ drag: held })
  const placement = dragPlacement(held, at, keys)
  return { state: { drag: { ...held, hasMoved: true } }, effects: [{ do: 'place', placement }] }
}

function lift(held: Drag, { sample, keys }: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<MoveState> {
  const { effects } = drag(held, sample.at, keys, scene)
  return { state: idle, effects: effects.length === 0 ? [] : [...effects, { do: 'commit' }] }
}
