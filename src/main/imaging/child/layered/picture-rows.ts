import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { LayerRows } from './layer-rows.ts'

/** Pixels of a picture that is to be drawn: 8-bit sRGB RGBA, straight alpha. */
export interface DrawnPicture extends Size {
  readonly rgba: Uint8Array
}

/** Below it a place is on the pixel: what is left of rounding after turning by a quarter. */
const onPixel = 1e-6

/**
 * A placed picture's rows. Between its pixels it is interpolated linearly, premultiplied; a picture that is made much
 * smaller has to come made smaller already. Its border is antialiased by how far a pixel's center lies inside, measured
 * in the document's pixels; where it lies on whole pixels unscaled its pixels come as they are.
 * @param bounds what is asked for, in the document's pixels
 */
export function pictureRows(picture: DrawnPicture, placement: Placement, bounds: Rect): LayerRows {
  const { widthPx, heightPx } = picture
  const turn = turnOf(placement)
  const sample = createSampler(picture)
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

/** Whole pixels that a placed picture touches, in the document and beyond it. */
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

/** From a distance to the center in the document to one in the picture: turned back, then scaled and flipped back. */
function turnOf({ rotationDeg, scaleX, scaleY, isFlippedX, isFlippedY }: Placement) {
  const angle = (rotationDeg * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const x = (isFlippedX ? -1 : 1) / scaleX
  const y = (isFlippedY ? -1 : 1) / scaleY
  return { xx: cos * x, xy: sin * x, yx: -sin * y, yy: cos * y }
}

type Sampler = (x: number, y: number, coverage: number, into: Uint8Array, at: number) => void

/** `x`, `y`: 0 is the center of the first pixel; beyond the border it goes on as at the border. */
function createSampler({ widthPx, heightPx, rgba }: DrawnPicture): Sampler {
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
