import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'

/** a, b, c, d, e, f of a 2 × 3 matrix, as the canvas expects. */
export type PlacementMatrix = readonly [number, number, number, number, number, number]

/** Maps pixels of a placed image to document pixels. */
export function placementMatrix(placement: Placement, { widthPx, heightPx }: Size): PlacementMatrix {
  const angle = (placement.rotationDeg * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const scaleX = placement.isFlippedX ? -placement.scaleX : placement.scaleX
  const scaleY = placement.isFlippedY ? -placement.scaleY : placement.scaleY
  const [a, b, c, d] = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY]
  const [halfX, halfY] = [widthPx / 2, heightPx / 2]
  return [a, b, c, d, placement.centreX - a * halfX - c * halfY, placement.centreY - b * halfX - d * halfY]
}

/** The part of a placed image visible in `area` of the document, in whole pixels of the image; may be empty. */
export function placedPart(placement: Placement, size: Size, area: Rect): Rect {
  const [a, b, c, d, e, f] = placementMatrix(placement, size)
  const determinant = a * d - b * c
  const toImage = (x: number, y: number): Point => ({
    x: (d * (x - e) - c * (y - f)) / determinant,
    y: (a * (y - f) - b * (x - e)) / determinant,
  })
  const [right, bottom] = [area.x + area.widthPx, area.y + area.heightPx]
  const corners = [toImage(area.x, area.y), toImage(right, area.y), toImage(right, bottom), toImage(area.x, bottom)]
  const xs = corners.map((corner) => corner.x)
  const ys = corners.map((corner) => corner.y)
  const x = Math.max(0, Math.floor(Math.min(...xs)))
  const y = Math.max(0, Math.floor(Math.min(...ys)))
  return {
    x,
    y,
    widthPx: Math.max(0, Math.min(size.widthPx, Math.ceil(Math.max(...xs))) - x),
    heightPx: Math.max(0, Math.min(size.heightPx, Math.ceil(Math.max(...ys))) - y),
  }
}
