import { createStore, type StoreApi } from 'zustand/vanilla'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Intents } from '../../client/index.ts'

/** What was done to pictures, and how it is taken back. */
export interface UndoStep {
  /** For people: what was done. */
  readonly words: string
  readonly undo: () => Promise<void>
}

export interface UndoStack {
  /** The last one is taken back first. */
  readonly store: StoreApi<{ readonly steps: readonly UndoStep[] }>
  /** Says what was done, with a button that takes it back. */
  tell(step: UndoStep): void
  /** Of what needs no way back. */
  say(words: string): void
  /** Without a word: what is written is seen where it was written. */
  push(step: UndoStep): void
  undoLast(): Promise<void>
}

/** Main keeps what it needs for as long as the program runs; nobody goes back further than this. */
const maxSteps = 100

/** Ctrl+Z of the gallery. */
export function createUndoStack(intents: Intents): UndoStack {
  const store = createStore<{ readonly steps: readonly UndoStep[] }>(() => ({ steps: [] }))

  function push(step: UndoStep): void {
    store.setState(({ steps }) => ({ steps: [...steps, step].slice(-maxSteps) }))
  }

  async function undo(step: UndoStep): Promise<void> {
    const { steps } = store.getState()
    // The button of the message and the key may both be pressed.
    if (!steps.includes(step)) return
    store.setState({ steps: steps.filter((each) => each !== step) })
    await step.undo()
  }

  function say(text: string): void {
    intents.send({ do: 'notify', notice: { level: 'info', text, topic: 'gallery' } })
  }

  return {
    store,
    push,
    say,
    tell(step) {
      push(step)
      const action = { label: messages.undo, run: () => undo(step) }
      intents.send({ do: 'notify', notice: { level: 'info', text: step.words, topic: 'gallery', action } })
    },
    async undoLast() {
      const last = store.getState().steps.at(-1)
      if (last === undefined) return
      await undo(last)
      say(messages.undone({ change: last.words }))
    },
  }
}
