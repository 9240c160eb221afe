import type { AdapterInput } from '../../src/main/providers/core/adapter.ts'
import type { ModelCard, NumberRange, OptionField, OptionValue } from '../../src/shared/domain/model-card.ts'
import { buildAdapterInput, buildInputImage } from './build-adapter-input.ts'

/**
 * Returns requests a card allows, including the ends of every range: each supported operation, bare and with everything
 * set. For checking that whatever the planner may produce matches the vendor's documentation.
 */
export function inputsForCard(card: ModelCard): AdapterInput[] {
  const starts = startsFor(card)
  return starts.flatMap((start) => [
    buildAdapterInput(card, { ...sizeOf(card), ...start, options: optionsOf(card, 'needed') }),
    buildAdapterInput(card, { ...sizeOf(card), ...start, ...everything(card, 'min'), ...withoutLacks(card, start) }),
    buildAdapterInput(card, { ...sizeOf(card), ...start, ...everything(card, 'max'), ...withoutLacks(card, start) }),
    ...card.qualities.map((quality) => buildAdapterInput(card, { ...sizeOf(card), ...start, quality })),
  ])
}

type End = 'min' | 'max'

function startsFor(card: ModelCard): Partial<AdapterInput>[] {
  const prompt = { prompt: card.prompt === 'none' ? '' : 'a blue cup' }
  const source = buildInputImage(1, 512, 512)
  const mask = buildInputImage(2, 512, 512)
  const starts: Partial<AdapterInput>[] = []
  if (card.canGenerate) starts.push(prompt)
  if (card.edits !== 'no' && !card.needsMask) starts.push({ ...prompt, operation: 'edit', source })
  if (card.mask !== 'no') starts.push({ ...prompt, operation: 'edit', source, mask })
  // Emulated variations are planned as an edit.
  if (card.variations === 'native') starts.push({ prompt: '', operation: 'variations', source })
  return starts
}

function sizeOf({ sizes }: ModelCard): Partial<AdapterInput> {
  if (sizes.kind === 'list') return { size: sizes.sizes.at(-1)! }
  if (sizes.kind === 'grid') return { size: sizes.default }
  return sizes.kind === 'ratios' ? { aspectRatio: sizes.ratios.at(-1)!, tier: sizes.tiers.at(-1)!.id } : {}
}

function everything(card: ModelCard, end: End): Partial<AdapterInput> {
  const references = Array.from({ length: end === 'max' ? card.referencesMax : 0 }, (_, index) =>
    buildInputImage(10 + index, 512, 512),
  )
  return {
    n: end === 'min' ? 1 : Math.min(4, card.imagesPerCall),
    negativePrompt: card.hasNegativePrompt ? 'fog' : null,
    // Some services reject a preset combined with reference images.
    stylePreset: references.length > 0 ? null : (card.stylePresets.at(-1) ?? null),
    seed: card.seed === 'no' ? null : end === 'min' ? 0 : card.seedMax,
    guidance: endOf(card.guidance, end),
    steps: endOf(card.steps, end),
    strength: endOf(card.strength, end),
    quality: card.qualities.at(end === 'min' ? 0 : -1) ?? null,
    format: card.formats.at(end === 'min' ? 0 : -1) ?? null,
    safety: { blockNsfw: end === 'min', contentFilter: end === 'min' ? 'strict' : 'off' },
    references,
    options: optionsOf(card, end),
  }
}

/** Removes what the planner drops when a mask is sent. */
function withoutLacks({ maskedEditLacks = [] }: ModelCard, { mask }: Partial<AdapterInput>): Partial<AdapterInput> {
  if (!mask) return {}
  return {
    ...(maskedEditLacks.includes('strength') && { strength: null }),
    ...(maskedEditLacks.includes('negativePrompt') && { negativePrompt: null }),
    ...(maskedEditLacks.includes('references') && { references: [] }),
    ...(maskedEditLacks.includes('size') && { size: null, aspectRatio: null, tier: null }),
  }
}

function endOf(range: NumberRange | null, end: End): number | null {
  return range && range[end]
}

function optionsOf(card: ModelCard, which: End | 'needed'): Record<string, OptionValue> {
  const fields = card.options.filter((field) => which !== 'needed' || field.isRequired)
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, which === 'min' ? 'min' : 'max')]))
}

function valueOf(field: OptionField, end: End): OptionValue {
  switch (field.kind) {
    case 'text':
      return 'the cup'
    case 'number':
      return field[end] ?? field.default ?? 1
    case 'switch':
      return end === 'max'
    case 'choice':
      return field.choices.at(end === 'min' ? 0 : -1)!.value
  }
}
