import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { PlanNotes } from './plan-notes.ts'

export interface PlannedPrompt {
  readonly prompt: string
  readonly negativePrompt: string | null
}

/** For models that follow instructions. */
const variationInstruction =
  'Create a variation of this image: keep its subject, style and colors, and change the composition and the details.'

/** For models that redraw an image by its description: they would draw the text of an instruction. */
const variationDescription = 'the same subject in the same style and colors'

export function planPrompt(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedPrompt {
  const negative = request.negativePrompt?.trim() || null
  if (card.prompt === 'none') {
    if (request.prompt.trim() || negative) notes.warn('prompt-ignored', messages.promptNotUsed({ model: card.label }))
    return { prompt: '', negativePrompt: null }
  }
  const basePrompt = basePromptOf(request, card)
  // Native variations are made from the image alone.
  const isNative = request.operation === 'variations' && card.variations === 'native'
  if (basePrompt === '' && card.prompt === 'required' && !isNative) {
    notes.obstruct(messages.needsPrompt({ model: card.label }))
  }
  if (negative === null || card.hasNegativePrompt)
    return checked({ prompt: basePrompt, negativePrompt: negative }, card, notes)
  notes.warn('negative-emulated', messages.negativePromptAdded({ model: card.label }))
  const prompt = basePrompt === '' ? `Avoid: ${negative}` : `${basePrompt}\n\nAvoid: ${negative}`
  return checked({ prompt, negativePrompt: null }, card, notes)
}

function basePromptOf(request: PlanRequest, card: ModelCard): string {
  const prompt = request.prompt.trim()
  const isEmulated = request.operation === 'variations' && card.variations === 'emulated'
  if (prompt !== '' || !isEmulated) return prompt
  if (card.edits === 'instruction') return variationInstruction
  return card.prompt === 'required' ? variationDescription : prompt
}

function checked(planned: PlannedPrompt, card: ModelCard, notes: PlanNotes): PlannedPrompt {
  const max = card.promptCharsMax
  const chars = planned.prompt.length
  if (max !== null && chars > max) {
    notes.obstruct(messages.promptTooLong({ count: chars, model: card.label, max }))
  }
  return planned
}
