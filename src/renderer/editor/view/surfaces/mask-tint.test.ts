import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rectSource } from '../../raster/shapes/rect-source.ts'
import { TileRaster } from '../../raster/tile-raster.ts'
import { computeEdge } from './edge-work.ts'
import { MaskTint } from './mask-tint.ts'
import { createTint } from './tint-pixels.ts'

/** Records the coordinates of its lines. */
class Lines {
  readonly xs: number[] = []
  moveTo(x: number): void {
    this.xs.push(x)
  }
  lineTo(x: number): void {
    this.xs.push(x)
  }
  addPath({ xs }: Lines): void {
    this.xs.push(...xs)
  }
}

beforeEach(() => {
  vi.stubGlobal('Path2D', Lines)
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(width * height * 4)
      }
    },
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const size = { widthPx: 600, heightPx: 300 }
const whole = { x: 0, y: 0, ...size }

describe('the mask outline', () => {
  it.each([
    ['without an edge', { growPx: 0, featherPx: 0 }],
    ['with an edge', { growPx: 4, featherPx: 0 }],
  ])('follows paint %s', async (_, edge) => {
    const raster = new TileRaster()
    const work = {
      compute: (job: Parameters<typeof computeEdge>[0]) => Promise.resolve(computeEdge(job)),
      dispose: vi.fn(),
    }
    const tint = new MaskTint(raster, createTint('#ff0000'), work, vi.fn())
    const small = rectSource({ x: 20, y: 20, widthPx: 30, heightPx: 30 }, false)
    const first = raster.combine(raster.empty(size, 1), small, 'add')
    const rightmost = async (ref: typeof first) => {
      for (let frame = 0; frame < 4; frame++) {
        tint.outline(1, whole, { ref, edge }, Infinity)
        await Promise.resolve()
        await Promise.resolve()
      }
      const { half } = tint.outline(1, whole, { ref, edge }, Infinity)
      return Math.max(...(half as unknown as Lines).xs)
    }
    expect(await rightmost(first)).toBe(50 + edge.growPx)
    const second = raster.combine(first, rectSource({ x: 40, y: 20, widthPx: 60, heightPx: 30 }, false), 'add')
    tint.markDirty(raster.differences(first, second), edge)
    expect(await rightmost(second)).toBe(100 + edge.growPx)
  })
})
