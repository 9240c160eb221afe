import { useState } from 'react'

export interface BusyTask {
  readonly isRunning: boolean
  /** Of the last run; null when it went well. */
  readonly error: unknown
  /** Resolves to whether it went well. */
  run(work: () => Promise<unknown>): Promise<boolean>
}

/** Something a card asks main for: what went wrong is said in its place, not in a corner of the window. */
export function useBusyTask(): BusyTask {
  const [state, setState] = useState<{ isRunning: boolean; error: unknown }>({ isRunning: false, error: null })
  return {
    ...state,
    async run(work) {
      setState({ isRunning: true, error: null })
      try {
        await work()
        setState({ isRunning: false, error: null })
        return true
      } catch (error) {
        setState({ isRunning: false, error })
        return false
      }
    },
  }
}
