import { qualities, type ModelCard, type ImageFormat, type Quality } from '../../../../shared/domain/model-card.ts'
import type { Lora, PlanRequest, Safety } from '../../../../shared/domain/generation.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { PlanNotes } from './plan-notes.ts'

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

function stepsBetween(one: Quality, other: Quality): number {
  return Math.abs(qualities.indexOf(one) - qualities.indexOf(other))
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

export function planSafety(asked: Safety | null | undefined, card: ModelCard, notes: PlanNotes): Safety {
  const safety = asked ?? usualSafety
  const isUsual = safety.blockNsfw === usualSafety.blockNsfw && safety.contentFilter === usualSafety.contentFilter
  if (!card.hasSafetySetting && !isUsual) {
    notes.warn('safety-ignored', messages.safetyNotUsed({ model: card.label }))
  }
  if (card.isSafetyOnlyLoosened === true && (safety.blockNsfw || safety.contentFilter === 'strict')) {
    notes.warn('safety-ignored', messages.safetyNotStricter({ model: card.label }))
  }
  return safety
}
