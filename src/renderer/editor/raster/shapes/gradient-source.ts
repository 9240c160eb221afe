import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { emptySource } from './rect-source.ts'

/**
 * Full coverage at `from`, none at `to`, linear in between; everything before `from` is full. Radial: `from` is the
 * center and `to` is on the circle where it ends. Fills the whole image.
 */
export function gradientSource(kind: 'linear' | 'radial', from: Point, to: Point, size: Size): CoverageSource {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return emptySource
  const bounds = { x: 0, y: 0, ...size }
  return kind === 'linear' ? linear(from, to, length, bounds) : radial(from, length, bounds)
}

/** Position from full to none that still rounds to 255, and from which it rounds to 0. */
const fullUntil = 0.5 / 255
const noneFrom = 1 - 0.5 / 255

function linear(from: Point, to: Point, length: number, bounds: Rect): CoverageSource {
  const stepX = (to.x - from.x) / (length * length)
  const stepY = (to.y - from.y) / (length * length)
  const positionAt = (x: number, y: number) => (x - from.x) * stepX + (y - from.y) * stepY
  return {
    bounds,
    read: (part) => {
      const positions = corners(part).map(({ x, y }) => positionAt(x, y))
      if (Math.max(...positions) < fullUntil) return 'full'
      if (Math.min(...positions) > noneFrom) return 'none'
      return fillRows(part, (coverage, at, y) => {
        let position = positionAt(part.x + 0.5, y)
        for (let i = at; i < at + part.widthPx; i++, position += stepX) coverage[i] = coverageAfter(position)
      })
    },
  }
}

function radial(center: Point, radius: number, bounds: Rect): CoverageSource {
  const positionAt = (x: number, y: number) => Math.sqrt((x - center.x) ** 2 + (y - center.y) ** 2) / radius
  return {
    bounds,
    read: (part) => {
      const nearestX = Math.min(part.x + part.widthPx - 0.5, Math.max(part.x + 0.5, center.x))
      const nearestY = Math.min(part.y + part.heightPx - 0.5, Math.max(part.y + 0.5, center.y))
      if (positionAt(nearestX, nearestY) > noneFrom) return 'none'
      if (corners(part).every(({ x, y }) => positionAt(x, y) < fullUntil)) return 'full'
      return fillRows(part, (coverage, at, y) => {
        const rise = (y - center.y) * (y - center.y)
        for (let i = at, x = part.x + 0.5 - center.x; i < at + part.widthPx; i++, x++) {
          coverage[i] = coverageAfter(Math.sqrt(x * x + rise) / radius)
        }
      })
    },
  }
}

/** Centers of the four corner pixels. */
function corners({ x, y, widthPx, heightPx }: Rect): readonly Point[] {
  const [left, right] = [x + 0.5, x + widthPx - 0.5]
  const [top, bottom] = [y + 0.5, y + heightPx - 0.5]
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ]
}

/** @param fillRow fills a row of pixels starting at `at`, whose center is at `y` */
function fillRows(part: Rect, fillRow: (coverage: Uint8Array, at: number, y: number) => void): Uint8Array {
  const coverage = new Uint8Array(part.widthPx * part.heightPx)
  for (let row = 0; row < part.heightPx; row++) fillRow(coverage, row * part.widthPx, part.y + row + 0.5)
  return coverage
}

function coverageAfter(position: number): number {
  if (position <= 0) return 255
  return position < 1 ? 255 * (1 - position) + 0.5 : 0
}
