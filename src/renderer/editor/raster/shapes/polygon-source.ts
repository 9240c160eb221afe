import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { emptySource, outerRect } from './rect-source.ts'
import { scanRows } from './scan-rows.ts'

/**
 * A closed contour. Everything it encloses, however often, is inside (non-zero winding): a lasso whose end crosses its
 * beginning, or that circles twice, leaves no holes.
 */
export function polygonSource(points: readonly Point[], isAntialiased: boolean): CoverageSource {
  if (points.length < 3) return emptySource
  const edges = new PolygonEdges(points)
  return {
    bounds: outerRect(boundsOf(points)),
    read: (part) => {
      const { crossing, left, isCrossed } = edges.around(part)
      // If no edge passes through, one point decides for all.
      if (!isCrossed) return edges.windingAt(left, part.y + part.heightPx / 2) === 0 ? 'none' : 'full'
      const sweep = new PolygonSweep(edges, crossing, left, part)
      return scanRows(part, isAntialiased, (y, add) => sweep.spansAt(y, add))
    },
  }
}

function boundsOf(points: readonly Point[]): Rect {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top }
}

/** From this many on, sorting from scratch is faster than inserting one by one. */
const manyNew = 16

/** Sweeps down a part of a polygon line by line and reports what is inside on each line. */
export class PolygonSweep {
  readonly #edges: PolygonEdges
  readonly #part: Rect
  /** Edges through the part, from the topmost down. */
  readonly #crossing: readonly number[]
  #begun = 0
  /** Edges on the line, as indexes into `#crossing`, in the order in which the line meets them. */
  #active: number[] = []
  readonly #x: Float64Array
  /** Edges left of the part, once in the order in which they begin and once in the order in which they end. */
  readonly #beginning: readonly number[]
  readonly #ending: readonly number[]
  #begunLeft = 0
  #endedLeft = 0
  #windingLeft = 0

  constructor(edges: PolygonEdges, crossing: readonly number[], left: readonly number[], part: Rect) {
    this.#edges = edges
    this.#part = part
    this.#crossing = crossing
    this.#x = new Float64Array(crossing.length)
    this.#beginning = left
    this.#ending = left.toSorted((a, b) => edges.bottomY[a]! - edges.bottomY[b]!)
  }

  /** Each call must be for a lower line than the last. */
  spansAt(y: number, add: (from: number, to: number) => void): void {
    this.#moveTo(y)
    let winding = this.#windingLeft
    let from = this.#part.x
    for (let i = 0; i < this.#active.length; i++) {
      const edgeIndex = this.#active[i]!
      const wasInside = winding !== 0
      winding += this.#edges.winding[this.#crossing[edgeIndex]!]!
      if (wasInside === (winding !== 0)) continue
      if (wasInside) add(from, this.#x[edgeIndex]!)
      else from = this.#x[edgeIndex]!
    }
    if (winding !== 0) add(from, this.#part.x + this.#part.widthPx)
  }

  /** Adds edges that begin above the line, drops those that have ended, and sorts them. */
  #moveTo(y: number): void {
    this.#passLeft(y)
    const { topY, bottomY } = this.#edges
    const active = this.#active
    let kept = 0
    for (let i = 0; i < active.length; i++) {
      const edgeIndex = active[i]!
      const edge = this.#crossing[edgeIndex]!
      if (bottomY[edge]! <= y) continue
      this.#x[edgeIndex] = this.#edges.xAt(edge, y)
      active[kept++] = edgeIndex
    }
    active.length = kept
    for (; this.#begun < this.#crossing.length && topY[this.#crossing[this.#begun]!]! <= y; this.#begun++) {
      const edge = this.#crossing[this.#begun]!
      if (bottomY[edge]! <= y) continue
      this.#x[this.#begun] = this.#edges.xAt(edge, y)
      active.push(this.#begun)
    }
    if (active.length - kept > manyNew) active.sort((a, b) => this.#x[a]! - this.#x[b]!)
    else this.#putInOrder()
  }

  #passLeft(y: number): void {
    const { topY, bottomY, winding } = this.#edges
    for (; this.#begunLeft < this.#beginning.length; this.#begunLeft++) {
      const edge = this.#beginning[this.#begunLeft]!
      if (topY[edge]! > y) break
      this.#windingLeft += winding[edge]!
    }
    for (; this.#endedLeft < this.#ending.length; this.#endedLeft++) {
      const edge = this.#ending[this.#endedLeft]!
      if (bottomY[edge]! > y) break
      this.#windingLeft -= winding[edge]!
    }
  }

  #putInOrder(): void {
    const active = this.#active
    const x = this.#x
    for (let i = 1; i < active.length; i++) {
      const edgeIndex = active[i]!
      let to = i
      while (to > 0 && x[active[to - 1]!]! > x[edgeIndex]!) {
        active[to] = active[to - 1]!
        to--
      }
      active[to] = edgeIndex
    }
  }
}

/** Edges that affect a part of the image, by index. */
export interface EdgesAround {
  /** Edges that pass through the part, from the topmost down. */
  readonly crossing: readonly number[]
  /** Edges that pass left of the part, from the topmost down: they determine what is inside where the part begins. */
  readonly left: readonly number[]
  /** Whether any edge passes through, horizontal ones included. */
  readonly isCrossed: boolean
}

interface LevelEdge {
  readonly y: number
  readonly from: number
  readonly to: number
}

/** A closed contour split into downward edges, indexed by height. Horizontal edges add no winding and are separate. */
export class PolygonEdges {
  readonly topX: Float64Array
  readonly topY: Float64Array
  readonly bottomY: Float64Array
  /** How far an edge moves right per pixel down. */
  readonly slope: Float64Array
  /** 1 if the contour goes down, -1 if it goes up. */
  readonly winding: Int8Array
  /** Edges by bands as high as a tile, each from the topmost down. */
  readonly #bands = new Map<number, number[]>()
  readonly #levelBands = new Map<number, LevelEdge[]>()

