import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'

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
        this.#place(edge, part, crossing, left)
      }
      isLevelCrossed ||= this.#levelBands.get(band)?.some((level) => isLevelIn(level, part)) ?? false
    }
    return { crossing, left, isCrossed: isLevelCrossed || crossing.length > 0 }
  }

  #place(edge: number, part: Rect, crossing: number[], left: number[]): void {
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
