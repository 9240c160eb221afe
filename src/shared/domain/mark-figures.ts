import { clamp } from '../util/clamp.ts'
import type { Point, Size } from '../util/geometry.ts'
import { mapMark } from './mark-geometry.ts'
import type { Mark, MarkColor } from './markup.ts'
import type { SentPart } from './edit.ts'

/** What marks are drawn of, in pixels of the image they are drawn on; later ones cover earlier ones. */
export type Figure =
  | { readonly type: 'line'; readonly points: readonly Point[]; readonly widthPx: number; readonly color: string }
  | { readonly type: 'disc'; readonly at: Point; readonly radiusPx: number; readonly color: string }

/** As `#rrggbb`. `contrast`: of the outline and the number, readable on it and beside it. */
export const markTints: Readonly<Record<MarkColor, { readonly color: string; readonly contrast: string }>> = {
  red: { color: '#e0121f', contrast: '#ffffff' },
  yellow: { color: '#ffd60a', contrast: '#141414' },
  green: { color: '#0b7d3c', contrast: '#ffffff' },
  blue: { color: '#1668ff', contrast: '#ffffff' },
  magenta: { color: '#cc0f88', contrast: '#ffffff' },
}

/** Half the width of a line: a share of the longer side, so that marks look the same at every size. */
const unitShare = 1 / 400
const unitMinPx = 1

/** Half the width of the lines of marks on an image of this size, pixels. */
export function markUnitPx({ widthPx, heightPx }: Size): number {
  return Math.max(unitMinPx, Math.max(widthPx, heightPx) * unitShare)
}

const badgeUnits = 8

/** Marks in pixels of what is sent: an image of the size `frame`, in which the part `crop` is at `box`. */
export function placeMarks(marks: readonly Mark[], { crop, box }: Omit<SentPart, 'frame'>): readonly Mark[] {
  const scale = { x: box.widthPx / crop.widthPx, y: box.heightPx / crop.heightPx }
  const map = ({ x, y }: Point) => ({ x: box.x + (x - crop.x) * scale.x, y: box.y + (y - crop.y) * scale.y })
  return marks.map((mark) => mapMark(mark, map))
}

/** A mark with its number, from 1. */
export interface NumberedMark {
  readonly mark: Mark
  readonly number: number
}

export function numberMarks(marks: readonly Mark[]): readonly NumberedMark[] {
  return marks.map((mark, at) => ({ mark, number: at + 1 }))
}

/** Everything that is drawn for marks on an image of `size`, whose pixels they are in. */
export function figuresOf(marks: readonly NumberedMark[], size: Size, unitPx = markUnitPx(size)): readonly Figure[] {
  const outlines = marks.flatMap(({ mark }) => linesOf(mark, unitPx, size))
  return [...outlines, ...marks.flatMap(({ mark, number }) => badgeOf(mark, number, unitPx, size))]
}

/** An outline in the contrasting color under the line itself. */
function linesOf(mark: Mark, unitPx: number, size: Size): Figure[] {
  const { color, contrast } = markTints[mark.color]
  const paths = pathsOf(mark, unitPx, size)
  const wide = paths.map((points): Figure => ({ type: 'line', points, widthPx: unitPx * 4, color: contrast }))
  return [...wide, ...paths.map((points): Figure => ({ type: 'line', points, widthPx: unitPx * 2, color }))]
}

function pathsOf(mark: Mark, unitPx: number, size: Size): Point[][] {
  switch (mark.shape) {
    case 'arrow':
      return arrowPaths(mark.from, mark.to, unitPx)
    case 'box': {
      const { x, y, widthPx, heightPx } = mark.rect
      const [right, bottom] = [x + widthPx, y + heightPx]
      return [
        [
          { x, y },
          { x: right, y },
          { x: right, y: bottom },
          { x, y: bottom },
          { x, y },
        ],
      ]
    }
    case 'ellipse':
      return [ellipsePath(mark.rect)]
    case 'scribble':
      return [mark.isClosed ? [...mark.points, mark.points[0]!] : mark.points]
    case 'note': {
      // A badge at the border is moved inside: a line leads from it to the place.
      const badge = badgePlace(mark, unitPx, size)
      return badge.x === mark.at.x && badge.y === mark.at.y ? [] : [[badge, mark.at]]
    }
  }
}

const headUnits = 10
const headAngle = Math.PI / 7

function arrowPaths(from: Point, to: Point, unitPx: number): Point[][] {
  const angle = Math.atan2(from.y - to.y, from.x - to.x)
  const length = Math.min(headUnits * unitPx, Math.max(unitPx * 2, Math.hypot(from.x - to.x, from.y - to.y)))
  const wing = (turn: number) => ({
    x: to.x + Math.cos(angle + turn) * length,
    y: to.y + Math.sin(angle + turn) * length,
  })
  return [
    [from, to],
    [wing(headAngle), to, wing(-headAngle)],
  ]
}

const ellipseSteps = 64

function ellipsePath({
  x,
  y,
  widthPx,
  heightPx,
}: {
  x: number
  y: number
  widthPx: number
  heightPx: number
}): Point[] {
  return Array.from({ length: ellipseSteps + 1 }, (_, step) => {
    const angle = (step / ellipseSteps) * 2 * Math.PI
    return { x: x + (widthPx / 2) * (1 + Math.cos(angle)), y: y + (heightPx / 2) * (1 + Math.sin(angle)) }
  })
}

