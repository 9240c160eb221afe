import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import { isSamePrompt } from './history-walk.ts'

/** How prompts changed: typing and history browsing are merged into one step each, tool output is always its own. */
export type PromptChange = 'typed' | 'walked' | 'written'

/** Undo of prompts, per image. The browser's own stops at any change not made by typing. */
export interface PromptUndo {
  note(image: string, step: { before: PromptPair; after: PromptPair; how: PromptChange; atMs: number }): void
  /** The previous prompts; null = nothing to undo. */
  undo(image: string): PromptPair | null
  redo(image: string): PromptPair | null
}

interface Step {
  readonly before: PromptPair
  readonly after: PromptPair
  readonly how: PromptChange
  /** What was changed, and whether it grew: a change of either starts a new step. */
  readonly kind: string
  readonly atMs: number
}

interface Line {
  readonly steps: readonly Step[]
  readonly undone: readonly Step[]
}

/** Typing without a longer pause is one step, up to this many characters. */
const pauseMs = 1_000
const typedMax = 60
const stepsMax = 300
const imagesMax = 60

export function createPromptUndo(): PromptUndo {
  const lines = new Map<string, Line>()
  const lineOf = (image: string): Line => lines.get(image) ?? { steps: [], undone: [] }

  function store(image: string, line: Line): void {
    lines.delete(image)
    lines.set(image, line)
    const [oldest] = lines.keys()
    if (lines.size > imagesMax && oldest !== undefined) lines.delete(oldest)
  }

  return {
    note(image, { before, after, how, atMs }) {
      if (isSamePrompt(before, after)) return
      const { steps } = lineOf(image)
      const step = { before, after, how, kind: kindOf(before, after), atMs }
      const last = steps.at(-1)
      const joined =
        last !== undefined && canJoin(last, step) ? [...steps.slice(0, -1), join(last, step)] : [...steps, step]
      store(image, { steps: joined.slice(-stepsMax), undone: [] })
    },
    undo(image) {
      const { steps, undone } = lineOf(image)
      const last = steps.at(-1)
      if (last === undefined) return null
      store(image, { steps: steps.slice(0, -1), undone: [...undone, last] })
      return last.before
    },
    redo(image) {
      const { steps, undone } = lineOf(image)
      const next = undone.at(-1)
      if (next === undefined) return null
      // Never merged with later typing.
      store(image, { steps: [...steps, { ...next, atMs: -Infinity }], undone: undone.slice(0, -1) })
      return next.after
    },
  }
}

function kindOf(before: PromptPair, after: PromptPair): string {
  const field = before.prompt === after.prompt ? 'negativePrompt' : 'prompt'
  return `${field} ${after[field].length > before[field].length ? 'grows' : 'shrinks'}`
}

function canJoin(last: Step, next: Step): boolean {
  if (last.how !== next.how || next.how === 'written' || !isSamePrompt(last.after, next.before)) return false
  if (next.how === 'walked') return true
  const length = Math.abs(next.after.prompt.length - last.before.prompt.length)
  return last.kind === next.kind && next.atMs - last.atMs < pauseMs && length <= typedMax
}

function join(last: Step, next: Step): Step {
  return { ...next, before: last.before }
}
