import type { AssetId } from '../../../../shared/domain/ids.ts'
import { LevelGrid } from './level-grid.ts'
import type { MapRect } from './map-camera.ts'

/** Images and where they are. */
export interface MapPoints {
  readonly ids: readonly AssetId[]
  readonly indexOf: ReadonlyMap<AssetId, number>
  /** x and y of each. */
  readonly positions: Float32Array
  /** The main color of each as index in `imageColors`; 255 = not known. */
  readonly colors: Uint8Array
}

/** How a point is shown. */
export const hiddenPoint = 0
export const dimPoint = 1
export const brightPoint = 2

/** The side of tiles on level 0, as a share of the map; every second level halves it. */
const coarsest = 0.5
/** Levels end where the side is this share of the mean distance of points. */
const finest = 0.25
const levelsMax = 40
/** Points that are looked at between two yields. */
const stepSize = 4_096

export function sideOfLevel(level: number): number {
  return coarsest * 2 ** (-level / 2)
}

/**
 * Which images are shown as tiles at which zoom, so that none overlap: on each level, tiles are at least a side apart,
 * and what is shown on one level is shown on all finer ones. Nothing has to be computed while the view moves.
 */
export class MapScene {
  readonly points: MapPoints
  /** `hiddenPoint`, `dimPoint` or `brightPoint` of each. */
  readonly states: Uint8Array
  readonly bounds: MapRect
  readonly lastLevel: number
  /** The coarsest level that each is shown as a tile on. */
  readonly #levels: Uint8Array
  /** Of the levels that have fewer cells than there are points; finer ones show few of the points in view. */
  readonly #grids: LevelGrid[] = []
  readonly #bright: PointBuckets
  readonly #brightPoints: Int32Array

  /** Complete once `build` has ended. */
  constructor(points: MapPoints, states: Uint8Array) {
    this.points = points
    this.states = states
    this.bounds = boundsOf(points.positions)
    const count = points.ids.length
    this.lastLevel = Math.min(levelsMax, Math.ceil(2 * Math.log2((coarsest / finest) * Math.sqrt(Math.max(1, count)))))
    this.#levels = new Uint8Array(count).fill(255)
    this.#brightPoints = brightOf(states)
    this.#bright = new PointBuckets(points.positions, this.#brightPoints, this.bounds)
  }

  /** Decides what is shown on which level; yields every few thousand comparisons. */
  *build(): Generator<void, void> {
    const { positions } = this.points
    const order = yield* sortByPriority(this.points, this.#brightPoints)
    const shown: number[] = []
    for (let level = 0; level <= this.lastLevel; level++) {
      const grid = new LevelGrid(this.bounds, sideOfLevel(level))
      for (let at = 0; at < shown.length; at++) {
        if (at % stepSize === 0) yield
        grid.put(shown[at]!, positions)
      }
      for (let at = 0; at < order.length; at++) {
        if (at % stepSize === 0) yield
        const point = order[at]!
        if (this.#levels[point] !== 255) continue
        if (level < this.lastLevel && !grid.isFree(point, positions)) continue
        grid.put(point, positions)
        this.#levels[point] = level
        shown.push(point)
      }
      if (grid.cellCount <= 16 + order.length) this.#grids.push(grid)
    }
  }

  get brightCount(): number {
    return this.#brightPoints.length
  }

  /** The finest level on which tiles are at least so wide. */
  levelFor(scale: number, tilePx: number): number {
    const level = Math.floor(2 * Math.log2((coarsest * scale) / tilePx))
    return Math.max(0, Math.min(this.lastLevel, level))
  }

  /** Images shown as tiles on a level, in a part of the map and a little around it. */
  tilesIn(rect: MapRect, level: number): number[] {
    const tiles: number[] = []
    const grid = this.#grids[level]
    if (grid !== undefined) grid.within(rect, (point) => tiles.push(point))
    else this.#bright.within(rect, (point) => this.#levels[point]! <= level && tiles.push(point))
    return tiles
  }

  isTile(point: number, level: number): boolean {
    return this.#levels[point]! <= level
  }

  /** Whether anything, bright or dim, is in a part of the map. */
  hasPointIn({ left, top, right, bottom }: MapRect): boolean {
    const { positions } = this.points
    return this.states.some((state, point) => {
      const [x, y] = [positions[2 * point]!, positions[2 * point + 1]!]
      return state !== hiddenPoint && x >= left && x <= right && y >= top && y <= bottom
    })
  }

  /** Bright points in a part of the map. */
  pointsIn(rect: MapRect): number[] {
    const found: number[] = []
    this.#bright.within(rect, (point) => found.push(point))
    return found
  }
}

function brightOf(states: Uint8Array): Int32Array {
  const points = new Int32Array(states.length)
  let count = 0
  for (let point = 0; point < states.length; point++) if (states[point] === brightPoint) points[count++] = point
  return points.subarray(0, count)
}

function boundsOf(positions: Float32Array): MapRect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < positions.length; at += 2) {
    left = Math.min(left, positions[at]!)
    right = Math.max(right, positions[at]!)
    top = Math.min(top, positions[at + 1]!)
    bottom = Math.max(bottom, positions[at + 1]!)
  }
  return positions.length === 0 ? { left: 0, top: 0, right: 1, bottom: 1 } : { left, top, right, bottom }
}

