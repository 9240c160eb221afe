import * as messages from '../../../shared/messages/en/editor.ts'
import { isEmptyRect, type Point, type Rect } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { ellipseSource } from '../raster/shapes/ellipse-source.ts'
import { rectSource } from '../raster/shapes/rect-source.ts'
import { drawRect } from './draw-rect.ts'
import { nudgeRect } from './nudge-rect.ts'
import { constraintsOf, modeAtPress, spendKeys, stillSpent, type SpentKeys } from './press-keys.ts'
import { stay, type Step } from './step.ts'
import { refuseCoverage } from './targets.ts'
import { isClick, middleRect, sayRect } from './travel.ts'
import type { Effect, HeldModifiers, PreviewShape, Scene, Tool } from './tool.ts'

interface Drag {
  readonly by: 'pointer'
  readonly from: Point
  readonly to: Point
  readonly mode: CombineMode
  readonly spent: SpentKeys
}

export interface ShapeState {
  readonly shape: Drag | { readonly by: 'keys'; readonly rect: Rect } | null
}

type ShapeId = 'rectangle' | 'ellipse'

const idle: ShapeState = { shape: null }
const hidePreview: Effect = { do: 'preview', shape: null }
const words = messages.shapeKeys

/** Rectangle or ellipse: dragged, or begun in the middle with Enter and moved by the arrows. */
export function createShapeTool(id: ShapeId): Tool<ShapeState> {
  return {
    id,
    idle,
    isBusy: (state) => state.shape !== null,
    step: (state, event, scene) => {
      const { shape } = state
      switch (event.on) {
        case 'down': {
          const refused = refuseCoverage(scene)
          if (refused !== null) return { state, effects: [refused] }
          const { at } = event.sample
          const mode = modeAtPress(event.keys, scene)
          return stay({ shape: { by: 'pointer', from: at, to: at, mode, spent: spendKeys(event.keys) } })
        }
        case 'move': {
          const to = event.samples.at(-1)?.at
          if (shape?.by !== 'pointer' || to === undefined) return stay(state)
          const next = { ...shape, to, spent: stillSpent(shape.spent, event.keys) }
          return { state: { shape: next }, effects: [show(id, rectOf(next, event.keys))] }
        }
        case 'up':
          return shape?.by !== 'pointer'
            ? stay(state)
            : finishDrag(id, { ...shape, to: event.sample.at }, event.keys, scene)
        case 'unpress':
        case 'cancel':
        case 'back':
          return shape === null ? stay(state) : { state: idle, effects: [hidePreview] }
        case 'confirm':
          return confirm(id, state, scene)
        case 'nudge': {
          if (shape?.by !== 'keys') return stay(state)
          const rect = nudgeRect(shape.rect, event, scene)
          return showKeys(id, rect, sayRect(rect))
        }
        case 'double':
          return stay(state)
      }
    },
  }
}

function rectOf({ from, to, spent }: Drag, keys: HeldModifiers): Rect {
  const { shift, alt } = constraintsOf(spent, keys)
  return drawRect(from, to, { ratio: shift ? 1 : null, isFromCenter: alt })
}

function finishDrag(id: ShapeId, drag: Drag, keys: HeldModifiers, scene: Scene): Step<ShapeState> {
  const rect = rectOf({ ...drag, spent: stillSpent(drag.spent, keys) }, keys)
  if (isClick(drag.from, drag.to, scene) || isEmptyRect(rect)) return { state: idle, effects: [hidePreview] }
  return { state: idle, effects: [hidePreview, combine(id, rect, drag.mode, scene)] }
}

function confirm(id: ShapeId, state: ShapeState, scene: Scene): Step<ShapeState> {
  if (state.shape?.by === 'pointer') return stay(state)
  if (state.shape?.by === 'keys') {
    return { state: idle, effects: [hidePreview, combine(id, state.shape.rect, scene.options.combine, scene)] }
  }
  const refused = refuseCoverage(scene)
  return refused === null ? showKeys(id, middleRect(scene.size), words) : { state, effects: [refused] }
}

function showKeys(id: ShapeId, rect: Rect, text: string): Step<ShapeState> {
  return { state: { shape: { by: 'keys', rect } }, effects: [show(id, rect), { do: 'hint', text }] }
}

function show(id: ShapeId, rect: Rect): Effect {
  return { do: 'preview', shape: outlineOf(id, rect) }
}

function outlineOf(id: ShapeId, rect: Rect): PreviewShape {
  return id === 'rectangle' ? { is: 'rect', rect } : { is: 'ellipse', rect }
}

function combine(id: ShapeId, rect: Rect, mode: CombineMode, { options }: Scene): Effect {
  const make = id === 'rectangle' ? rectSource : ellipseSource
  const label = id === 'rectangle' ? messages.rectangle : messages.ellipse
  return { do: 'combine', label, source: make(rect, options.isAntialiased), mode, outline: outlineOf(id, rect) }
}
