import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { StrokePoint } from '../document/raster.ts'
import { falloffOf, type Falloff } from './falloff.ts'

/**
 * The brush moved from one point to another. Coverage is 1 up to `inner`, smooth-steps to 0 at `outer`, and is measured
 * from the nearest point of the segment: the limit of infinitely dense dabs, so there are no beads at any spacing.
 */
export interface BrushSweep {
  readonly ax: number
  readonly ay: number
  readonly dx: number
  readonly dy: number
  /** At the start, and its change over the segment. */
  readonly outer: number
  readonly outerStep: number
  readonly inner: number
  readonly innerStep: number
  /** Maximum coverage, 0 to 255. */
  readonly peak: number
  readonly peakStep: number
  /** The sweep continues from the end of the last one: everything behind its start is already covered. */
  readonly continues: boolean
  /** Falloff of a large brush at the sweep's end, where most new coverage is. Null = small, computed exactly. */
  readonly end: Falloff | null
}

/** Ends of the brush's solid part and of the brush. The edge is at least one pixel wide, so it is never jagged. */
export function brushEdge(radiusPx: number, hardness: number): { inner: number; outer: number } {
  const inner = Math.max(0, Math.min(radiusPx * hardness, radiusPx - 0.5))
  return { inner, outer: Math.max(radiusPx, inner + 1) }
}

/** From this radius on, a brush has enough pixels to justify a table. */
const leastFalloffPx = 48

export function createSweep(from: StrokePoint, to: StrokePoint, hardness: number, continues: boolean): BrushSweep {
  const start = brushEdge(from.radiusPx, hardness)
  const end = brushEdge(to.radiusPx, hardness)
  return {
    ax: from.x,
    ay: from.y,
    dx: to.x - from.x,
    dy: to.y - from.y,
    outer: start.outer,
    outerStep: end.outer - start.outer,
    inner: start.inner,
    innerStep: end.inner - start.inner,
    peak: from.strength * 255,
    peakStep: (to.strength - from.strength) * 255,
    continues: continues && (to.x !== from.x || to.y !== from.y),
    end: end.outer < leastFalloffPx ? null : falloffOf(end.inner, end.outer, to.strength * 255),
  }
}

/** Whole pixels the sweep can touch. */
export function sweepBounds(sweep: BrushSweep): Rect {
  const reach = Math.max(sweep.outer, sweep.outer + sweep.outerStep)
  const left = Math.floor(Math.min(sweep.ax, sweep.ax + sweep.dx) - reach)
  const top = Math.floor(Math.min(sweep.ay, sweep.ay + sweep.dy) - reach)
  const right = Math.ceil(Math.max(sweep.ax, sweep.ax + sweep.dx) + reach)
  const bottom = Math.ceil(Math.max(sweep.ay, sweep.ay + sweep.dy) + reach)
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}

/** Whether the sweep is solid over the whole rectangle. The solid part is convex, so testing the corners is enough. */
export function isSolidOver(sweep: BrushSweep, rect: Rect): boolean {
  const inner = Math.min(sweep.inner, sweep.inner + sweep.innerStep)
  const right = rect.x + rect.widthPx
  const bottom = rect.y + rect.heightPx
  return (
    isWithin(sweep, rect.x, rect.y, inner) &&
    isWithin(sweep, right, rect.y, inner) &&
    isWithin(sweep, rect.x, bottom, inner) &&
    isWithin(sweep, right, bottom, inner)
  )
}

function isWithin({ ax, ay, dx, dy }: BrushSweep, x: number, y: number, distance: number): boolean {
  const square = dx * dx + dy * dy
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy) <= distance
}

/** Changed area in image coordinates, right and bottom exclusive; reused so that a pointer move allocates nothing. */
export interface DirtySpan {
  left: number
  top: number
  right: number
  bottom: number
}

export interface StampTarget {
  /** One tile of the stroke's own coverage. */
  readonly pixels: Uint8Array
  /** The tile's top-left pixel in the image. */
  readonly x: number
  readonly y: number
}

