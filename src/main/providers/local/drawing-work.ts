import type { Size } from '../../../shared/util/geometry.ts'
import type { PlannedCall } from '../core/adapter.ts'
import { hiresSize } from './plan-hires.ts'

type Asked = Pick<PlannedCall, 'card' | 'operation' | 'options' | 'steps' | 'strength' | 'n'>

/** Steps times megapixels of all images: each step looks at each pixel, in both passes. */
export function stepMegapixelsOf(asked: Asked, base: Size): number {
  const { card, operation, strength, n } = asked
  const steps = asked.steps ?? card.steps?.default ?? 20
  // What begins with an image samples the last of its steps only.
  const share = operation === 'generate' || card.strength === null ? 1 : (strength ?? card.strength.default ?? 1)
  const hires = hiresSize(asked, base)
  const megapixels = megapixelsOf(base) * share + (hires === null ? 0 : megapixelsOf(hires))
  return Math.max(megapixels * steps * n, 1e-6)
}

const megapixelsOf = ({ widthPx, heightPx }: Size): number => (widthPx * heightPx) / 1e6
