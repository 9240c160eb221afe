import type { ModelCard } from '../../shared/domain/model-card.ts'
import { clamp } from '../../shared/util/clamp.ts'
import type { Size } from '../../shared/util/geometry.ts'

/** Long side of a frame: small enough for several a second on a GPU, large enough for models made for 512 pixels. */
const longSidePx = 512

/** More steps are not worth their time in a frame that the next stroke replaces. Distilled models need fewer. */
const stepsMax = 8

/** Returns the size of frames: the document's shape, as far as the model's grid and longest shape allow. */
export function frameSizeOf({ widthPx, heightPx }: Size, { sizes }: Pick<ModelCard, 'sizes'>): Size {
  const grid = sizes.kind === 'grid' ? sizes : null
  const multiplePx = grid?.multiplePx ?? 8
  const minPx = Math.max(multiplePx, grid?.minSidePx ?? multiplePx)
  const shortest = Math.max(minPx, longSidePx / (grid?.maxRatio ?? 8))
  const scale = longSidePx / Math.max(widthPx, heightPx)
  const fit = (sidePx: number) => {
    const wanted = clamp(sidePx * scale, shortest, longSidePx)
    return Math.max(multiplePx, Math.round(wanted / multiplePx) * multiplePx)
  }
  return { widthPx: fit(widthPx), heightPx: fit(heightPx) }
}

/**
 * Returns the steps to ask for: with a strength only their last part is sampled, and at least one must be.
 * @param strength 0 to 1
 */
export function frameStepsOf({ steps }: Pick<ModelCard, 'steps'>, strength: number): number {
  const usual = Math.min(steps?.default ?? stepsMax, stepsMax)
  const atLeast = Math.ceil(1 / Math.max(strength, 0.05))
  return clamp(Math.max(usual, atLeast), steps?.min ?? 1, steps?.max ?? stepsMax)
}
