import { badgePlace, badgeRadiusPx, figuresOf, markUnitPx } from '../../../shared/domain/mark-figures.ts'
import { moveMark } from '../../../shared/domain/mark-geometry.ts'
import type { Mark } from '../../../shared/domain/markup.ts'
import { markBounds } from '../../../shared/domain/mark-regions.ts'
import { uniteRects, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { gripPoint } from './rect-geometry.ts'
import { distanceToSegment } from './simplify-path.ts'
import type { Grip, Scene } from './tool.ts'
import { screenToImage } from './travel.ts'

/** Thinner lines could not be seen when zoomed out, CSS pixels. */
const thinnestCssPx = 0.9
const reachCssPx = 8
/** Radius of a handle, CSS pixels. */
export const dotCssPx = 4.5

/** A part of a mark that can be dragged. */
export type MarkHandle = 'from' | 'to' | Grip

type View = Pick<Scene, 'zoom' | 'view' | 'size' | 'frame'>

/** What marks are drawn on: the image, and the frame it is expanded to. */
export function markSpace({ size, frame }: Pick<View, 'size' | 'frame'>): Rect {
  const image = { x: 0, y: 0, ...size }
  return frame === null ? image : uniteRects(image, frame)
}

/** Half the width of the lines of marks on the stage, in image pixels: as in the copy that is sent, but never invisible. */
export function shownUnitPx({ size, frame, ...scale }: View): number {
  return Math.max(markUnitPx(markSpace({ size, frame })), screenToImage(thinnestCssPx, scale))
}

/** The topmost mark whose line or number is at a point; null = none. */
export function findMark(marks: readonly Mark[], at: Point, view: View): Mark | null {
  const reach = screenToImage(reachCssPx, view)
  const unitPx = shownUnitPx(view)
  const { x, y, ...size } = markSpace(view)
  const inSpace = { x: at.x - x, y: at.y - y }
  const target = { unitPx, reach, size }
  return marks.findLast((mark) => isHit(moveMark(mark, { x: -x, y: -y }), inSpace, target)) ?? null
}

interface Target {
  readonly unitPx: number
  readonly reach: number
  readonly size: Size
}

function isHit(mark: Mark, at: Point, { unitPx, reach, size }: Target): boolean {
  const badge = badgePlace(mark, unitPx, size)
  if (Math.hypot(badge.x - at.x, badge.y - at.y) <= badgeRadiusPx(unitPx) + unitPx) return true
  return figuresOf([{ mark, number: 1 }], size, unitPx).some(
    (figure) =>
      figure.type === 'line' &&
      figure.widthPx === unitPx * 2 &&
      figure.points.some((to, index) => distanceToSegment(at, figure.points[index - 1] ?? to, to) <= reach),
  )
}

const grips = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const

/** Where a selected mark can be dragged to another form; a number has no form. */
export function markHandles(mark: Mark): readonly { readonly handle: MarkHandle; readonly at: Point }[] {
  switch (mark.shape) {
    case 'arrow':
      return [
        { handle: 'to', at: mark.to },
        { handle: 'from', at: mark.from },
      ]
    case 'box':
    case 'ellipse':
    case 'scribble':
      return grips.map((handle) => ({ handle, at: gripPoint(markBounds(mark), handle) }))
    case 'note':
      return []
  }
}

export function findMarkHandle(mark: Mark, at: Point, view: View): MarkHandle | null {
  const reach = screenToImage(reachCssPx, view)
  const found = markHandles(mark).find((each) => Math.hypot(each.at.x - at.x, each.at.y - at.y) <= reach)
  return found?.handle ?? null
}

/** A handle as it is shown: a dot, or a ring around the number that it would cover. */
export interface ShownHandle {
  readonly at: Point
  /** In image pixels; null = a dot. */
  readonly ringPx: number | null
}

export function shownHandles(mark: Mark, view: View): readonly ShownHandle[] {
  const unitPx = shownUnitPx(view)
  const { x, y, ...size } = markSpace(view)
  const inSpace = badgePlace(moveMark(mark, { x: -x, y: -y }), unitPx, size)
  const badge = { x: inSpace.x + x, y: inSpace.y + y }
  const ringPx = badgeRadiusPx(unitPx) + unitPx
  const dotPx = screenToImage(dotCssPx, view)
  return markHandles(mark).map(({ at }) =>
    Math.hypot(at.x - badge.x, at.y - badge.y) < ringPx + dotPx ? { at: badge, ringPx } : { at, ringPx: null },
  )
}
