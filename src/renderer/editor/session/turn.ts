import type { Point, Rect } from '../../../shared/util/geometry.ts'

/** Orientation of the view: the image is first mirrored horizontally, then rotated about its top-left corner. */
export interface Turn {
  /** Clockwise, greater than -180, up to 180. */
  readonly rotationDeg: number
  readonly isMirrored: boolean
}

/** Cosine and sine, exact at right angles so that drawing there stays on whole pixels. */
export function cosSin(rotationDeg: number): { readonly cos: number; readonly sin: number } {
  const quarters = rotationDeg / 90
  if (Number.isInteger(quarters)) {
    const at = ((quarters % 4) + 4) % 4
    return { cos: [1, 0, -1, 0][at]!, sin: [0, 1, 0, -1][at]! }
  }
  const radians = (rotationDeg * Math.PI) / 180
  return { cos: Math.cos(radians), sin: Math.sin(radians) }
}

export function applyTurn(turn: Turn, { x, y }: Point): Point {
  const across = turn.isMirrored ? -x : x
  if (turn.rotationDeg === 0) return { x: across, y }
  const { cos, sin } = cosSin(turn.rotationDeg)
  return { x: across * cos - y * sin, y: across * sin + y * cos }
}

export function unturn(turn: Turn, { x, y }: Point): Point {
  const { cos, sin } = cosSin(turn.rotationDeg)
  const across = turn.rotationDeg === 0 ? x : x * cos + y * sin
  const down = turn.rotationDeg === 0 ? y : y * cos - x * sin
  return { x: turn.isMirrored ? -across : across, y: down }
}

/** The axis-aligned bounding box of a rotated rectangle. */
export function turnedBounds(turn: Turn, rect: Rect): Rect {
  const [left, top, right, bottom] = [rect.x, rect.y, rect.x + rect.widthPx, rect.y + rect.heightPx]
  const corners = [
    applyTurn(turn, { x: left, y: top }),
    applyTurn(turn, { x: right, y: top }),
    applyTurn(turn, { x: right, y: bottom }),
    applyTurn(turn, { x: left, y: bottom }),
  ]
  const xs = corners.map((corner) => corner.x)
  const ys = corners.map((corner) => corner.y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, widthPx: Math.max(...xs) - x, heightPx: Math.max(...ys) - y }
}

/** Normalizes to the range of `Turn`, without accumulated rounding errors. */
export function normalizeDegrees(degrees: number): number {
  const remainder = (((Math.round(degrees * 1e6) / 1e6) % 360) + 360) % 360
  return remainder > 180 ? remainder - 360 : remainder
}
