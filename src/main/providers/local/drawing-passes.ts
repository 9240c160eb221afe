import type { ModelCard, OptionValue } from '../../../shared/domain/model-card.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { PlannedCall, PlanReview } from '../core/adapter.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { LocalNeeds } from './local-supply.ts'
import { upscalerAsDrawn, drawingDevice } from './drawing-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { DrawingWork } from '../../local-service/local-service.ts'

type HiresTarget = Pick<PlannedCall, 'card' | 'options' | 'operation' | 'control'>

/**
 * Returns the size after a second pass; null = none was requested, or this is not a new image. The engine keeps a
 * control image at the size of the first pass: the second would repeat it like tiles, or crash the engine.
 */
function hiresSize({ card, options, operation, control }: HiresTarget, { widthPx, heightPx }: Size): Size | null {
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
  target: HiresTarget & { readonly drawnWith?: LocalRecord | null },
  base: Size,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): EngineRequest['hires'] {
  const size = hiresSize(target, base)
  if (size === null) return null
  const { card, options, drawnWith = null } = target
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
export function reviewHires(target: HiresTarget, base: Size): PlanReview {
  const size = hiresSize(target, base)
  if (size === null) return { warnings: leftOut(target), obstacles: [] }
  const max = maxSide(target.card)
  if (Math.max(size.widthPx, size.heightPx) <= max) return { warnings: [], obstacles: [], output: size }
  const tooLarge = messages.hiresTooLarge({ width: size.widthPx, height: size.heightPx, max })
  return { warnings: [], obstacles: [tooLarge] }
}

function leftOut({ card, options, operation }: HiresTarget): PlanReview['warnings'] {
  if ((optionNumber(optionOf(card, options, 'hires')) ?? 1) <= 1) return []
  const message = operation === 'generate' ? messages.hiresWithoutControl : messages.hiresForNewImages
  return [{ code: 'option-ignored', message }]
}

function maxSide({ sizes }: ModelCard): number {
  return sizes.kind === 'grid' ? sizes.maxSidePx : Infinity
}

type WorkTarget = Pick<PlannedCall, 'card' | 'operation' | 'options' | 'steps' | 'strength' | 'n' | 'control'>

/** A ControlNet is a copy of the first half of its model, and runs in addition at each step. */
const controlCost = 1.4

/** Returns the work for all images, which are all sampled once more if there is a hires pass. */
export function workOf(target: WorkTarget, base: Size, facts: EngineFacts | null): DrawingWork {
  const { card, operation, strength, n } = target
  const steps = target.steps ?? card.steps?.default ?? 20
  // Starting from an image runs only the last of its steps.
  const share = operation === 'generate' || card.strength === null ? 1 : (strength ?? card.strength.default ?? 1)
  const hires = hiresSize(target, base)
  const first = {
    steps: Math.max(1, steps * share),
    megapixels: megapixelsOf(base) * (target.control ? controlCost : 1),
  }
  const second = hires && { steps, megapixels: megapixelsOf(hires) }
  return {
    ...madeBy(target, facts),
    passes: [first, ...(second === null ? [] : [second])].flatMap((pass) => Array.from({ length: n }, () => pass)),
    megapixels: megapixelsOf(hires ?? base) * n,
  }
}

/** An upscaler processes the image once, tile by tile. */
export function upscaleWorkOf(
  target: Pick<WorkTarget, 'card'> & { readonly sourceFile?: Size | null },
  facts: EngineFacts | null,
): DrawingWork {
  const megapixels = target.sourceFile ? megapixelsOf(target.sourceFile) : 0
  return { ...madeBy(target, facts), passes: [{ steps: 1, megapixels }], megapixels }
}

function madeBy({ card }: Pick<WorkTarget, 'card'>, facts: EngineFacts | null): Pick<DrawingWork, 'model' | 'device'> {
  return { model: card.id, device: facts && drawingDevice(facts) }
}

const megapixelsOf = ({ widthPx, heightPx }: Size): number => (widthPx * heightPx) / 1e6

/** Falls back to the model family's default: the engine knows no families. */
export function optionOf(
  card: ModelCard,
  values: Readonly<Record<string, OptionValue>>,
  name: string,
): OptionValue | null | undefined {
  return values[name] ?? card.options.find((each) => each.name === name)?.default
}

export const optionNumber = (value: unknown) => (typeof value === 'number' ? value : null)
export const optionText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
