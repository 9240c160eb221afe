import { useCallback } from 'react'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { useStudioState } from '../studio-context.ts'
import { useMakeState } from './make-context.ts'
import { ignoredWords } from './plan-words.ts'
import { useWords } from './use-make.ts'

/** Tells what a model would ignore of what is set on the form; null = nothing. */
export function useIgnored(): (card: ModelCard) => string | null {
  const { task, model } = useMakeState()
  const hasSeed = useStudioState((state) => state.seedMode === 'fixed')
  const hasNegativePrompt = useWords().negativePrompt.trim() !== ''
  const hasSize = model?.values.size !== null && model?.values.size !== undefined
  return useCallback(
    (card) => ignoredWords(card, { task, hasSeed, hasNegativePrompt, hasSize }),
    [task, hasSeed, hasNegativePrompt, hasSize],
  )
}
