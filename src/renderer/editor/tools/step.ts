import type { Effect } from './tool.ts'

/** What a tool answers to an event. */
export interface Step<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

/** Nothing happens. */
export function stay<State>(state: State): Step<State> {
  return { state, effects: [] }
}
