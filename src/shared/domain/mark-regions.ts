import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../util/geometry.ts'
import { rectBetween } from './mark-geometry.ts'
import type { Mark } from './markup.ts'

/** The smallest rectangle around a mark's points, at least one pixel each way. */
export function markBounds(mark: Mark): Rect {
  const points = pointsOf(mark)
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const { x, y, widthPx, heightPx } = rectBetween(
    { x: Math.min(...xs), y: Math.min(...ys) },
    { x: Math.max(...xs), y: Math.max(...ys) },
  )
  return { x, y, widthPx: Math.max(1, widthPx), heightPx: Math.max(1, heightPx) }
}

function pointsOf(mark: Mark): readonly Point[] {
  switch (mark.shape) {
    case 'arrow':
      return [mark.from, mark.to]
    case 'box':
    case 'ellipse': {
      const { x, y, widthPx, heightPx } = mark.rect
      return [
        { x, y },
        { x: x + widthPx, y: y + heightPx },
      ]
    }
    case 'scribble':
      return mark.points
    case 'note':
      return [mark.at]
  }
}

/** What a mark points at: an arrow's tip, otherwise its center. */
export function markTarget(mark: Mark): Point {
  if (mark.shape === 'arrow') return mark.to
  if (mark.shape === 'note') return mark.at
  const { x, y, widthPx, heightPx } = markBounds(mark)
  return { x: x + widthPx / 2, y: y + heightPx / 2 }
}

/** Whether any of what a mark means is inside a part of the image. An arrow counts by its tip. */
export function isMarkWithin(mark: Mark, part: Rect): boolean {
  const bounds = mark.shape === 'arrow' ? { ...mark.to, widthPx: 1, heightPx: 1 } : markBounds(mark)
  return !isEmptyRect(intersectRects(bounds, part))
}

function third(from: number, length: number): number {
  return Math.min(2, Math.max(0, Math.floor((from / length) * 3)))
}

/** Left, center or right and upper, middle or lower third of a part, as indexes from 0. */
export function thirdOf(
  at: Point,
  { x, y, widthPx, heightPx }: Rect,
): { readonly column: number; readonly row: number } {
  return { column: third(at.x - x, widthPx), row: third(at.y - y, heightPx) }
}

function percent(from: number, length: number): number {
  return Math.min(100, Math.max(0, Math.round((from / length) * 100)))
}

/** Position within a part in whole percent, 0 to 100. */
export function percentOf(at: Point, { x, y, widthPx, heightPx }: Rect): Point {
  return { x: percent(at.x - x, widthPx), y: percent(at.y - y, heightPx) }
}

/** Marks as they are in an image of `size`; those wholly outside it mean nothing. */
export function visibleMarks(marks: readonly Mark[], size: Size): readonly Mark[] {
  return marks.filter((mark) => isMarkWithin(mark, { x: 0, y: 0, ...size }))
}

/** Called for pixels `from` to before `to` of row `y`, inside the image. Spans of one row may overlap. */
export type OnSpan = (y: number, from: number, to: number) => void

/**
 * Margin around what marks touch, pixels: 1.5 % of the image's longer side, at least 8, since nobody draws exactly
 * along an edge. Around the tip of an arrow and a note the region is a disc of three times that radius.
 */
export function markMarginPx({ widthPx, heightPx }: Size): number {
  return Math.max(8, Math.round(0.015 * Math.max(widthPx, heightPx)))
}

const discMargins = 3

/**
 * Reports everything that the marks touch, row by row: boxes and ellipses with their inside, closed scribbles filled,
 * open ones as wide lines, discs at the tips of arrows and at notes. Pixels count by their centers.
 */
export function scanMarkRegions(marks: readonly Mark[], size: Size, onSpan: OnSpan): void {
  const marginPx = markMarginPx(size)
  const clipped = clipTo(size, onSpan)
  for (const mark of visibleMarks(marks, size)) scanRegion(mark, marginPx, clipped)
}

/** A span in sub-pixel coordinates of a row. */
type OnExactSpan = (y: number, from: number, to: number) => void

function clipTo({ widthPx, heightPx }: Size, onSpan: OnSpan): OnExactSpan {
  return (y, from, to) => {
    if (y < 0 || y >= heightPx) return
    const start = Math.max(0, Math.ceil(from - 0.5))
    const end = Math.min(widthPx, Math.ceil(to - 0.5))
    if (end > start) onSpan(y, start, end)
  }
}

