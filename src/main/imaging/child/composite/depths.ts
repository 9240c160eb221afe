import { growRect, intersectRects, type Rect } from '../../../../shared/util/geometry.ts'
import { distanceField } from './distance-field.ts'
import type { EditScene } from './edit-scene.ts'

/** Depth of each pixel of `area` inside the mask, in `distanceUnit`s; the image's edge does not count as a border. */
export interface Depths {
  readonly area: Rect
  readonly field: Uint16Array
}

/** Depths beyond this, in pixels, are clamped to it. */
const farthestPx = 13_000

export function measureDepths({ image, effective, crop }: EditScene, touched: Rect): Depths {
  const whole = { x: 0, y: 0, widthPx: image.widthPx, heightPx: image.heightPx }
  const area = intersectRects(growRect(touched, 1), whole)
  const outside = new Uint8Array(area.widthPx * area.heightPx).fill(1)
  const inCrop = intersectRects(area, crop)
  for (let y = inCrop.y; y < inCrop.y + inCrop.heightPx; y++) {
    const to = (y - area.y) * area.widthPx + inCrop.x - area.x
    const from = y * image.widthPx + inCrop.x
    for (let x = 0; x < inCrop.widthPx; x++) outside[to + x] = effective[from + x] === 0 ? 1 : 0
  }
  return { area, field: distanceField(outside, area, farthestPx) }
}
