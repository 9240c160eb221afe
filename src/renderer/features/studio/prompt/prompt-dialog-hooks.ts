import { useState, useEffect } from 'react'
import { useStore } from 'zustand'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices, type PromptCollection } from '../../../client/index.ts'

/** Props of prompt tool dialogs. */
export interface ToolDialogProps {
  readonly onClose: () => void
}

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

/** The items of a collection; null while loading. A failure is reported in `problem`. */
export function usePromptCollection<K extends PromptCollection>(collection: K) {
  const { prompts, describeError } = useServices()
  const items = useStore(prompts.store, (state) => state[collection])
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    prompts.want(collection).catch((error: unknown) => {
      if (!isGone) setProblem(describeError(error).text)
    })
    return () => {
      isGone = true
    }
  }, [prompts, collection, describeError])
  return { items, problem }
}
