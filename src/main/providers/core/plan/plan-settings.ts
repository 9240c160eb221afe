import { qualities, type ModelCard, type ImageFormat, type Quality } from '../../../../shared/domain/model-card.ts'
import type { Lora, PlanRequest, Safety } from '../../../../shared/domain/generation.ts'
import { mapNumberSettings, numberSettings, type NumberValues } from '../../../../shared/domain/number-settings.ts'
import { clamped, notUsed } from '../../../../shared/messages/en/number-settings.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { PlanNotes } from './plan-notes.ts'
import { wrapSeed } from '../../../../shared/domain/seed.ts'

/** Returns the nearest quality the model has; on a tie, the cheaper one. */
export function planQuality({ quality }: PlanRequest, card: ModelCard, notes: PlanNotes): Quality | null {
  if (quality === null) return null
  if (card.qualities.length === 0) {
    notes.warn('quality-ignored', messages.qualityNotUsed({ model: card.label, quality }))
    return null
  }
  const offered = qualities.filter((one) => card.qualities.includes(one))
  const nearest = offered.reduce((best, one) => (stepsBetween(one, quality) < stepsBetween(best, quality) ? one : best))
  if (nearest !== quality) {
    notes.warn('quality-mapped', messages.otherQuality({ model: card.label, quality, sent: nearest }))
  }
  return nearest
}

function stepsBetween(a: Quality, b: Quality): number {
  return Math.abs(qualities.indexOf(a) - qualities.indexOf(b))
}

export function planStyle({ stylePreset }: PlanRequest, card: ModelCard, notes: PlanNotes): string | null {
  if (stylePreset === null || card.stylePresets.includes(stylePreset)) return stylePreset
  notes.warn('style-ignored', messages.noSuchStyle({ model: card.label, style: stylePreset }))
  return null
}

export function planLoras({ loras }: PlanRequest, card: ModelCard, notes: PlanNotes): readonly Lora[] {
  if (loras.length === 0) return []
  const rule = card.loras
  if (rule === null) {
    notes.warn('loras-ignored', messages.lorasNotUsed({ model: card.label }))
    return []
  }
  if (loras.length > rule.max) {
    notes.warn('loras-ignored', messages.lorasLimited({ model: card.label, max: rule.max, count: loras.length }))
  }
  const sent = loras.slice(0, rule.max)
  for (const { path, scale } of sent) {
    if (scale >= rule.minScale && scale <= rule.maxScale) continue
    const { minScale: min, maxScale: max } = rule
    notes.obstruct(messages.loraScaleOutOfRange({ name: path, scale, model: card.label, min, max }))
  }
  return sent
}

/** null = the service's default; Atelier then converts. */
export function planFormat({ format }: PlanRequest, card: ModelCard, notes: PlanNotes): ImageFormat | null {
  if (format === null || card.formats.includes(format)) return format
  notes.warn('format-converted', messages.formatConverted({ model: card.label, format: format.toUpperCase() }))
  return null
}

/** Services do this by default, so leaving it out changes nothing. */
const usualSafety: Safety = { blockNsfw: false, contentFilter: 'moderate' }

export function planSafety(requested: Safety | null | undefined, card: ModelCard, notes: PlanNotes): Safety {
  const safety = requested ?? usualSafety
  const isUsual = safety.blockNsfw === usualSafety.blockNsfw && safety.contentFilter === usualSafety.contentFilter
  if (!card.hasSafetySetting && !isUsual) {
    notes.warn('safety-ignored', messages.safetyNotUsed({ model: card.label }))
  }
  if (card.isSafetyOnlyLoosened === true && (safety.blockNsfw || safety.contentFilter === 'strict')) {
    notes.warn('safety-ignored', messages.safetyNotStricter({ model: card.label }))
  }
  return safety
}

/** For a variation made by an edit: enough for another composition, too little to lose the image. */
const variationStrength = 0.6

/** Moves the settings that are one number into the model's range; leaves out those it lacks. */
export function planNumbers(request: PlanRequest, card: ModelCard, notes: PlanNotes): NumberValues {
  return mapNumberSettings((name) => {
    const value = request[name] ?? (name === 'strength' ? usualStrength(request, card) : null)
    if (value === null) return null
    const range = numberSettings[name].isOfSource && request.operation === 'generate' ? null : card[name]
    if (range === null) {
      notes.warn(`${name}-ignored`, notUsed[name]({ model: card.label, value }))
      return null
    }
    const { min, max } = range
    const sent = Math.min(max, Math.max(min, value))
    if (sent !== value) notes.warn(`${name}-clamped`, clamped[name]({ model: card.label, min, max, sent, value }))
    return sent
  })
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
