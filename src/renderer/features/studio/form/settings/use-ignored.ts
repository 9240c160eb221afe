import { useCallback } from 'react'
import type { ModelCard } from '../../../../../shared/domain/model-card.ts'
import { useStudioState } from '../../studio-context.ts'
import { useGenerateState } from '../generate-context.ts'
import { formatIgnored } from '../plan-messages.ts'
import { usePrompts } from '../use-generate.ts'

/** The settings of the form that a model would ignore; null = none. */
export function useIgnored(): (card: ModelCard) => string | null {
  const { task, model } = useGenerateState()
  const hasSeed = useStudioState((state) => state.seedMode === 'fixed')
  const hasNegativePrompt = usePrompts().negativePrompt.trim() !== ''
  const hasSize = model?.values.size !== null && model?.values.size !== undefined
  return useCallback(
    (card) => formatIgnored(card, { task, hasSeed, hasNegativePrompt, hasSize }),
    [task, hasSeed, hasNegativePrompt, hasSize],
  )
}
