import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useServices, type PromptCollection } from '../../../client/index.ts'

/** What is kept on a shelf; null as long as it is loading. A failure is told in `problem`. */
export function usePromptCollection<K extends PromptCollection>(shelf: K) {
  const { prompts, describeError } = useServices()
  const items = useStore(prompts.store, (state) => state[shelf])
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    prompts.want(shelf).catch((error: unknown) => {
      if (!isGone) setProblem(describeError(error).text)
    })
    return () => {
      isGone = true
    }
  }, [prompts, shelf, describeError])
  return { items, problem }
}
