import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { cardInUse } from './card-in-use.ts'
import { estimateCost } from './estimate-cost.ts'
import type { PlanFacts, PlannedCall, PlannedRequest } from './planned-call.ts'
import { createPlanNotes } from './plan-notes.ts'
import { planNumbers, planSeed, wrapSeed } from './plan-numbers.ts'
import { planOptions } from './plan-options.ts'
import { planFrame, planPictures } from './plan-pictures.ts'
import { planPrompt } from './plan-prompt.ts'
import { planSize } from './plan-size.ts'
import { planState } from './plan-state.ts'
import { planFormat, planLoras, planQuality, planSafety, planStyle } from './plan-style.ts'

/**
 * What a request comes to with one model: what is sent, what cannot be honoured and why, what it costs. Pure.
 * `source`: the size of the picture to edit, where it is known.
 */
export function planRequest(
  request: PlanRequest,
  card: ModelCard,
  source: Size | null,
  facts: PlanFacts,
): PlannedRequest {
  const notes = createPlanNotes()
  planState(card, facts, notes)
  const pictures = planPictures(request, card, notes)
  const given = pictures.hasSource ? source : null
  const used = cardInUse(request, card)
  const size = planSize(used.sizes, { ...request, source: given }, used.label, notes)
  // What a method of its own does with another shape (extend, reframe) is its affair: it gets the picture as it is.
  const shape = card.edits === 'own' && request.operation === 'edit' ? null : size.size
  const frame = planFrame(given, card, shape, notes)
  const first: Omit<PlannedCall, 'n'> = {
    operation: pictures.operation,
    card,
    ...planPrompt(request, used, notes),
    ...size,
    quality: planQuality(request, card, notes),
    stylePreset: planStyle(request, card, notes),
    seed: planSeed(request, card, notes),
    ...planNumbers(request, used, notes),
    loras: planLoras(request, card, notes),
    format: planFormat(request, card, notes),
    safety: planSafety(request.safety ?? facts.safety, card, notes),
    options: planOptions(request, card, facts.isFallback ?? false, notes),
  }
  const calls = splitCalls(first, request.n)
  if (calls.length > 1) {
    const each = card.imagesPerCall === 1 ? 'one picture' : `${card.imagesPerCall} pictures`
    notes.warn(
      'several-calls',
      `${card.label} makes ${each} at a time: ${request.n} are asked for in ${calls.length} calls.`,
    )
  }
  const { warnings, obstacles } = notes
  const estimate = estimateCost(card.price, {
    pictures: request.n,
    calls: calls.length,
    size: size.size ?? frame?.frame ?? null,
    quality: first.quality,
    source: frame?.frame ?? null,
    references: pictures.referenceIds.length,
  })
  return {
    plan: { warnings, obstacles, estimate, size: size.size, calls: calls.length },
    calls: obstacles.length === 0 ? calls : [],
    frame,
    referenceIds: pictures.referenceIds,
    sendsMask: pictures.sendsMask,
  }
}

/** Every call gets a seed of its own, so that no two pictures are the same. */
function splitCalls(first: Omit<PlannedCall, 'n'>, n: number): readonly PlannedCall[] {
  const { card, seed } = first
  const calls: PlannedCall[] = []
  for (let done = 0; done < n; done += card.imagesPerCall) {
    const own = seed === null ? null : wrapSeed(seed + done, card)
    calls.push({ ...first, seed: own, n: Math.min(card.imagesPerCall, n - done) })
  }
  return calls
}
