import { createStore, type StoreApi } from 'zustand/vanilla'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Intents } from '../../client/index.ts'

/** A change to images and how to undo it. */
export interface UndoStep {
  /** User-visible description of what was done. */
  readonly message: string
  readonly undo: () => Promise<void>
}

export interface UndoStack {
  /** Undone last in, first out. */
  readonly store: StoreApi<{ readonly steps: readonly UndoStep[] }>
  /** Shows a notice with an Undo button. */
  pushStep(step: UndoStep): void
  /** For actions that need no undo. */
  notify(message: string): void
  /** Adds a step without a notice: typed text is visible where it was typed. */
  push(step: UndoStep): void
  undoLast(): Promise<void>
}

/** Main keeps the undo data for the lifetime of the process; more steps than this are not needed. */
const maxSteps = 100

/** The gallery's undo stack (Ctrl+Z). */
export function createUndoStack(intents: Intents): UndoStack {
  const store = createStore<{ readonly steps: readonly UndoStep[] }>(() => ({ steps: [] }))

  function push(step: UndoStep): void {
    store.setState(({ steps }) => ({ steps: [...steps, step].slice(-maxSteps) }))
  }

  async function undo(step: UndoStep): Promise<void> {
    const { steps } = store.getState()
    // Both the notice's button and the shortcut may be pressed.
    if (!steps.includes(step)) return
    store.setState({ steps: steps.filter((each) => each !== step) })
    await step.undo()
  }

  function notify(text: string): void {
    intents.send({ type: 'notify', notice: { level: 'info', text, topic: 'gallery' } })
  }

  return {
    store,
    push,
    notify,
    pushStep(step) {
      push(step)
      const action = { label: messages.undo, run: () => undo(step) }
      intents.send({ type: 'notify', notice: { level: 'info', text: step.message, topic: 'gallery', action } })
    },
    async undoLast() {
      const last = store.getState().steps.at(-1)
      if (last === undefined) return
      await undo(last)
      notify(messages.undone({ change: last.message }))
    },
  }
}
