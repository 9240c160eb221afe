import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { isMarked } from '../../../editing/edit-intent.ts'

type Asked = Pick<PlanRequest, 'operation' | 'hasMask' | 'frame'>

/** The card as it counts for this request: without what the model lacks where it repaints by a mask. */
export function cardInUse(request: Asked, card: ModelCard): ModelCard {
  const lacks = card.maskedEditLacks ?? []
  const sendsMask = request.operation === 'edit' && isMarked(request, request.hasMask) && card.mask !== 'no'
  if (!sendsMask || lacks.length === 0) return card
  return {
    ...card,
    // Said in every warning, since without a mask it may well have it.
    label: `${card.label} with a mask`,
    ...(lacks.includes('strength') && { strength: null }),
    ...(lacks.includes('negativePrompt') && { hasNegativePrompt: false }),
    ...(lacks.includes('references') && { referencesMax: 0 }),
    ...(lacks.includes('size') && { sizes: { kind: 'source' } as const }),
  }
}
