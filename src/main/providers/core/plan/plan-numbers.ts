import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard, NumberRange } from '../../../../shared/domain/model-card.ts'
import { wrapSeed } from '../../../../shared/domain/seed.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { PlanNotes } from './plan-notes.ts'

export interface PlannedNumbers {
  readonly guidance: number | null
  readonly steps: number | null
  readonly strength: number | null
}

const rangeMessages = {
  guidance: { notUsed: messages.guidanceNotUsed, clamped: messages.guidanceClamped },
  steps: { notUsed: messages.stepsNotUsed, clamped: messages.stepsClamped },
  strength: { notUsed: messages.strengthNotUsed, clamped: messages.strengthClamped },
} as const

/** For a variation made by an edit: enough for another composition, too little to lose the image. */
const variationStrength = 0.6

/** Moves guidance, steps and strength into the model's range; leaves out those it lacks. */
export function planNumbers(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedNumbers {
  const inRange = (
    name: 'guidance' | 'steps' | 'strength',
    range: NumberRange | null,
    value: number | null = request[name],
  ) => {
    if (value === null) return null
    const { notUsed, clamped: outOfRange } = rangeMessages[name]
    if (range === null) {
      notes.warn(`${name}-ignored`, notUsed({ model: card.label, value }))
      return null
    }
    const clamped = Math.min(range.max, Math.max(range.min, value))
    if (clamped !== value) {
      const { min, max } = range
      notes.warn(`${name}-clamped`, outOfRange({ model: card.label, min, max, sent: clamped, value }))
    }
    return clamped
  }
  return {
    guidance: inRange('guidance', card.guidance),
    steps: inRange('steps', card.steps),
    strength: inRange(
      'strength',
      // Strength controls how much of an image is preserved: without an image it means nothing.
      request.operation === 'generate' ? null : card.strength,
      request.strength ?? usualStrength(request, card),
    ),
  }
}

/** Default if the user sets none; null = the service's own. */
function usualStrength({ operation }: PlanRequest, { variations, edits, strength }: ModelCard): number | null {
  const isEmulated = operation === 'variations' && variations === 'emulated'
  return isEmulated && edits === 'strength' && strength !== null ? variationStrength : null
}

/**
 * Returns the seed of the first image; null = the service draws its own. A seed beyond the model's range is wrapped
 * into it, always to the same value.
 */
export function planSeed({ seed }: PlanRequest, card: ModelCard, notes: PlanNotes): number | null {
  if (seed === null) return null
  if (card.seed === 'no') {
    notes.warn('seed-ignored', messages.seedNotUsed({ model: card.label }))
    return null
  }
  const sent = wrapSeed(seed, card.seedMax)
  if (sent !== seed) {
    notes.warn('seed-best-effort', messages.seedTooLarge({ model: card.label, max: card.seedMax, sent, seed }))
  } else if (card.seed === 'best-effort') {
    notes.warn('seed-best-effort', messages.seedNotRepeatable({ model: card.label }))
  }
  return sent
}
