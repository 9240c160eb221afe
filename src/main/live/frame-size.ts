import type { ModelCard } from '../../shared/domain/model-card.ts'
import { clamp } from '../../shared/util/clamp.ts'
import type { Size } from '../../shared/util/geometry.ts'

/** Long side of a frame: small enough for several a second on a GPU, large enough for models made for 512 pixels. */
const longSidePx = 512
/** It may differ by this much where the document's shape then fits the model's grid better. */
const leewayPx = 64

/** More steps are not worth their time in a frame that the next stroke replaces. Distilled models need fewer. */
const stepsMax = 8

/** Returns the size of frames: as near to the document's shape as the model's grid and longest shape allow. */
export function frameSizeOf({ widthPx, heightPx }: Size, { sizes }: Pick<ModelCard, 'sizes'>): Size {
  const { multiplePx, minSidePx, maxRatio } = sizes.kind === 'grid' ? sizes : usualGrid
  const ratio = Math.min(maxRatio, Math.max(widthPx, heightPx) / Math.min(widthPx, heightPx))
  const minPx = Math.ceil(minSidePx / multiplePx) * multiplePx
  const fitting = longSides(multiplePx).map((long) => {
    const short = Math.max(minPx, multiplePx, Math.round(long / ratio / multiplePx) * multiplePx)
    return { long, short, error: Math.abs(Math.log(long / short / ratio)) }
  })
  const [{ long, short }] = fitting.toSorted((a, b) => a.error - b.error) as [(typeof fitting)[number]]
  return widthPx >= heightPx ? { widthPx: long, heightPx: short } : { widthPx: short, heightPx: long }
}

const usualGrid = { multiplePx: 8, minSidePx: 64, maxRatio: 8 }

/** The nearest to the wanted one first, so that it wins where the shape fits as well. */
function longSides(multiplePx: number): readonly number[] {
  const middle = Math.max(1, Math.round(longSidePx / multiplePx))
  const around = Math.floor(leewayPx / multiplePx)
  const steps = Array.from({ length: around }, (_, at) => [-(at + 1), at + 1]).flat()
  return [0, ...steps].map((step) => (middle + step) * multiplePx)
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