/**
 * Raises the target to the sweep's coverage where that is higher, inside `part`, and extends `dirty` by the changes.
 * @param isUniform nothing in the stroke so far is stronger than this sweep, so its solid part can simply be filled
 */
export function stampSweep(
  target: StampTarget,
  part: Rect,
  sweep: BrushSweep,
  isUniform: boolean,
  dirty: DirtySpan,
): void {
  const { pixels } = target
  const outer = Math.max(sweep.outer, sweep.outer + sweep.outerStep)
  const inner = isUniform ? Math.min(sweep.inner, sweep.inner + sweep.innerStep) : 0
  const peak = Math.round(sweep.peak)
  for (let y = part.y; y < part.y + part.heightPx; y++) {
    if (!findSpan(sweep, y + 0.5, outer, outerSpan)) continue
    if (sweep.continues) cutBehind(sweep, y + 0.5 - sweep.ay, outerSpan)
    const left = Math.max(part.x, Math.floor(outerSpan.from))
    const right = Math.min(part.x + part.widthPx, Math.ceil(outerSpan.to))
    if (left >= right) continue
    let solidLeft = right
    let solidRight = right
    if (inner > 0 && findSpan(sweep, y + 0.5, inner, innerSpan)) {
      solidLeft = Math.min(right, Math.max(left, Math.ceil(innerSpan.from - 0.5)))
      solidRight = Math.max(solidLeft, Math.min(right, Math.floor(innerSpan.to + 0.5)))
    }
    const row = (y - target.y) * tilePx - target.x
    stampEdge(pixels, row, left, solidLeft, y, sweep, dirty)
    stampSolid(pixels, row, solidLeft, solidRight, y, peak, dirty)
    stampEdge(pixels, row, solidRight, right, y, sweep, dirty)
  }
}

interface Span {
  from: number
  to: number
}
const outerSpan: Span = { from: 0, to: 0 }
const innerSpan: Span = { from: 0, to: 0 }

/** Finds where line `y` intersects the segment widened by `radius`: a convex shape, so the result is one interval. */
function findSpan(sweep: BrushSweep, y: number, radius: number, span: Span): boolean {
  const { ax, ay, dx, dy } = sweep
  span.from = Infinity
  span.to = -Infinity
  widenByDisc(span, ax, y - ay, radius)
  widenByDisc(span, ax + dx, y - ay - dy, radius)
  const length = Math.hypot(dx, dy)
  if (length > 0) {
    const nx = (-dy / length) * radius
    const ny = (dx / length) * radius
    widenByEdge(span, y, ax + nx, ay + ny, dx, dy)
    widenByEdge(span, y, ax - nx, ay - ny, dx, dy)
  }
  return span.from < span.to
}

/** Keeps only what is ahead of the sweep's start. */
function cutBehind({ ax, dx, dy }: BrushSweep, rise: number, span: Span): void {
  if (dx === 0) {
    if (rise * dy <= 0) span.to = span.from
    return
  }
  const edge = ax - (rise * dy) / dx
  // One extra pixel, so that rounding leaves no gap.
  if (dx > 0) span.from = Math.max(span.from, edge - 1)
  else span.to = Math.min(span.to, edge + 1)
}

function widenByDisc(span: Span, x: number, rise: number, radius: number): void {
  const square = radius * radius - rise * rise
  if (square < 0) return
  const half = Math.sqrt(square)
  if (x - half < span.from) span.from = x - half
  if (x + half > span.to) span.to = x + half
}

function widenByEdge(span: Span, y: number, x0: number, y0: number, dx: number, dy: number): void {
  const t = (y - y0) / dy
  if (!(t >= 0 && t <= 1)) return
  const x = x0 + t * dx
  if (x < span.from) span.from = x
  if (x > span.to) span.to = x
}

function stampSolid(
  pixels: Uint8Array,
  row: number,
  from: number,
  to: number,
  y: number,
  peak: number,
  dirty: DirtySpan,
): void {
  let left = from
  let right = to
  while (left < right && pixels[row + left]! >= peak) left++
  while (right > left && pixels[row + right - 1]! >= peak) right--
  if (left >= right) return
  pixels.fill(peak, row + left, row + right)
  widenDirty(dirty, left, right, y)
}

