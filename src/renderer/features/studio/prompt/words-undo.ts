import type { Words } from '../../../../shared/domain/canvas-document.ts'
import { sameWords } from './words-walk.ts'

/** How words came to be others: typing and walking the history become one step each, what a tool wrote is always its own. */
export type WordsChange = 'typed' | 'walked' | 'written'

/** Undo of words, by the picture they belong to. The browser's own ends where anything but a key has changed the text. */
export interface WordsUndo {
  note(picture: string, step: { before: Words; after: Words; how: WordsChange; atMs: number }): void
  /** What the words were before; null = nothing to undo. */
  undo(picture: string): Words | null
  redo(picture: string): Words | null
}

interface Step {
  readonly before: Words
  readonly after: Words
  readonly how: WordsChange
  /** What was changed, and whether it grew: other typing is another step. */
  readonly kind: string
  readonly atMs: number
}

interface Line {
  readonly steps: readonly Step[]
  readonly undone: readonly Step[]
}

/** Typing that goes on without a longer pause is one step, up to this many characters. */
const pauseMs = 1_000
const typedMax = 60
const stepsMax = 300
const picturesMax = 60

export function createWordsUndo(): WordsUndo {
  const lines = new Map<string, Line>()
  const lineOf = (picture: string): Line => lines.get(picture) ?? { steps: [], undone: [] }

  function put(picture: string, line: Line): void {
    lines.delete(picture)
    lines.set(picture, line)
    const [oldest] = lines.keys()
    if (lines.size > picturesMax && oldest !== undefined) lines.delete(oldest)
  }

  return {
    note(picture, { before, after, how, atMs }) {
      if (sameWords(before, after)) return
      const { steps } = lineOf(picture)
      const step = { before, after, how, kind: kindOf(before, after), atMs }
      const last = steps.at(-1)
      const joined =
        last !== undefined && canJoin(last, step) ? [...steps.slice(0, -1), join(last, step)] : [...steps, step]
      put(picture, { steps: joined.slice(-stepsMax), undone: [] })
    },
    undo(picture) {
      const { steps, undone } = lineOf(picture)
      const last = steps.at(-1)
      if (last === undefined) return null
      put(picture, { steps: steps.slice(0, -1), undone: [...undone, last] })
      return last.before
    },
    redo(picture) {
      const { steps, undone } = lineOf(picture)
      const next = undone.at(-1)
      if (next === undefined) return null
      // Never joined with what is typed from here on.
      put(picture, { steps: [...steps, { ...next, atMs: -Infinity }], undone: undone.slice(0, -1) })
      return next.after
    },
  }
}

function kindOf(before: Words, after: Words): string {
  const field = before.prompt === after.prompt ? 'negativePrompt' : 'prompt'
  return `${field} ${after[field].length > before[field].length ? 'grows' : 'shrinks'}`
}

function canJoin(last: Step, next: Step): boolean {
  if (last.how !== next.how || next.how === 'written' || !sameWords(last.after, next.before)) return false
  if (next.how === 'walked') return true
  const length = Math.abs(next.after.prompt.length - last.before.prompt.length)
  return last.kind === next.kind && next.atMs - last.atMs < pauseMs && length <= typedMax
}

function join(last: Step, next: Step): Step {
  return { ...next, before: last.before }
}
