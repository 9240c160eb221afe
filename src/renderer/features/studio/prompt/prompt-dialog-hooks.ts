import { useState, useEffect } from 'react'
import { useStore } from 'zustand'
import { useServices, type PromptCollection } from '../../../client/index.ts'

/** Props of prompt tool dialogs. */
export interface ToolDialogProps {
  readonly onClose: () => void
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
