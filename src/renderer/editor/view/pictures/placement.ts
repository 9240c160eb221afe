import type { Placement } from '../../../../shared/domain/canvas-document.ts'
import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'

/** a, b, c, d, e, f of a 2 × 3 matrix, as the canvas takes them. */
export type PlacementMatrix = readonly [number, number, number, number, number, number]

/** From the pixels of a placed picture to those of the document. */
export function placementMatrix(placement: Placement, { widthPx, heightPx }: Size): PlacementMatrix {
  const angle = (placement.rotationDeg * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const scaleX = placement.isFlippedX ? -placement.scaleX : placement.scaleX
  const scaleY = placement.isFlippedY ? -placement.scaleY : placement.scaleY
  const [a, b, c, d] = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY]
  const [halfX, halfY] = [widthPx / 2, heightPx / 2]
  return [a, b, c, d, placement.centreX - a * halfX - c * halfY, placement.centreY - b * halfX - d * halfY]
}

/** The part of a placed picture that shows in `area` of the document, whole pixels of the picture; may be empty. */
export function placedPart(placement: Placement, size: Size, area: Rect): Rect {
  const [a, b, c, d, e, f] = placementMatrix(placement, size)
  const determinant = a * d - b * c
  const toPicture = (x: number, y: number): Point => ({
    x: (d * (x - e) - c * (y - f)) / determinant,
    y: (a * (y - f) - b * (x - e)) / determinant,
  })
  const [right, bottom] = [area.x + area.widthPx, area.y + area.heightPx]
  const corners = [
    toPicture(area.x, area.y),
    toPicture(right, area.y),
    toPicture(right, bottom),
    toPicture(area.x, bottom),
  ]
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
