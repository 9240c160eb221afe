import { marksMax, type Mark } from '../../../shared/domain/markup.ts'
import { mapMark, moveMark, rectBetween } from '../../../shared/domain/mark-geometry.ts'
import { markBounds } from '../../../shared/domain/mark-regions.ts'
import * as messages from '../../../shared/messages/en/markup.ts'
import type { Point, Rect } from '../../../shared/util/geometry.ts'
import { findMark, findMarkHandle, type MarkHandle } from './mark-hits.ts'
import { dragRect, drawRect } from './rect-geometry.ts'
import { isClosedPath, simplifyPath } from './simplify-path.ts'
import {
  stay,
  type Effect,
  type HeldModifiers,
  type MarkupChange,
  type Scene,
  type Step,
  type Tool,
  type ToolEvent,
} from './tool.ts'
import { isClick, screenToImage, snapTo45 } from './travel.ts'

type Work =
  | { readonly type: 'new'; readonly id: string; readonly from: Point; readonly points: readonly Point[] }
  | { readonly type: 'move'; readonly start: Mark; readonly from: Point; readonly hasMoved: boolean }
  | {
      readonly type: 'resize'
      readonly start: Mark
      readonly handle: MarkHandle
      readonly from: Point
      readonly hasMoved: boolean
    }

export interface MarkupState {
  readonly work: Work | null
}

const idle: MarkupState = { work: null }

/**
 * Marks over the image: a press on one selects and moves it, on a handle of the selected one resizes it, elsewhere
 * draws a new one. Backspace deletes the selected one.
 */
export const markupTool: Tool<MarkupState> = {
  id: 'markup',
  idle,
  isBusy: (state) => state.work !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return press(event, scene)
      case 'move':
        return state.work === null ? stay(state) : drag(state.work, event, scene)
      case 'up':
        return state.work === null ? stay(state) : lift(state.work, event, scene)
      case 'unpress':
        return state.work === null ? stay(state) : { state: idle, effects: [change({ type: 'abandon' })] }
      case 'cancel':
        return {
          state: idle,
          effects: [change(state.work === null ? { type: 'select', id: null } : { type: 'abandon' })],
        }
      case 'back':
        return back(state, scene)
      case 'confirm':
      case 'nudge':
      case 'double':
        return stay(state)
    }
  },
}

function change(made: MarkupChange): Effect {
  return { type: 'markup', change: made }
}

function back(state: MarkupState, { markup: { selectedId } }: Scene): Step<MarkupState> {
  if (state.work !== null) return { state: idle, effects: [change({ type: 'abandon' })] }
  return selectedId === null ? stay(state) : { state, effects: [change({ type: 'remove', id: selectedId })] }
}

function press({ sample: { at } }: Extract<ToolEvent, { on: 'down' }>, scene: Scene): Step<MarkupState> {
  const { marks, isVisible, selectedId } = scene.markup
  const shown = isVisible ? marks : []
  const selected = shown.find(({ id }) => id === selectedId)
  const handle = selected && findMarkHandle(selected, at, scene)
  if (selected && handle) return stay({ work: { type: 'resize', start: selected, handle, from: at, hasMoved: false } })
  const found = findMark(shown, at, scene)
  if (found !== null) {
    const work: Work = { type: 'move', start: found, from: at, hasMoved: false }
    return { state: { work }, effects: [change({ type: 'select', id: found.id })] }
  }
  if (marks.length >= marksMax) {
    return { state: idle, effects: [{ type: 'hint', text: messages.marksFull({ max: marksMax }) }] }
  }
  return {
    state: { work: { type: 'new', id: nextId(marks), from: at, points: [at] } },
    effects: selectedId === null ? [] : [change({ type: 'select', id: null })],
  }
}

/** Never one that undo could bring back beside it. */
function nextId(marks: readonly Mark[]): string {
  const numbers = marks.map(({ id }) => Number(/^mark-(\d+)$/.exec(id)?.[1] ?? 0))
  return `mark-${Math.max(0, ...numbers) + 1}`
}

function drag(work: Work, { samples, keys }: Extract<ToolEvent, { on: 'move' }>, scene: Scene): Step<MarkupState> {
  const at = samples.at(-1)?.at
  if (at === undefined) return stay({ work })
  if (work.type === 'new') {
    const next = { ...work, points: [...work.points, ...samples.map((sample) => sample.at)] }
    return { state: { work: next }, effects: showNew(next, at, keys, scene) }
  }
  if (!work.hasMoved && isClick(work.from, at, scene)) return stay({ work })
  return { state: { work: { ...work, hasMoved: true } }, effects: [showChanged(changed(work, at, keys), scene)] }
}

