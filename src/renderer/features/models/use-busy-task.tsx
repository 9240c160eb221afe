import { useState } from 'react'
import { useServices } from '../../client/index.ts'

export interface BusyTask {
  readonly isRunning: boolean
  /** Error of the last run; null if it succeeded. */
  readonly error: unknown
  /** Resolves to whether it succeeded. */
  run(work: () => Promise<unknown>): Promise<boolean>
}

/** A card's request to main: errors are shown in place, not as a notice. */
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

/** Why an action on a card failed. */
export function TaskProblem({ error }: { readonly error: unknown }) {
  const { describeError } = useServices()
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <p className="provider-problem" role="alert">
      <strong>{title}.</strong> {text}
    </p>
  )
}
