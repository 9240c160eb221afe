import type { Size } from '../util/geometry.ts'
import type { Recipe } from './asset.ts'

interface Made extends Size {
  readonly recipe: Pick<Recipe, 'changedOutside'> & {
    readonly generation?: Pick<Generation, 'requestedSize'> | null | undefined
  }
}
type Generation = NonNullable<Recipe['generation']>

/** Models work in multiples of up to this many pixels: either side of a ratio may be rounded by half of it. */
const largestStepPx = 64

/** Returns the requested size (`1024 × 1024`) or ratio (`16:9`) if the image has another; null if it matches. */
export function unmetSize({ widthPx, heightPx, recipe }: Made): string | null {
  const requested = recipe.generation?.requestedSize ?? null
  // A composited edit has the size of its image, whatever was requested for the region.
  if (requested === null || recipe.changedOutside !== null) return null
  return isMetBy(requested, { widthPx, heightPx }) ? null : requested.replace('x', ' × ')
}

function isMetBy(requested: string, { widthPx, heightPx }: Size): boolean {
  const [width = 0, height = 1] = requested.split(/[x:]/).map(Number)
  if (requested.includes('x')) return width === widthPx && height === heightPx
  const ratio = width / height
  const half = largestStepPx / 2
  return (widthPx - half) / (heightPx + half) <= ratio && ratio <= (widthPx + half) / Math.max(1, heightPx - half)
}