  constructor(points: readonly Point[]) {
    const sides = points.map((from, i) => ({ from, to: points[(i + 1) % points.length]! }))
    const edges = sides
      .filter(({ from, to }) => from.y !== to.y)
      .map(({ from, to }) => (from.y < to.y ? { top: from, bottom: to, turn: 1 } : { top: to, bottom: from, turn: -1 }))
      .toSorted((a, b) => a.top.y - b.top.y)
    this.topX = Float64Array.from(edges, ({ top }) => top.x)
    this.topY = Float64Array.from(edges, ({ top }) => top.y)
    this.bottomY = Float64Array.from(edges, ({ bottom }) => bottom.y)
    this.slope = Float64Array.from(edges, ({ top, bottom }) => (bottom.x - top.x) / (bottom.y - top.y))
    this.winding = Int8Array.from(edges, ({ turn }) => turn)
    edges.forEach(({ top, bottom }, edge) => {
      const last = Math.floor(bottom.y / tilePx)
      for (let band = Math.floor(top.y / tilePx); band <= last; band++) addTo(this.#bands, band, edge)
    })
    for (const { from, to } of sides) {
      const level = { y: from.y, from: Math.min(from.x, to.x), to: Math.max(from.x, to.x) }
      if (from.y === to.y) addTo(this.#levelBands, Math.floor(from.y / tilePx), level)
    }
  }

  xAt(edge: number, y: number): number {
    return this.topX[edge]! + (y - this.topY[edge]!) * this.slope[edge]!
  }

  /** The winding number to the right of these edges at this height. */
  windingAt(edges: readonly number[], y: number): number {
    let winding = 0
    for (const edge of edges) if (this.topY[edge]! <= y && y < this.bottomY[edge]!) winding += this.winding[edge]!
    return winding
  }

  around(part: Rect): EdgesAround {
    const crossing: number[] = []
    const left: number[] = []
    let isLevelCrossed = false
    const firstBand = Math.floor(part.y / tilePx)
    const lastBand = Math.floor((part.y + part.heightPx - 1) / tilePx)
    for (let band = firstBand; band <= lastBand; band++) {
      for (const edge of this.#bands.get(band) ?? []) {
        // An edge that crosses several bands counts in the first of them.
        if (band > firstBand && Math.floor(this.topY[edge]! / tilePx) < band) continue
        this.#classify(edge, part, crossing, left)
      }
      isLevelCrossed ||= this.#levelBands.get(band)?.some((level) => isLevelIn(level, part)) ?? false
    }
    return { crossing, left, isCrossed: isLevelCrossed || crossing.length > 0 }
  }

  #classify(edge: number, part: Rect, crossing: number[], left: number[]): void {
    const from = Math.max(part.y, this.topY[edge]!)
    const to = Math.min(part.y + part.heightPx, this.bottomY[edge]!)
    if (to <= from) return
    const a = this.xAt(edge, from)
    const b = this.xAt(edge, to)
    if (Math.max(a, b) <= part.x) left.push(edge)
    else if (Math.min(a, b) < part.x + part.widthPx) crossing.push(edge)
  }
}

function addTo<Item>(bands: Map<number, Item[]>, band: number, item: Item): void {
  const known = bands.get(band)
  if (known === undefined) bands.set(band, [item])
  else known.push(item)
}

function isLevelIn({ y, from, to }: LevelEdge, part: Rect): boolean {
  return y > part.y && y < part.y + part.heightPx && to > part.x && from < part.x + part.widthPx
}
