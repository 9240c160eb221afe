import type { Rect } from '../../../../shared/util/geometry.ts'
import { createMembrane } from './membrane.ts'

export interface HealRequest {
  readonly area: Rect
  /** The stroke's coverage of the area; what is not 0 is healed. */
  readonly coverage: Uint8Array
  /** RGBA of the area as it is. */
  readonly target: Uint8Array | Uint8ClampedArray
  /** RGBA of what is copied there, of the same size; transparent where there is nothing to copy. */
  readonly source: Uint8Array | Uint8ClampedArray
}

/**
 * The copied texture in the colors of its new place: the source plus a membrane that, along the border of the stroke,
 * is the difference between target and source, and in between as smooth as can be (Laplace's equation; Georgiev 2004,
 * "Photoshop healing brush: a tool for seamless cloning"). A border that lies outside the area pulls at nothing. Where
 * there is nothing to copy, and outside the stroke, the target stays.
 * @returns RGBA of the area; alpha is the target's
 */
export function healPixels({ area, coverage, target, source }: HealRequest): Uint8ClampedArray<ArrayBuffer> {
  const { widthPx, heightPx } = area
  const out = Uint8ClampedArray.from(target)
  const membrane = createMembrane(widthPx, heightPx, (i) => {
    if (source[i * 4 + 3] === 0) return 'outside'
    return coverage[i] === 0 ? 'fixed' : 'free'
  })
  for (let channel = 0; channel < 3; channel++) {
    const differences = membrane.span((i) => target[i * 4 + channel]! - source[i * 4 + channel]!)
    for (let i = 0; i < coverage.length; i++) {
      const at = i * 4 + channel
      if (coverage[i] !== 0 && source[i * 4 + 3] !== 0) out[at] = source[at]! + differences[i]!
    }
  }
  return out
}
