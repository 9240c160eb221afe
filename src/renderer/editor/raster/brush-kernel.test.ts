import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StrokePoint } from '../document/raster.ts'
import { brushEdge, createSweep, stampSweep } from './brush-kernel.ts'

const all = { x: 0, y: 0, widthPx: 256, heightPx: 256 }

function stamp(from: StrokePoint, to: StrokePoint, hardness: number): Uint8Array {
  const pixels = new Uint8Array(256 * 256)
  const dirty = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  stampSweep({ pixels, x: 0, y: 0 }, all, createSweep(from, to, hardness, false), true, dirty)
  return pixels
}

/** The brush at its closest point along the path, computed from the definition. */
function exactAt(from: StrokePoint, to: StrokePoint, hardness: number, x: number, y: number): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const square = dx * dx + dy * dy
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / square))
  const mix = (a: number, b: number) => a + (b - a) * t
  const [start, end] = [brushEdge(from.radiusPx, hardness), brushEdge(to.radiusPx, hardness)]
  const [inner, outer] = [mix(start.inner, end.inner), mix(start.outer, end.outer)]
  const distance = Math.hypot(x - from.x - t * dx, y - from.y - t * dy)
  const reach = Math.min(1, Math.max(0, (outer - distance) / (outer - inner)))
  return reach * reach * (3 - 2 * reach) * mix(from.strength, to.strength) * 255
}

const coordinate = fc.double({ min: 60, max: 190, noNaN: true })
const evenBrush = fc.record({
  radiusPx: fc.double({ min: 0.5, max: 100, noNaN: true }),
  strength: fc.double({ min: 0.05, max: 1, noNaN: true }),
})
const penBrush = fc.record({ radiusPx: fc.double({ min: 45, max: 60, noNaN: true }), strength: fc.constant(0.7) })
const hardness = fc.double({ min: 0, max: 1, noNaN: true })

function expectExact(from: StrokePoint, to: StrokePoint, hard: number, tolerance: number): void {
  const pixels = stamp(from, to, hard)
  for (let y = 0; y < 256; y += 7) {
    for (let x = 0; x < 256; x += 5) {
      const exact = exactAt(from, to, hard, x + 0.5, y + 0.5)
      expect(Math.abs(pixels[y * 256 + x]! - exact)).toBeLessThanOrEqual(tolerance)
    }
  }
}

describe('stampSweep', () => {
  it('matches the brush at the nearest path point for any direction', () => {
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        coordinate,
        coordinate,
        evenBrush,
        hardness,
        (ax, ay, bx, by, brush, hard) => {
          expectExact({ x: ax, y: ay, ...brush }, { x: bx, y: by, ...brush }, hard, 1.1)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('matches it for horizontal, vertical and zero-length strokes', () => {
    const brush = { radiusPx: 70.3, strength: 0.9 }
    for (const [bx, by] of [
      [150, 100],
      [50, 100],
      [100, 150],
      [100, 50],
      [100, 100],
    ] as const) {
      expectExact({ x: 100, y: 100, ...brush }, { x: bx, y: by, ...brush }, 0.2, 1.1)
    }
  })

  it('interpolates the radius along the path', () => {
    fc.assert(
      fc.property(coordinate, coordinate, penBrush, penBrush, (x, y, first, second) => {
        expectExact({ x, y, ...first }, { x: x + 50, y: y - 20, ...second }, 0, 1.1)
      }),
      { numRuns: 30 },
    )
  })
})
