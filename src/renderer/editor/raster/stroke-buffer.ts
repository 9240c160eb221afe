import { tilePx } from '../../../shared/domain/surfaces.ts'
import { intersectRects, isEmptyRect, uniteRects, type Rect } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import type { ColorSource, StrokePoint, StrokeStyle } from '../document/raster.ts'
import { createSweep, isSolidOver, stampSweep, sweepBounds, type BrushSweep, type DirtySpan } from './brush-kernel.ts'
import { mixTileColors, eraseColors, multiplyCoverage, asUint32 } from './pixel-math.ts'
import { paintedPart } from './painted-bounds.ts'
import { copyPart } from './tile-content.ts'
import { fullTile, tileBytes, type Tile } from './tile.ts'
import { forEachTileIn, tileRect, type TileGrid } from './tile-grid.ts'

/** Access to the surface below the stroke (its tiles unpacked), and to the target of the combined pixels. */
export interface StrokeTarget {
  readonly channels: RasterRef['channels']
  /** Source of the paint on a color surface. */
  readonly source: ColorSource | null
  base(index: number): Tile | null
  /** Writable pixels; copied from the base on first use. */
  writable(index: number): Uint8Array
}

/**
 * The stroke's own coverage, kept separate from the mask: within one stroke the maximum coverage wins, so painting over
 * the same place again never builds up; the whole stroke is then added to (or subtracted from) the mask once.
 */
export class StrokeBuffer {
  readonly #grid: TileGrid
  readonly #style: StrokeStyle
  readonly #target: StrokeTarget
  readonly #tiles = new Map<number, Uint8Array>()
  readonly #dirty = new Map<number, DirtySpan>()
  /** Tiles at the stroke's full strength everywhere: nothing can raise them. */
  readonly #saturated = new Set<number>()
  /** Parts for which the source had no colors yet. */
  readonly #missing = new Map<number, Rect>()
  #last: StrokePoint | null = null
  #isUniform = true

  constructor(grid: TileGrid, style: StrokeStyle, target: StrokeTarget) {
    this.#grid = grid
    this.#style = style
    this.#target = target
  }

  add(points: readonly StrokePoint[]): readonly Rect[] {
    for (const point of points) {
      const from = this.#last ?? point
      if (point.strength !== from.strength) this.#becomeUneven()
      this.#join(from, point)
      this.#last = point
    }
    return this.#combine()
  }

  refresh(all: boolean): readonly Rect[] {
    const parts = all ? this.#strokedParts() : [...this.#missing]
    this.#missing.clear()
    for (const [index, part] of parts) this.#combineTile(index, part)
    return parts.map(([, part]) => part)
  }

  coverageOf(area: Rect): Uint8Array {
    const out = new Uint8Array(area.widthPx * area.heightPx)
    forEachTileIn(this.#grid, area, (index, part) => {
      const pixels = this.#tiles.get(index)
      if (pixels === undefined) return
      const { x, y } = tileRect(this.#grid, index)
      copyPart(part, 1, { pixels, rect: { x, y, widthPx: tilePx, heightPx: tilePx } }, { pixels: out, rect: area })
    })
    return out
  }