function lift(work: Work, { sample: { at }, keys }: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<MarkupState> {
  if (work.type !== 'new') {
    if (!work.hasMoved) return stay(idle)
    const label = work.type === 'move' ? messages.moveMark : messages.resizeMark
    return {
      state: idle,
      effects: [showChanged(changed(work, at, keys), scene), change({ type: 'commit', label, isNew: false })],
    }
  }
  const drawn = { ...work, points: [...work.points, at] }
  const effects = showNew(drawn, at, keys, scene)
  if (effects.length === 0) return { state: idle, effects: [change({ type: 'abandon' })] }
  return { state: idle, effects: [...effects, change({ type: 'commit', label: messages.addMark, isNew: true })] }
}

function showChanged(mark: Mark, { markup: { marks } }: Scene): Effect {
  const next = marks.map((each) => (each.id === mark.id ? mark : each))
  return change({ type: 'show', marks: next, selectedId: mark.id })
}

function changed(work: Extract<Work, { type: 'move' | 'resize' }>, at: Point, keys: HeldModifiers): Mark {
  const by = { x: at.x - work.from.x, y: at.y - work.from.y }
  return work.type === 'move' ? moveMark(work.start, by) : resizeMark(work.start, work.handle, at, keys)
}

function resizeMark(start: Mark, handle: MarkHandle, at: Point, keys: HeldModifiers): Mark {
  const rounded = { x: Math.round(at.x), y: Math.round(at.y) }
  if (handle === 'from' || handle === 'to') return start.shape === 'arrow' ? { ...start, [handle]: rounded } : start
  const before = markBounds(start)
  const after = dragRect(before, handle, at, {
    ratio: keys.shift ? before.widthPx / before.heightPx : null,
    isFromCenter: keys.alt,
  })
  if (start.shape === 'box' || start.shape === 'ellipse') return { ...start, rect: after }
  return mapMark(start, ({ x, y }) => ({
    x: after.x + ((x - before.x) / before.widthPx) * after.widthPx,
    y: after.y + ((y - before.y) / before.heightPx) * after.heightPx,
  }))
}

/** Nothing as long as it is too small to be meant. */
function showNew(
  { id, from, points }: Extract<Work, { type: 'new' }>,
  at: Point,
  keys: HeldModifiers,
  scene: Scene,
): Effect[] {
  const { shape, color, marks } = scene.markup
  const drawn = shape === 'scribble' ? points.some((point) => !isClick(from, point, scene)) : !isClick(from, at, scene)
  if (shape !== 'note' && !drawn) return []
  const base = { id, color, text: '' }
  const mark = { ...base, ...formOf(scene, { from, at, points, keys }) } as Mark
  // Those shown already include its earlier forms.
  return [change({ type: 'show', marks: [...marks.filter((each) => each.id !== id), mark], selectedId: id })]
}

interface Drawn {
  readonly from: Point
  readonly at: Point
  readonly points: readonly Point[]
  readonly keys: HeldModifiers
}

/** Deviation of a scribble from what was drawn, CSS pixels. */
const deviationCssPx = 0.75

function formOf(scene: Scene, { from, at, points, keys }: Drawn) {
  const { shape } = scene.markup
  switch (shape) {
    case 'arrow':
      return { shape, from: whole(from), to: whole(keys.shift ? snapTo45(from, at) : at) }
    case 'box':
    case 'ellipse':
      return { shape, rect: rectOf(from, at, keys) }
    case 'scribble': {
      const simple = simplifyPath(points, Math.max(0.5, screenToImage(deviationCssPx, scene))).map(whole)
      return { shape, points: simple, isClosed: isClosedPath(points, screenToImage(12, scene)) }
    }
    case 'note':
      return { shape, at: whole(at) }
  }
}

function rectOf(from: Point, at: Point, { shift, alt }: HeldModifiers): Rect {
  const rect = drawRect(from, at, { ratio: shift ? 1 : null, isFromCenter: alt })
  return rectBetween(whole(rect), whole({ x: rect.x + rect.widthPx, y: rect.y + rect.heightPx }))
}

function whole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}
