import type { Effect } from './tool.ts'

/** A tool's response to an event. */
export interface Step<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

/** No change. */
export function stay<State>(state: State): Step<State> {
  return { state, effects: [] }
}