/** Center of a mark's number: where the mark begins, moved inside the image. */
export function badgePlace(mark: Mark, unitPx: number, { widthPx, heightPx }: Size): Point {
  const { x, y } = badgeOrigin(mark)
  const reach = unitPx * (badgeUnits + 1)
  return {
    x: widthPx < 2 * reach ? widthPx / 2 : clamp(x, reach, widthPx - reach),
    y: heightPx < 2 * reach ? heightPx / 2 : clamp(y, reach, heightPx - reach),
  }
}

function badgeOrigin(mark: Mark): Point {
  switch (mark.shape) {
    case 'arrow':
      return mark.from
    case 'box':
      return mark.rect
    case 'ellipse': {
      const { x, y, widthPx, heightPx } = mark.rect
      const share = (1 - Math.SQRT1_2) / 2
      return { x: x + widthPx * share, y: y + heightPx * share }
    }
    case 'scribble':
      return mark.points[0]!
    case 'note':
      return mark.at
  }
}

export function badgeRadiusPx(unitPx: number): number {
  return unitPx * badgeUnits
}

function badgeOf(mark: Mark, number: number, unitPx: number, size: Size): Figure[] {
  const { color, contrast } = markTints[mark.color]
  const at = badgePlace(mark, unitPx, size)
  const radiusPx = badgeRadiusPx(unitPx)
  return [
    { type: 'disc', at, radiusPx: radiusPx + unitPx, color: contrast },
    { type: 'disc', at, radiusPx, color },
    ...digitsOf(number, at, radiusPx).map((points): Figure => ({
      type: 'line',
      points,
      widthPx: unitPx * 1.5,
      color: contrast,
    })),
  ]
}

/** Digits as lines, 1 wide and 1.6 high: what is sent must not depend on the fonts of a computer. */
const digitHeight = 1.6
const nine = [
  [0.12, 1.45],
  [0.4, 1.6],
  [0.7, 1.5],
  [0.94, 1.05],
  [0.97, 0.5],
  [0.8, 0.1],
  [0.5, 0],
  [0.18, 0.12],
  [0.02, 0.45],
  [0.15, 0.78],
  [0.45, 0.9],
  [0.8, 0.8],
  [0.96, 0.5],
] as const
const digitPaths: readonly (readonly (readonly [x: number, y: number])[])[] = [
  [
    [0.5, 0],
    [0.2, 0.12],
    [0.04, 0.5],
    [0.04, 1.1],
    [0.2, 1.48],
    [0.5, 1.6],
    [0.8, 1.48],
    [0.96, 1.1],
    [0.96, 0.5],
    [0.8, 0.12],
    [0.5, 0],
  ],
  [
    [0.2, 0.4],
    [0.6, 0],
    [0.6, 1.6],
  ],
  [
    [0.04, 0.42],
    [0.15, 0.14],
    [0.5, 0],
    [0.85, 0.14],
    [0.96, 0.45],
    [0.85, 0.75],
    [0.02, 1.6],
    [1, 1.6],
  ],
  [
    [0.08, 0.15],
    [0.5, 0],
    [0.88, 0.15],
    [0.92, 0.5],
    [0.7, 0.74],
    [0.4, 0.76],
    [0.75, 0.82],
    [0.97, 1.1],
    [0.9, 1.45],
    [0.5, 1.6],
    [0.04, 1.43],
  ],
  [
    [0.76, 1.6],
    [0.76, 0],
    [0, 1.14],
    [1, 1.14],
  ],
  [
    [0.92, 0],
    [0.16, 0],
    [0.08, 0.74],
    [0.48, 0.6],
    [0.85, 0.74],
    [0.97, 1.1],
    [0.85, 1.46],
    [0.48, 1.6],
    [0.04, 1.44],
  ],
  nine.map(([x, y]) => [1 - x, digitHeight - y] as const),
  [
    [0, 0],
    [1, 0],
    [0.4, 1.6],
  ],
  [
    [0.5, 0.76],
    [0.16, 0.6],
    [0.1, 0.3],
    [0.24, 0.06],
    [0.5, 0],
    [0.76, 0.06],
    [0.9, 0.3],
    [0.84, 0.6],
    [0.5, 0.76],
    [0.12, 0.94],
    [0.02, 1.24],
    [0.2, 1.52],
    [0.5, 1.6],
    [0.8, 1.52],
    [0.98, 1.24],
    [0.88, 0.94],
    [0.5, 0.76],
  ],
  nine,
]

function digitsOf(number: number, center: Point, radiusPx: number): Point[][] {
  const digits = String(number).split('').map(Number)
  const scale = (radiusPx * (digits.length > 1 ? 0.6 : 0.72)) / (digitHeight / 1.6)
  const gap = 0.45
  const width = digits.length + gap * (digits.length - 1)
  return digits.map((digit, at) =>
    (digitPaths[digit] ?? []).map(([x, y]) => ({
      x: center.x + (x + at * (1 + gap) - width / 2) * scale,
      y: center.y + (y - digitHeight / 2) * scale,
    })),
  )
}
