import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { PlannedCall, PlanReview } from '../core/adapter.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { LocalNeeds } from './local-supply.ts'
import { optionNumber, optionOf, optionText } from './read-option.ts'
import { upscalerAsDrawn } from './repeat-drawing.ts'

type Target = Pick<PlannedCall, 'card' | 'options' | 'operation' | 'control'>

/**
 * Returns the size after a second pass; null = none was requested, or this is not a new image. The engine keeps a
 * control image at the size of the first pass: the second would repeat it like tiles, or crash the engine.
 */
export function hiresSize({ card, options, operation, control }: Target, { widthPx, heightPx }: Size): Size | null {
  const scale = optionNumber(optionOf(card, options, 'hires')) ?? 1
  if (scale <= 1 || operation !== 'generate' || control) return null
  const step = card.sizes.kind === 'grid' ? card.sizes.multiplePx : 1
  const side = (px: number) => Math.ceil((px * scale) / step) * step
  return { widthPx: side(widthPx), heightPx: side(heightPx) }
}

/**
 * Converts the second pass for the engine: an upscaler is the engine's own by name, or a file of the user's. The file
 * that drew an image is used wherever it is now.
 */
export function toHires(
  asked: Target & { readonly drawnWith?: LocalRecord | null },
  base: Size,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): EngineRequest['hires'] {
  const size = hiresSize(asked, base)
  if (size === null) return null
  const { card, options, drawnWith = null } = asked
  const upscaler = optionText(optionOf(card, options, 'hires_upscaler')) ?? 'Latent'
  const named = supply.upscalers.find((each) => each.card.id === upscaler)?.path ?? null
  const file = upscalerAsDrawn(upscaler, drawnWith, hashes) ?? named
  return {
    ...size,
    strength: optionNumber(optionOf(card, options, 'hires_strength')) ?? 0.7,
    ...(file === null ? { upscaler, modelPath: null } : { upscaler: 'Model', modelPath: file }),
  }
}

/** Reviews the second pass for the plan. */
export function reviewHires(asked: Target, base: Size): PlanReview {
  const size = hiresSize(asked, base)
  if (size === null) return { warnings: leftOut(asked), obstacles: [] }
  const max = maxSide(asked.card)
  if (Math.max(size.widthPx, size.heightPx) <= max) return { warnings: [], obstacles: [], output: size }
  const tooLarge = messages.hiresTooLarge({ width: size.widthPx, height: size.heightPx, max })
  return { warnings: [], obstacles: [tooLarge] }
}

function leftOut({ card, options, operation }: Target): PlanReview['warnings'] {
  if ((optionNumber(optionOf(card, options, 'hires')) ?? 1) <= 1) return []
  const message = operation === 'generate' ? messages.hiresWithoutControl : messages.hiresForNewImages
  return [{ code: 'option-ignored', message }]
}

function maxSide({ sizes }: ModelCard): number {
  return sizes.kind === 'grid' ? sizes.maxSidePx : Infinity
}
