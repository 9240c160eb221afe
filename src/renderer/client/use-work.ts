import { useState } from 'react'
import { toErrorData } from '../../shared/errors/index.ts'
import { useServices } from './services.ts'

/** Runs one fallible operation at a time; its error stays until the next one. */
export function useWork() {
  const { describeError } = useServices()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      return true
    } catch (error) {
      // A cancellation needs no message: the user caused it.
      if (toErrorData(error).code === 'request/cancelled') return false
      const { title, text } = describeError(error)
      setProblem(`${title}. ${text}`)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, problem, run }
}
