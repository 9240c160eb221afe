import { createStore } from 'zustand/vanilla'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { LiveCanvas, LiveSettings } from './create-live-canvas.ts'

interface RunningState {
  /** Of the document that is open; null = off, or not started yet. */
  readonly running: { readonly canvas: CanvasSession; readonly live: LiveCanvas } | null
  /** Unchecked frames may be shown, where nudity is covered. */
  readonly isRevealed: boolean
}

/** The live canvas that runs: its frames and its panel are in different places of the window. */
export const liveStore = createStore<RunningState>(() => ({ running: null, isRevealed: false }))

/** As the person last set them, for as long as the window is open. */
let lastSettings: Omit<LiveSettings, 'model'> & { readonly model: string | null } = {
  model: null,
  strength: 0.6,
  seed: 1,
  view: 'beside',
  opacity: 0.8,
}

export const recallSettings = () => lastSettings

export function rememberSettings({ model, strength, seed, view, opacity }: LiveSettings): void {
  lastSettings = { model, strength, seed, view, opacity }
}