function scanRegion(mark: Mark, marginPx: number, onSpan: OnExactSpan): void {
  switch (mark.shape) {
    case 'arrow':
      return scanEllipse(mark.to, { x: marginPx * discMargins, y: marginPx * discMargins }, onSpan)
    case 'note':
      return scanEllipse(mark.at, { x: marginPx * discMargins, y: marginPx * discMargins }, onSpan)
    case 'box':
      return scanRect(mark.rect, marginPx, onSpan)
    case 'ellipse': {
      const { x, y, widthPx, heightPx } = mark.rect
      const radii = { x: widthPx / 2 + marginPx, y: heightPx / 2 + marginPx }
      return scanEllipse({ x: x + widthPx / 2, y: y + heightPx / 2 }, radii, onSpan)
    }
    case 'scribble':
      if (mark.isClosed) scanPolygon(mark.points, onSpan)
      return scanLine(mark.isClosed ? [...mark.points, mark.points[0]!] : mark.points, marginPx, onSpan)
  }
}

function scanRect({ x, y, widthPx, heightPx }: Rect, marginPx: number, onSpan: OnExactSpan): void {
  for (let row = y - marginPx; row < y + heightPx + marginPx; row++) onSpan(row, x - marginPx, x + widthPx + marginPx)
}

function scanEllipse(center: Point, radii: Point, onSpan: OnExactSpan): void {
  for (let row = Math.floor(center.y - radii.y); row <= center.y + radii.y; row++) {
    const height = (row + 0.5 - center.y) / radii.y
    if (Math.abs(height) >= 1) continue
    const half = radii.x * Math.sqrt(1 - height * height)
    onSpan(row, center.x - half, center.x + half)
  }
}

/** By the even-odd rule. */
function scanPolygon(points: readonly Point[], onSpan: OnExactSpan): void {
  const ys = points.map(({ y }) => y)
  for (let row = Math.floor(Math.min(...ys)); row <= Math.max(...ys); row++) {
    const at = row + 0.5
    const crossings = points
      .flatMap((from, index) => {
        const to = points[(index + 1) % points.length]!
        if (from.y <= at === to.y <= at) return []
        return [from.x + ((at - from.y) / (to.y - from.y)) * (to.x - from.x)]
      })
      .toSorted((a, b) => a - b)
    for (let index = 0; index + 1 < crossings.length; index += 2) onSpan(row, crossings[index]!, crossings[index + 1]!)
  }
}

function scanLine(points: readonly Point[], radius: number, onSpan: OnExactSpan): void {
  for (const [index, to] of points.entries()) scanCapsule(points[index - 1] ?? to, to, radius, onSpan)
}

/** Everything within `radius` of a segment. It is convex, so that each row has one span. */
export function scanCapsule(from: Point, to: Point, radius: number, onSpan: OnExactSpan): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const across =
    length === 0 ? null : { x: (-(to.y - from.y) / length) * radius, y: ((to.x - from.x) / length) * radius }
  const corners = across && [
    { x: from.x + across.x, y: from.y + across.y },
    { x: to.x + across.x, y: to.y + across.y },
    { x: to.x - across.x, y: to.y - across.y },
    { x: from.x - across.x, y: from.y - across.y },
  ]
  const last = Math.max(from.y, to.y) + radius
  for (let row = Math.floor(Math.min(from.y, to.y) - radius); row <= last; row++) {
    const reach = [Infinity, -Infinity]
    const note = (x: number) => {
      reach[0] = Math.min(reach[0]!, x)
      reach[1] = Math.max(reach[1]!, x)
    }
    const at = row + 0.5
    for (const end of [from, to]) noteDisc(end, radius, at, note)
    if (corners) noteEdges(corners, at, note)
    if (reach[1]! > reach[0]!) onSpan(row, reach[0]!, reach[1]!)
  }
}

function noteDisc({ x, y }: Point, radius: number, at: number, note: (x: number) => void): void {
  const height = at - y
  if (Math.abs(height) >= radius) return
  const half = Math.sqrt(radius * radius - height * height)
  note(x - half)
  note(x + half)
}

function noteEdges(corners: readonly Point[], at: number, note: (x: number) => void): void {
  for (const [index, from] of corners.entries()) {
    const to = corners[(index + 1) % corners.length]!
    if (from.y <= at !== to.y <= at) note(from.x + ((at - from.y) / (to.y - from.y)) * (to.x - from.x))
  }
}

/** The smallest rectangle around everything the marks touch; null = nothing inside the image. */
export function markRegionBounds(marks: readonly Mark[], size: Size): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  scanMarkRegions(marks, size, (y, from, to) => {
    left = Math.min(left, from)
    right = Math.max(right, to)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + 1)
  })
  return right < 0 ? null : { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}

/** Coverage of a part of the image, row by row: 255 where a mark touches it, else 0. */
export function coverMarkRegions(marks: readonly Mark[], size: Size, part: Rect): Uint8Array<ArrayBuffer> {
  const { x, y, widthPx, heightPx } = part
  const coverage = new Uint8Array(widthPx * heightPx)
  scanMarkRegions(marks, size, (row, from, to) => {
    if (row < y || row >= y + heightPx) return
    const start = Math.max(0, from - x)
    const end = Math.min(widthPx, to - x)
    if (end > start) coverage.fill(255, (row - y) * widthPx + start, (row - y) * widthPx + end)
  })
  return coverage
}
