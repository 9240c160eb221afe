import { qualities, type ModelCard, type PictureFormat, type Quality } from '../../../../shared/domain/model-card.ts'
import type { Lora, PlanRequest, Safety } from '../../../../shared/domain/generation.ts'
import type { PlanNotes } from './plan-notes.ts'

/** The nearest quality the model has; between two as near, the cheaper one. */
export function planQuality({ quality }: PlanRequest, card: ModelCard, notes: PlanNotes): Quality | null {
  if (quality === null) return null
  if (card.qualities.length === 0) {
    notes.warn('quality-ignored', `${card.label} has one quality only: “${quality}” is not sent.`)
    return null
  }
  const offered = qualities.filter((one) => card.qualities.includes(one))
  const nearest = offered.reduce((best, one) => (stepsBetween(one, quality) < stepsBetween(best, quality) ? one : best))
  if (nearest !== quality) {
    notes.warn('quality-mapped', `${card.label} has no quality “${quality}”: “${nearest}” is asked for.`)
  }
  return nearest
}

function stepsBetween(one: Quality, other: Quality): number {
  return Math.abs(qualities.indexOf(one) - qualities.indexOf(other))
}

export function planStyle({ stylePreset }: PlanRequest, card: ModelCard, notes: PlanNotes): string | null {
  if (stylePreset === null || card.stylePresets.includes(stylePreset)) return stylePreset
  notes.warn('style-ignored', `${card.label} has no style “${stylePreset}”: it is not sent.`)
  return null
}

export function planLoras({ loras }: PlanRequest, card: ModelCard, notes: PlanNotes): readonly Lora[] {
  if (loras.length === 0) return []
  const rule = card.loras
  if (rule === null) {
    notes.warn('loras-ignored', `${card.label} takes no LoRA: none is sent.`)
    return []
  }
  if (loras.length > rule.max) {
    notes.warn(
      'loras-ignored',
      `${card.label} takes ${rule.max} of the ${loras.length} LoRAs: the others are not sent.`,
    )
  }
  const sent = loras.slice(0, rule.max)
  for (const { path, scale } of sent) {
    if (scale >= rule.minScale && scale <= rule.maxScale) continue
    notes.obstruct(`The LoRA ${path} has the scale ${scale}: ${card.label} takes ${rule.minScale} to ${rule.maxScale}.`)
  }
  return sent
}

/** null = as the service has it; Atelier then converts. */
export function planFormat({ format }: PlanRequest, card: ModelCard, notes: PlanNotes): PictureFormat | null {
  if (format === null || card.formats.includes(format)) return format
  notes.warn('format-converted', `${card.label} makes no ${format.toUpperCase()} files: Atelier converts the result.`)
  return null
}

/** What a service does by itself, so that leaving it out changes nothing. */
const usualSafety: Safety = { blockNsfw: false, contentFilter: 'moderate' }

export function planSafety(asked: Safety | null | undefined, card: ModelCard, notes: PlanNotes): Safety {
  const safety = asked ?? usualSafety
  const isUsual = safety.blockNsfw === usualSafety.blockNsfw && safety.contentFilter === usualSafety.contentFilter
  if (!card.hasSafetySetting && !isUsual) {
    notes.warn('safety-ignored', `${card.label} has no safety setting: the service’s own filter applies.`)
  }
  if (card.isSafetyOnlyLoosened === true && (safety.blockNsfw || safety.contentFilter === 'strict')) {
    notes.warn('safety-ignored', `The filter of ${card.label} cannot be made stricter: it applies as it is by itself.`)
  }
  return safety
}