/** Around the end of the sweep, coverage depends on the distance from the end; elsewhere on the position along it. */
function stampEdge(
  pixels: Uint8Array,
  row: number,
  from: number,
  to: number,
  y: number,
  sweep: BrushSweep,
  dirty: DirtySpan,
): void {
  if (from >= to) return
  const { ax, dx, dy, end } = sweep
  if (end === null) return stampWay(pixels, row, from, to, y, sweep, dirty)
  const rise = y + 0.5 - sweep.ay
  // Where the position along the sweep, `(x - ax) * dx + rise * dy`, reaches its full length.
  const rest = dx * dx + dy * dy - rise * dy
  const border = dx === 0 ? 0 : ax + rest / dx - 0.5
  let capFrom = dx === 0 && rest > 0 ? to : from
  let capTo = to
  if (dx > 0) capFrom = Math.min(to, Math.max(from, Math.ceil(border)))
  if (dx < 0) capTo = Math.max(from, Math.min(to, Math.floor(border) + 1))
  stampWay(pixels, row, from, Math.min(capFrom, capTo), y, sweep, dirty)
  stampCap(pixels, row, capFrom, capTo, y, sweep, end, dirty)
  stampWay(pixels, row, Math.max(capFrom, capTo), to, y, sweep, dirty)
}

function stampCap(
  pixels: Uint8Array,
  row: number,
  from: number,
  to: number,
  y: number,
  { ax, ay, dx, dy }: BrushSweep,
  end: Falloff,
  dirty: DirtySpan,
): void {
  const { innerSquared, outerSquared, scale, table } = end
  const solid = Math.round(end.peak)
  const rise = y + 0.5 - ay - dy
  const risen = rise * rise
  const middle = ax + dx - 0.5
  let firstChanged = to
  let lastChanged = -1
  for (let x = from; x < to; x++) {
    const squared = (x - middle) * (x - middle) + risen
    if (squared >= outerSquared) continue
    const value = squared <= innerSquared ? solid : table[((squared - innerSquared) * scale) | 0]!
    if (value <= pixels[row + x]!) continue
    pixels[row + x] = value
    if (firstChanged === to) firstChanged = x
    lastChanged = x
  }
  if (lastChanged >= 0) widenDirty(dirty, firstChanged, lastChanged + 1, y)
}

function stampWay(
  pixels: Uint8Array,
  row: number,
  from: number,
  to: number,
  y: number,
  sweep: BrushSweep,
  dirty: DirtySpan,
): void {
  const { dx, dy, ax } = sweep
  const py = y + 0.5 - sweep.ay
  const square = dx * dx + dy * dy
  const perLength = square > 0 ? 1 / square : 0
  let firstChanged = to
  let lastChanged = -1
  for (let x = from; x < to; x++) {
    const px = x + 0.5 - ax
    const along = (px * dx + py * dy) * perLength
    const t = along < 0 ? 0 : along > 1 ? 1 : along
    const ex = px - t * dx
    const ey = py - t * dy
    const value = coverageAt(sweep, t, Math.sqrt(ex * ex + ey * ey))
    if (value <= pixels[row + x]!) continue
    pixels[row + x] = value
    if (firstChanged === to) firstChanged = x
    lastChanged = x
  }
  if (lastChanged >= 0) widenDirty(dirty, firstChanged, lastChanged + 1, y)
}

/** 0 to 255. */
function coverageAt(sweep: BrushSweep, t: number, distance: number): number {
  const outer = sweep.outer + t * sweep.outerStep
  const reach = (outer - distance) / (outer - sweep.inner - t * sweep.innerStep)
  if (reach <= 0) return 0
  const cover = reach >= 1 ? 1 : reach * reach * (3 - 2 * reach)
  return (cover * (sweep.peak + t * sweep.peakStep) + 0.5) | 0
}

function widenDirty(dirty: DirtySpan, left: number, right: number, y: number): void {
  if (left < dirty.left) dirty.left = left
  if (right > dirty.right) dirty.right = right
  if (y < dirty.top) dirty.top = y
  if (y + 1 > dirty.bottom) dirty.bottom = y + 1
}
