import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { PlanNotes } from './plan-notes.ts'

export interface PlannedPrompt {
  readonly prompt: string
  readonly negativePrompt: string | null
}

/** For models that follow instructions. */
const variationInstruction =
  'Create a variation of this image: keep its subject, style and colors, and change the composition and the details.'

/** For models that redraw an image by its description: they would draw the words of an instruction. */
const variationDescription = 'the same subject in the same style and colors'

export function planPrompt(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedPrompt {
  const negative = request.negativePrompt?.trim() || null
  if (card.prompt === 'none') {
    if (request.prompt.trim() || negative)
      notes.warn('prompt-ignored', `${card.label} takes no words: they are not sent.`)
    return { prompt: '', negativePrompt: null }
  }
  const asked = askedPrompt(request, card)
  // Variations of its own come from the picture alone.
  const isNative = request.operation === 'variations' && card.variations === 'native'
  if (asked === '' && card.prompt === 'required' && !isNative) {
    notes.obstruct(`${card.label} needs a prompt: say what the image is to show.`)
  }
  if (negative === null || card.hasNegativePrompt)
    return checked({ prompt: asked, negativePrompt: negative }, card, notes)
  notes.warn('negative-emulated', `${card.label} has no negative prompt: “Avoid: …” is added to the prompt.`)
  const prompt = asked === '' ? `Avoid: ${negative}` : `${asked}\n\nAvoid: ${negative}`
  return checked({ prompt, negativePrompt: null }, card, notes)
}

function askedPrompt(request: PlanRequest, card: ModelCard): string {
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
    notes.obstruct(`The prompt has ${chars} characters, and ${card.label} takes ${max} at most. Shorten it.`)
  }
  return planned
}
