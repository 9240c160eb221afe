import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { gradientSource } from '../raster/shapes/gradient-source.ts'
import { constraintsOf, modeAtPress, spendKeys, stillSpent, type SpentKeys } from './press-keys.ts'
import { stay, type Step } from './step.ts'
import { refuseCoverage } from './targets.ts'
import { arrowStep, isClick, sayPoint, snapTo45 } from './travel.ts'
import type { Effect, HeldModifiers, Scene, Tool, ToolEvent } from './tool.ts'

interface Line {
  readonly from: Point
  readonly to: Point
}
interface Drag extends Line {
  readonly by: 'pointer'
  readonly mode: CombineMode
  readonly spent: SpentKeys
}

export interface GradientState {
  readonly line: Drag | (Line & { readonly by: 'keys' }) | null
}

const idle: GradientState = { line: null }
const hidePreview: Effect = { do: 'preview', shape: null }
const words = messages.gradientKeys

/** Full where the line begins, nothing where it ends. */
export const gradientTool: Tool<GradientState> = {
  id: 'gradient',
  idle,
  isBusy: (state) => state.line !== null,
  step: (state, event, scene) => {
    const { line } = state
    switch (event.on) {
      case 'down': {
        const refused = refuseCoverage(scene)
        if (refused !== null) return { state, effects: [refused] }
        const { at } = event.sample
        const mode = modeAtPress(event.keys, scene)
        return stay({ line: { by: 'pointer', from: at, to: at, mode, spent: spendKeys(event.keys) } })
      }
      case 'move': {
        const to = event.samples.at(-1)?.at
        if (line?.by !== 'pointer' || to === undefined) return stay(state)
        const next = follow(line, to, event.keys)
        return { state: { line: { ...next, to } }, effects: [show(next)] }
      }
      case 'up':
        if (line?.by !== 'pointer') return stay(state)
        return finish(follow(line, event.sample.at, event.keys), line.mode, scene)
      case 'unpress':
      case 'cancel':
      case 'back':
        return line === null ? stay(state) : { state: idle, effects: [hidePreview] }
      case 'confirm':
        return confirm(state, scene)
      case 'nudge':
        return line?.by !== 'keys' ? stay(state) : nudge(line, event, scene)
      case 'double':
        return stay(state)
    }
  },
}

function follow(drag: Drag, to: Point, keys: HeldModifiers): Drag {
  const spent = stillSpent(drag.spent, keys)
  return { ...drag, spent, to: constraintsOf(spent, keys).shift ? snapTo45(drag.from, to) : to }
}

function confirm(state: GradientState, scene: Scene): Step<GradientState> {
  if (state.line?.by === 'pointer') return stay(state)
  if (state.line !== null) return finish(state.line, scene.options.combine, scene)
  const refused = refuseCoverage(scene)
  if (refused !== null) return { state, effects: [refused] }
  const { widthPx, heightPx } = scene.size
  const line = { from: { x: widthPx / 4, y: heightPx / 2 }, to: { x: (widthPx * 3) / 4, y: heightPx / 2 } }
  return { state: { line: { by: 'keys', ...line } }, effects: [show(line), { do: 'hint', text: words }] }
}

function nudge(line: Line, event: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Step<GradientState> {
  const step = arrowStep(scene, event.keys)
  const move = ({ x, y }: Point) => ({ x: x + event.byX * step, y: y + event.byY * step })
  const next = { from: event.keys.shift ? line.from : move(line.from), to: move(line.to) }
  const text = messages.fromTo({ from: sayPoint(next.from), to: sayPoint(next.to) })
  return { state: { line: { by: 'keys', ...next } }, effects: [show(next), { do: 'hint', text }] }
}

function finish({ from, to }: Line, mode: CombineMode, scene: Scene): Step<GradientState> {
  if (isClick(from, to, scene)) return { state: idle, effects: [hidePreview] }
  const source = gradientSource(scene.options.gradient, from, to, scene.size)
  const outline = { is: 'line', from, to } as const
  return { state: idle, effects: [hidePreview, { do: 'combine', label: messages.gradient, source, mode, outline }] }
}

function show({ from, to }: Line): Effect {
  return { do: 'preview', shape: { is: 'line', from, to } }
}
