import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard, NumberRange } from '../../../../shared/domain/model-card.ts'
import { wrapSeed } from '../../../../shared/domain/seed.ts'
import type { PlanNotes } from './plan-notes.ts'

export interface PlannedNumbers {
  readonly guidance: number | null
  readonly steps: number | null
  readonly strength: number | null
}

/** Of a variation asked for by an edit: enough for another composition, too little to lose the picture. */
const variationStrength = 0.6

/** Guidance, steps and strength within what the model takes; what it has not is left out. */
export function planNumbers(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedNumbers {
  const inRange = (
    name: 'guidance' | 'steps' | 'strength',
    range: NumberRange | null,
    value: number | null = request[name],
  ) => {
    if (value === null) return null
    if (range === null) {
      notes.warn(`${name}-ignored`, `${card.label} has no setting for ${name}: ${value} is not sent.`)
      return null
    }
    const clamped = Math.min(range.max, Math.max(range.min, value))
    if (clamped !== value) {
      const limits = `${range.min} to ${range.max}`
      notes.warn(
        `${name}-clamped`,
        `${card.label} takes ${name} from ${limits}: ${clamped} is sent instead of ${value}.`,
      )
    }
    return clamped
  }
  return {
    guidance: inRange('guidance', card.guidance),
    steps: inRange('steps', card.steps),
    strength: inRange(
      'strength',
      // Strength says how much of a picture is left: without one it means nothing.
      request.operation === 'generate' ? null : card.strength,
      request.strength ?? usualStrength(request, card),
    ),
  }
}

/** Where the person names none; null = the service's own. */
function usualStrength({ operation }: PlanRequest, { variations, edits, strength }: ModelCard): number | null {
  const isEmulated = operation === 'variations' && variations === 'emulated'
  return isEmulated && edits === 'strength' && strength !== null ? variationStrength : null
}

/**
 * The seed of the first picture; null = the service draws its own. A seed beyond the model's range is wrapped into it,
 * always to the same one.
 */
export function planSeed({ seed }: PlanRequest, card: ModelCard, notes: PlanNotes): number | null {
  if (seed === null) return null
  if (card.seed === 'no') {
    notes.warn('seed-ignored', `${card.label} takes no seed: it draws its own.`)
    return null
  }
  const sent = wrapSeed(seed, card.seedMax)
  if (sent !== seed) {
    notes.warn(
      'seed-best-effort',
      `Seeds of ${card.label} go up to ${card.seedMax}: ${sent} is sent instead of ${seed}.`,
    )
  } else if (card.seed === 'best-effort') {
    notes.warn('seed-best-effort', `${card.label} takes the seed, but may make another image of it the next time.`)
  }
  return sent
}