  #strokedParts(): readonly (readonly [number, Rect])[] {
    return [...this.#tiles].flatMap(([index, pixels]) => {
      const part = paintedPart(pixels, 1)
      if (part === null) return []
      const { x, y } = tileRect(this.#grid, index)
      return [[index, { ...part, x: x + part.x, y: y + part.y }] as const]
    })
  }

  #becomeUneven(): void {
    this.#isUniform = false
    this.#saturated.clear()
  }

  #join(from: StrokePoint, to: StrokePoint): void {
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    // A sweep measures across the line; where the brush grows about as fast as it moves, that would leave notches.
    const isSteep = Math.abs(to.radiusPx - from.radiusPx) > length / 2
    if (!isSteep) return this.#stamp(createSweep(from, to, this.#style.hardness, this.#last !== null))
    const steps = Math.max(1, Math.ceil(length / Math.max(0.5, 0.2 * Math.min(from.radiusPx, to.radiusPx))))
    for (let i = 1; i <= steps; i++) {
      const dab = mix(from, to, i / steps)
      this.#stamp(createSweep(dab, dab, this.#style.hardness, false))
    }
  }

  #stamp(sweep: BrushSweep): void {
    const { widthPx, heightPx } = this.#grid.size
    const area = intersectRects(sweepBounds(sweep), { x: 0, y: 0, widthPx, heightPx })
    if (isEmptyRect(area)) return
    forEachTileIn(this.#grid, area, (index, part) => {
      const base = this.#target.base(index)
      if (this.#style.mode === 'erase' ? base === null : base === fullTile) return
      if (this.#saturated.has(index)) return
      const rect = tileRect(this.#grid, index)
      const { x, y } = rect
      stampSweep({ pixels: this.#tile(index), x, y }, part, sweep, this.#isUniform, this.#span(index))
      if (this.#isUniform && isSolidOver(sweep, rect)) this.#saturated.add(index)
    })
  }

  #tile(index: number): Uint8Array {
    let tile = this.#tiles.get(index)
    if (tile === undefined) this.#tiles.set(index, (tile = new Uint8Array(tileBytes)))
    return tile
  }

  #span(index: number): DirtySpan {
    let span = this.#dirty.get(index)
    if (span === undefined) {
      span = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
      this.#dirty.set(index, span)
    }
    return span
  }

  #combine(): readonly Rect[] {
    const changed: Rect[] = []
    for (const [index, span] of this.#dirty) {
      if (span.left >= span.right) continue
      const part = { x: span.left, y: span.top, widthPx: span.right - span.left, heightPx: span.bottom - span.top }
      this.#combineTile(index, part)
      changed.push(part)
    }
    this.#dirty.clear()
    return changed
  }

  #combineTile(index: number, part: Rect): void {
    if (this.#target.channels === 4) return this.#combineColor(index, part)
    const stroke = this.#tile(index)
    const base = this.#target.base(index)?.peek() ?? null
    const out = this.#target.writable(index)
    const { x, y } = tileRect(this.#grid, index)
    for (let row = part.y - y; row < part.y - y + part.heightPx; row++) {
      const from = row * tilePx + part.x - x
      const to = from + part.widthPx
      if (base === null) out.set(stroke.subarray(from, to), from)
      else if (this.#style.mode === 'paint') addStroke(out, base, stroke, from, to)
      else subtractStroke(out, base, stroke, from, to)
    }
  }

  #combineColor(index: number, part: Rect): void {
    const isErasing = this.#style.mode === 'erase'
    const colors = isErasing ? null : (this.#target.source?.read(part) ?? null)
    if (colors === null && !isErasing) return this.#miss(index, part)
    const cover = this.#tile(index)
    const base = this.#target.base(index)?.peek() ?? null
    const below = base === null ? null : asUint32(base)
    const out = asUint32(this.#target.writable(index))
    const packed = colors === null ? null : asUint32(colors)
    const { x, y } = tileRect(this.#grid, index)
    const count = part.widthPx
    for (let row = 0; row < part.heightPx; row++) {
      const at = (part.y - y + row) * tilePx + part.x - x
      const pixels = { out, below, cover, at, coverAt: at, count }
      if (packed === null) eraseColors(pixels)
      else mixTileColors(pixels, packed, row * count)
    }
  }

  #miss(index: number, part: Rect): void {
    const known = this.#missing.get(index)
    this.#missing.set(index, known === undefined ? part : uniteRects(known, part))
  }
}

function addStroke(out: Uint8Array, base: Uint8Array, stroke: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = base[i]! + multiplyCoverage(255 - base[i]!, stroke[i]!)
}

function subtractStroke(out: Uint8Array, base: Uint8Array, stroke: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = multiplyCoverage(base[i]!, 255 - stroke[i]!)
}

function mix(from: StrokePoint, to: StrokePoint, t: number): StrokePoint {
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    radiusPx: from.radiusPx + (to.radiusPx - from.radiusPx) * t,
    strength: from.strength + (to.strength - from.strength) * t,
  }
}
