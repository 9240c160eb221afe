import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import type { DrawPosesRequest } from '../../imaging.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import type { Size } from '../../../../shared/util/geometry.ts'

/** Draws people as the skeletons that ControlNets for poses were trained with, on black. */
export async function drawPoses(request: DrawPosesRequest, signal: AbortSignal): Promise<void> {
  const { poses, widthPx, heightPx, resultPath } = request
  const shapes = poses.flatMap((pose) => skeletonOf(pose, { widthPx, heightPx }))
  const readRow = (y: number, into: Uint8Array): void => {
    into.fill(0)
    for (const shape of shapes) paint(shape, y, into, widthPx)
  }
  const prepare = async (y: number): Promise<void> => {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
  }
  const pixels = { widthPx, heightPx, channels: 3, prepare, readRow } as const
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
}

function paint(shape: Ellipse, y: number, into: Uint8Array, widthPx: number): void {
  const span = spanAt(shape, y)
  if (span === null) return
  for (let x = Math.max(0, span.first), last = Math.min(widthPx - 1, span.last); x <= last; x++) {
    into.set(shape.color, x * 3)
  }
}

type Color = readonly [number, number, number]

/** Its pixels are those whose centers are within. */
interface Ellipse {
  readonly x: number
  readonly y: number
  /** Half its length, and half its width. */
  readonly along: number
  readonly across: number
  /** Of its length, in radians. */
  readonly angle: number
  readonly color: Color
}

/** Half the width of a limb, and the radius of a point, where the shorter side has 512 pixels. */
const stickPx = 4

const usualSidePx = 512

/** Limbs are darker than points, so that these are seen on them. */
const limbShare = 0.6

/** Eighteen hues around the circle. */
const colors: readonly Color[] = [
  [255, 0, 0],
  [255, 85, 0],
  [255, 170, 0],
  [255, 255, 0],
  [170, 255, 0],
  [85, 255, 0],
  [0, 255, 0],
  [0, 255, 85],
  [0, 255, 170],
  [0, 255, 255],
  [0, 170, 255],
  [0, 85, 255],
  [0, 0, 255],
  [85, 0, 255],
  [170, 0, 255],
  [255, 0, 255],
  [255, 0, 170],
  [255, 0, 85],
]

/** From neck, nose and joints to their neighbors, by OpenPose's places; in the order of their colors. */
const limbs: readonly (readonly [number, number])[] = [
  [1, 2],
  [1, 5],
  [2, 3],
  [3, 4],
  [5, 6],
  [6, 7],
  [1, 8],
  [8, 9],
  [9, 10],
  [1, 11],
  [11, 12],
  [12, 13],
  [1, 0],
  [0, 14],
  [14, 16],
  [0, 15],
  [15, 17],
]

/** Returns limbs and points of a person, in the order they are painted in. */
function skeletonOf(points: DrawPosesRequest['poses'][number], { widthPx, heightPx }: Size): Ellipse[] {
  const radius = (stickPx * Math.min(widthPx, heightPx)) / usualSidePx
  const sticks = limbs.flatMap(([from, to], at): Ellipse[] => {
    const [a, b] = [points[from] ?? null, points[to] ?? null]
    if (a === null || b === null) return []
    const along = Math.max(Math.hypot(b.x - a.x, b.y - a.y) / 2, 0.5)
    const [red, green, blue] = colors[at]!.map((value) => Math.trunc(value * limbShare)) as [number, number, number]
    const place = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, angle: Math.atan2(b.y - a.y, b.x - a.x) }
    return [{ ...place, along, across: Math.max(radius, 0.5), color: [red, green, blue] }]
  })
  const joints = points.flatMap((point, at): Ellipse[] => {
    const color = colors[at]
    if (point === null || color === undefined) return []
    return [{ x: point.x, y: point.y, along: Math.max(radius, 0.5), across: Math.max(radius, 0.5), angle: 0, color }]
  })
  return [...sticks, ...joints]
}

/** Returns the columns of an ellipse in row `y`; null = it has none there. */
function spanAt({ x, y: middle, along, across, angle }: Ellipse, y: number) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [long, short] = [1 / along ** 2, 1 / across ** 2]
  const dy = y + 0.5 - middle
  // The ellipse's equation for this row: a·dx² + b·dx + c ≤ 0.
  const a = cos * cos * long + sin * sin * short
  const b = 2 * dy * cos * sin * (long - short)
  const c = dy * dy * (sin * sin * long + cos * cos * short) - 1
  const root = b * b - 4 * a * c
  if (root < 0) return null
  const [low, high] = [(-b - Math.sqrt(root)) / (2 * a), (-b + Math.sqrt(root)) / (2 * a)]
  const [first, last] = [Math.ceil(x + low - 0.5), Math.floor(x + high - 0.5)]
  return first <= last ? { first, last } : null
}
