import { closedFields } from '../../../shared/search/index.ts'
import type { Facts } from './facts.ts'

/** Sides that differ by less than a hundredth look the same. */
const squareShare = 0.01
const [square, landscape, portrait] = (['square', 'landscape', 'portrait'] as const).map((shape) =>
  closedFields.shape.indexOf(shape),
)

/** The place in `closedFields.shape`. */
export function shapePlaceOf({ widthPx, heightPx }: Pick<Facts, 'widthPx' | 'heightPx'>): number {
  if (Math.abs(widthPx - heightPx) < squareShare * Math.max(widthPx, heightPx)) return square ?? 0
  return (widthPx > heightPx ? landscape : portrait) ?? 0
}
