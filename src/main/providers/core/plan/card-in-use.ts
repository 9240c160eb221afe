import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import { isMarked } from '../../../editing/edit-intent.ts'

type Target = Pick<PlanRequest, 'operation' | 'hasMask' | 'frame'>

/** Returns the card that applies to this request: without what the model lacks when it repaints by a mask. */
export function cardInUse(request: Target, card: ModelCard): ModelCard {
  const lacks = card.maskedEditLacks ?? []
  const sendsMask = request.operation === 'edit' && isMarked(request, request.hasMask) && card.mask !== 'no'
  if (!sendsMask || lacks.length === 0) return card
  return {
    ...card,
    // Part of every warning, since the model may support it without a mask.
    label: messages.modelWithMask({ model: card.label }),
    ...(lacks.includes('strength') && { strength: null }),
    ...(lacks.includes('negativePrompt') && { hasNegativePrompt: false }),
    ...(lacks.includes('references') && { referencesMax: 0 }),
    ...(lacks.includes('size') && { sizes: { kind: 'source' } as const }),
  }
}
