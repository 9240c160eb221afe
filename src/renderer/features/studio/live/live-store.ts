import { createStore } from 'zustand/vanilla'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { LiveCanvas } from './create-live-canvas.ts'

interface RunningState {
  /** Of the document that is open; null = off, or not started yet. */
  readonly running: { readonly canvas: CanvasSession; readonly live: LiveCanvas } | null
  /** Unchecked frames may be shown, where nudity is covered. */
  readonly isRevealed: boolean
}

/** The live canvas that runs: its frames and its panel are in different places of the window. */
export const liveStore = createStore<RunningState>(() => ({ running: null, isRevealed: false }))
