import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { PlannedCall, PlanReview } from '../core/adapter.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import type { LocalNeeds } from './local-supply.ts'
import { numberOf, optionOf, textOf } from './read-option.ts'
import { upscalerAsDrawn } from './repeat-drawing.ts'

type Asked = Pick<PlannedCall, 'card' | 'options' | 'operation' | 'control'>

/**
 * How large a second pass makes an image of this size; null = none was asked for, or this is no new image. The engine
 * keeps a control image at the size of the first pass: the second would repeat it like tiles, or end the engine.
 */
export function hiresSize({ card, options, operation, control }: Asked, { widthPx, heightPx }: Size): Size | null {
  const scale = numberOf(optionOf(card, options, 'hires')) ?? 1
  if (scale <= 1 || operation !== 'generate' || control) return null
  const step = card.sizes.kind === 'grid' ? card.sizes.multiplePx : 1
  const side = (px: number) => Math.ceil((px * scale) / step) * step
  return { widthPx: side(widthPx), heightPx: side(heightPx) }
}

/**
 * The second pass as the engine is asked for it: an upscaler is the engine's own by name, or a file of the person's. The
 * file that drew an image is used wherever it lies now.
 */
export function toHires(
  asked: Asked & { readonly drawnWith?: LocalRecord | null },
  base: Size,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): EngineRequest['hires'] {
  const size = hiresSize(asked, base)
  if (size === null) return null
  const { card, options, drawnWith = null } = asked
  const upscaler = textOf(optionOf(card, options, 'hires_upscaler')) ?? 'Latent'
  const named = supply.upscalers.find((each) => each.card.id === upscaler)?.path ?? null
  const file = upscalerAsDrawn(upscaler, drawnWith, hashes) ?? named
  return {
    ...size,
    strength: numberOf(optionOf(card, options, 'hires_strength')) ?? 0.7,
    ...(file === null ? { upscaler, modelPath: null } : { upscaler: 'Model', modelPath: file }),
  }
}

/** What is said of it with the plan. */
export function reviewHires(asked: Asked, base: Size): PlanReview {
  const size = hiresSize(asked, base)
  if (size === null) return { warnings: leftOut(asked), obstacles: [] }
  const max = maxSide(asked.card)
  if (Math.max(size.widthPx, size.heightPx) <= max) return { warnings: [], obstacles: [], output: size }
  const words = `The hires pass would make ${size.widthPx} × ${size.heightPx}, and ${max} px a side are the most. Choose a smaller size or scale.`
  return { warnings: [], obstacles: [words] }
}

function leftOut({ card, options, operation }: Asked): PlanReview['warnings'] {
  if ((numberOf(optionOf(card, options, 'hires')) ?? 1) <= 1) return []
  const why =
    operation === 'generate' ? 'A hires pass cannot follow a control image' : 'The hires pass is for new images'
  return [{ code: 'option-ignored', message: `${why}: this one is drawn without it.` }]
}

function maxSide({ sizes }: ModelCard): number {
  return sizes.kind === 'grid' ? sizes.maxSidePx : Infinity
}
