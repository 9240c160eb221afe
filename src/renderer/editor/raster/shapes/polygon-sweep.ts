import type { Rect } from '../../../../shared/util/geometry.ts'
import type { PolygonEdges } from './polygon-edges.ts'

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
      const place = this.#active[i]!
      const wasInside = winding !== 0
      winding += this.#edges.winding[this.#crossing[place]!]!
      if (wasInside === (winding !== 0)) continue
      if (wasInside) add(from, this.#x[place]!)
      else from = this.#x[place]!
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
      const place = active[i]!
      const edge = this.#crossing[place]!
      if (bottomY[edge]! <= y) continue
      this.#x[place] = this.#edges.xAt(edge, y)
      active[kept++] = place
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
      const place = active[i]!
      let to = i
      while (to > 0 && x[active[to - 1]!]! > x[place]!) {
        active[to] = active[to - 1]!
        to--
      }
      active[to] = place
    }
  }
}
