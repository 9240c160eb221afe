import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { LayerRows } from './layer-rows.ts'

/** Pixels of an image to be drawn: 8-bit sRGB RGBA, straight alpha. */
export interface DrawnImage extends Size {
  readonly rgba: Uint8Array
}

/** Offsets below this count as on the pixel: they are rounding errors of quarter-turn rotations. */
const onPixel = 1e-6

/**
 * Returns the rows of a placed image: interpolated linearly between its pixels, premultiplied; an image that is drawn
 * much smaller must already be downscaled. Its border is antialiased by how far a pixel's center is inside, in
 * document pixels; unscaled and aligned to whole pixels, its pixels are unchanged.
 * @param bounds the requested area, in document pixels
 */
export function imageRows(image: DrawnImage, placement: Placement, bounds: Rect): LayerRows {
  const { widthPx, heightPx } = image
  const turn = turnOf(placement)
  const sample = createSampler(image)
  return {
    bounds,
    readRow(y, into) {
      const dy = y + 0.5 - placement.centreY
      for (let n = 0; n < bounds.widthPx; n++) {
        const dx = bounds.x + n + 0.5 - placement.centreX
        const px = widthPx / 2 + turn.xx * dx + turn.xy * dy
        const py = heightPx / 2 + turn.yx * dx + turn.yy * dy
        const insideX = Math.min(px, widthPx - px) * placement.scaleX + 0.5
        const insideY = Math.min(py, heightPx - py) * placement.scaleY + 0.5
        const coverage = Math.min(1, Math.max(0, insideX)) * Math.min(1, Math.max(0, insideY))
        sample(px - 0.5, py - 0.5, coverage, into, n * 4)
      }
    },
  }
}

/** The whole pixels a placed image touches, inside the document and beyond it. */
export function placedBounds({ widthPx, heightPx }: Size, placement: Placement): Rect {
  const angle = (placement.rotationDeg * Math.PI) / 180
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  const [width, height] = [widthPx * placement.scaleX, heightPx * placement.scaleY]
  const halfX = (width * cos + height * sin) / 2
  const halfY = (width * sin + height * cos) / 2
  const x = Math.floor(placement.centreX - halfX + onPixel)
  const y = Math.floor(placement.centreY - halfY + onPixel)
  const right = Math.ceil(placement.centreX + halfX - onPixel)
  const bottom = Math.ceil(placement.centreY + halfY - onPixel)
  return { x, y, widthPx: Math.max(0, right - x), heightPx: Math.max(0, bottom - y) }
}

/** Maps an offset from the center in the document to one in the image, by undoing rotation, scale and flip. */
function turnOf({ rotationDeg, scaleX, scaleY, isFlippedX, isFlippedY }: Placement) {
  const angle = (rotationDeg * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const x = (isFlippedX ? -1 : 1) / scaleX
  const y = (isFlippedY ? -1 : 1) / scaleY
  return { xx: cos * x, xy: sin * x, yx: -sin * y, yy: cos * y }
}

type Sampler = (x: number, y: number, coverage: number, into: Uint8Array, at: number) => void

/** `x`, `y`: 0 is the center of the first pixel; border pixels are repeated beyond the border. */
function createSampler({ widthPx, heightPx, rgba }: DrawnImage): Sampler {
  const lastX = widthPx - 1
  const lastY = heightPx - 1
  return (x, y, coverage, into, at) => {
    if (coverage <= 0) {
      into[at] = into[at + 1] = into[at + 2] = into[at + 3] = 0
      return
    }
    const cx = Math.min(lastX, Math.max(0, x))
    const cy = Math.min(lastY, Math.max(0, y))
    const x0 = Math.floor(cx)
    const y0 = Math.floor(cy)
    const [fx, fy] = [cx - x0, cy - y0]
    const a = (y0 * widthPx + x0) * 4
    const b = x0 < lastX ? a + 4 : a
    const down = y0 < lastY ? widthPx * 4 : 0
    const wa = (1 - fx) * (1 - fy) * rgba[a + 3]!
    const wb = fx * (1 - fy) * rgba[b + 3]!
    const wc = (1 - fx) * fy * rgba[a + down + 3]!
    const wd = fx * fy * rgba[b + down + 3]!
    const alpha = wa + wb + wc + wd
    into[at + 3] = Math.round(alpha * coverage)
    for (let c = 0; c < 3; c++) {
      const sum = wa * rgba[a + c]! + wb * rgba[b + c]! + wc * rgba[a + down + c]! + wd * rgba[b + down + c]!
      into[at + c] = alpha === 0 ? 0 : Math.round(sum / alpha)
    }
  }
}
