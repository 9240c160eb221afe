import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { gradientSource } from '../raster/shapes/gradient-source.ts'
import { constraintsOf, modeAtPress, pressKeysOf, stillPressed, type PressKeys } from './press-keys.ts'
import { stay, type Step, type Effect, type HeldModifiers, type Scene, type Tool, type ToolEvent } from './tool.ts'
import { refuseCoverage } from './targets.ts'
import { arrowStep, isClick, formatPoint, snapTo45 } from './travel.ts'

interface Line {
  readonly from: Point
  readonly to: Point
}
interface Drag extends Line {
  readonly by: 'pointer'
  readonly mode: CombineMode
  readonly pressKeys: PressKeys
}

/** Begun with Enter: it stays until the next Enter, and the pointer can move its ends. */
interface OpenLine extends Line {
  readonly by: 'keys'
  readonly held: Held | null
}

interface Held {
  readonly end: 'start' | 'end'
  /** Offset from the pointer to the end. */
  readonly offset: Point
  readonly before: Line
}

export interface GradientState {
  readonly line: Drag | OpenLine | null
}

const idle: GradientState = { line: null }
const hidePreview: Effect = { type: 'preview', shape: null }
const keyHints = messages.gradientKeys

/** Full coverage where the line begins, none where it ends. */
export const gradientTool: Tool<GradientState> = {
  id: 'gradient',
  idle,
  isBusy: (state) => state.line !== null,
  step: (state, event, scene) => {
    const { line } = state
    switch (event.on) {
      case 'down': {
        const held = line?.by === 'keys' ? holdEnd(line, event) : null
        if (held !== null) return stay({ line: held })
        const refused = refuseCoverage(scene)
        if (refused !== null) return { state, effects: [refused] }
        const { at } = event.sample
        const mode = modeAtPress(event.keys, scene)
        return stay({ line: { by: 'pointer', from: at, to: at, mode, pressKeys: pressKeysOf(event.keys) } })
      }
      case 'move': {
        const to = event.samples.at(-1)?.at
        if (line === null || to === undefined) return stay(state)
        if (line.by === 'keys')
          return line.held === null ? stay(state) : showOpen(moveEnd(line, line.held, to, event.keys))
        const next = follow(line, to, event.keys)
        return { state: { line: { ...next, to } }, effects: [show(next)] }
      }
      case 'up':
        if (line?.by === 'keys') return line.held === null ? stay(state) : releaseLine({ ...line, held: null })
        if (line === null) return stay(state)
        return finish(follow(line, event.sample.at, event.keys), line.mode, scene)
      case 'unpress':
        if (line?.by === 'keys') return line.held === null ? stay(state) : showOpen({ ...line.held.before })
        return line === null ? stay(state) : { state: idle, effects: [hidePreview] }
      case 'cancel':
      case 'back':
        return line === null ? stay(state) : { state: idle, effects: [hidePreview] }
      case 'confirm':
        return confirm(state, scene)
      case 'nudge':
        return line?.by !== 'keys' || line.held !== null ? stay(state) : nudge(line, event, scene)
      case 'double':
        return stay(state)
    }
  },
}

function follow(drag: Drag, to: Point, keys: HeldModifiers): Drag {
  const pressKeys = stillPressed(drag.pressKeys, keys)
  return { ...drag, pressKeys, to: constraintsOf(pressKeys, keys).shift ? snapTo45(drag.from, to) : to }
}

function confirm(state: GradientState, scene: Scene): Step<GradientState> {
  if (state.line?.by === 'pointer' || state.line?.held) return stay(state)
  if (state.line !== null) return finish(state.line, scene.options.combine, scene)
  const refused = refuseCoverage(scene)
  if (refused !== null) return { state, effects: [refused] }
  const { widthPx, heightPx } = scene.size
  const line = { from: { x: widthPx / 4, y: heightPx / 2 }, to: { x: (widthPx * 3) / 4, y: heightPx / 2 } }
  return withHint(showOpen(line), keyHints)
}

function nudge(line: Line, event: Extract<ToolEvent, { on: 'nudge' }>, scene: Scene): Step<GradientState> {
  const step = arrowStep(scene, event.keys)
  const move = ({ x, y }: Point) => ({ x: x + event.byX * step, y: y + event.byY * step })
  const next = { from: event.keys.shift ? line.from : move(line.from), to: move(line.to) }
  return withHint(showOpen(next), formatLine(next))
}

function holdEnd(line: OpenLine, { handle, sample }: Extract<ToolEvent, { on: 'down' }>): OpenLine | null {
  if (handle !== 'start' && handle !== 'end') return null
  const { from, to } = line
  const end = handle === 'start' ? from : to
  const offset = { x: end.x - sample.at.x, y: end.y - sample.at.y }
  return { ...line, held: { end: handle, offset, before: { from, to } } }
}

/** With Shift, in steps of 45° from the other end. */
function moveEnd(line: OpenLine, { end, offset }: Held, at: Point, keys: HeldModifiers): OpenLine {
  const to = { x: at.x + offset.x, y: at.y + offset.y }
  const opposite = end === 'start' ? line.to : line.from
  const target = keys.shift ? snapTo45(opposite, to) : to
  return end === 'start' ? { ...line, from: target } : { ...line, to: target }
}

function releaseLine(line: OpenLine): Step<GradientState> {
  return { state: { line }, effects: [{ type: 'hint', text: formatLine(line) }] }
}

function showOpen({ from, to, held = null }: Line & Partial<Pick<OpenLine, 'held'>>): Step<GradientState> {
  const shape = { type: 'line', from, to, hasHandles: true } as const
  return { state: { line: { by: 'keys', from, to, held } }, effects: [{ type: 'preview', shape }] }
}

function withHint({ state, effects }: Step<GradientState>, text: string): Step<GradientState> {
  return { state, effects: [...effects, { type: 'hint', text }] }
}

function formatLine({ from, to }: Line): string {
  return messages.fromTo({ from: formatPoint(from), to: formatPoint(to) })
}

function finish({ from, to }: Line, mode: CombineMode, scene: Scene): Step<GradientState> {
  if (isClick(from, to, scene)) return { state: idle, effects: [hidePreview] }
  const source = gradientSource(scene.options.gradient, from, to, scene.size)
  const outline = { type: 'line', from, to } as const
  return { state: idle, effects: [hidePreview, { type: 'combine', label: messages.gradient, source, mode, outline }] }
}

function show({ from, to }: Line): Effect {
  return { type: 'preview', shape: { type: 'line', from, to } }
}