/** In an order that is random, but the same each time: of a crowd any image may stand for all. */
function* sortByPriority({ ids }: MapPoints, points: Int32Array): Generator<void, Int32Array> {
  const keys = new Float64Array(points.length)
  for (let at = 0; at < points.length; at++) {
    if (at % stepSize === 0) yield
    keys[at] = hashOf(ids[points[at]!]!) * 2 ** 21 + points[at]!
  }
  keys.sort()
  yield
  const sorted = new Int32Array(points.length)
  for (let at = 0; at < points.length; at++) sorted[at] = keys[at]! % 2 ** 21
  return sorted
}

/** Of the end of an ID, which is random; 31 bits. */
function hashOf(id: AssetId): number {
  let hash = 0
  for (let at = id.length - 8; at < id.length; at++) hash = Math.imul(hash, 31) + id.charCodeAt(at)
  return Math.imul(hash, 0x9e37_79b1) >>> 1
}

/** Some of the points of a map by square cells, a few in each. */
class PointBuckets {
  readonly #positions: Float32Array
  readonly #bounds: MapRect
  readonly #columns: number
  readonly #rows: number
  readonly #cell: number
  readonly #starts: Int32Array
  readonly #points: Int32Array

  constructor(positions: Float32Array, points: Int32Array, bounds: MapRect) {
    this.#positions = positions
    this.#bounds = bounds
    const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top]
    this.#cell = Math.max(
      1e-6,
      Math.sqrt((Math.max(width, 1e-6) * Math.max(height, 1e-6)) / Math.max(1, points.length)),
    )
    this.#columns = Math.floor(width / this.#cell) + 1
    this.#rows = Math.floor(height / this.#cell) + 1
    this.#starts = new Int32Array(this.#columns * this.#rows + 1)
    this.#points = new Int32Array(points.length)
    for (const point of points) this.#starts[this.#cellOf(point) + 1]!++
    for (let cell = 1; cell < this.#starts.length; cell++) this.#starts[cell]! += this.#starts[cell - 1]!
    const next = this.#starts.slice(0, -1)
    for (const point of points) this.#points[next[this.#cellOf(point)]!++] = point
  }

  /** Calls back with each point in a rectangle. */
  within({ left, top, right, bottom }: MapRect, visit: (point: number) => void): void {
    const [fromColumn, toColumn] = [this.#column(left), this.#column(right)]
    for (let row = this.#row(top); row <= this.#row(bottom); row++) {
      const from = this.#starts[row * this.#columns + fromColumn]!
      const to = this.#starts[row * this.#columns + toColumn + 1]!
      for (let at = from; at < to; at++) {
        const point = this.#points[at]!
        const [x, y] = [this.#positions[2 * point]!, this.#positions[2 * point + 1]!]
        if (x >= left && x <= right && y >= top && y <= bottom) visit(point)
      }
    }
  }

  #cellOf(point: number): number {
    return this.#row(this.#positions[2 * point + 1]!) * this.#columns + this.#column(this.#positions[2 * point]!)
  }

  #column(x: number): number {
    return Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#bounds.left) / this.#cell)))
  }

  #row(y: number): number {
    return Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#bounds.top) / this.#cell)))
  }
}
