import { layOutLevel, type LevelLayout } from './fill-level.ts'
import { unitePixelRects, type PixelRect } from './pixel-rect.ts'

/** One hole, or a cluster of holes, with the part of the image its fill uses. */
export interface RegionPlan {
  /** Bounding box of the hole in image coordinates. */
  readonly hole: PixelRect
  /** Hole and context in image coordinates: level 0 of the pyramid. */
  readonly box: PixelRect
  /** Finest first. */
  readonly levels: readonly LevelLayout[]
  readonly bytes: number
}

/** Context on each side of a hole, as a multiple of its longer side, and its minimum in pixels. */
const contextShare = 1
const leastContextPx = 160
/** Levels with a shorter side below this say nothing about the scene. */
const leastLevelPx = 20
const mostLevels = 10

export interface FillPlan {
  /** Bounding box of everything masked. */
  readonly hole: PixelRect
  readonly regions: readonly RegionPlan[]
}

/**
 * Plans the regions of a fill. Without a sampling area each region includes its holes and a margin around them; with
 * one, it also includes the whole sampling area. Null = the mask is empty.
 */
export function planFill(
  width: number,
  height: number,
  mask: Uint8Array,
  sampling: Uint8Array | null,
): FillPlan | null {
  const image = { x: 0, y: 0, width, height }
  const holes = findHoleRegions(width, height, mask, (hole) => contextBox(hole, image))
  if (holes.length === 0) return null
  const sampled = sampling === null ? null : boundingBox(width, height, sampling)
  const regions = holes.map((hole) => {
    const context = contextBox(hole, image)
    return planRegion(hole, sampled === null ? context : unitePixelRects(context, sampled))
  })
  return { hole: holes.reduce((all, hole) => unitePixelRects(all, hole)), regions }
}

function contextBox(hole: PixelRect, image: PixelRect): PixelRect {
  const margin = Math.max(leastContextPx, Math.ceil(contextShare * Math.max(hole.width, hole.height)))
  const x = Math.max(0, hole.x - margin)
  const y = Math.max(0, hole.y - margin)
  return {
    x,
    y,
    width: Math.min(image.width, hole.x + hole.width + margin) - x,
    height: Math.min(image.height, hole.y + hole.height + margin) - y,
  }
}

/** Returns the smallest rectangle that contains every value above 0; null if there are none. */
function boundingBox(width: number, height: number, values: Uint8Array): PixelRect | null {
  let x0 = width
  let x1 = -1
  let y0 = height
  let y1 = -1
  for (let y = 0; y < height; y++) {
    const row = y * width
    let x = 0
    while (x < width && values[row + x] === 0) x++
    if (x === width) continue
    let last = width - 1
    while (values[row + last] === 0) last--
    x0 = Math.min(x0, x)
    x1 = Math.max(x1, last)
    y0 = Math.min(y0, y)
    y1 = y
  }
  return x1 < 0 ? null : { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }
}

function planRegion(hole: PixelRect, box: PixelRect): RegionPlan {
  const levels: LevelLayout[] = []
  let { width, height } = box
  let holeBox: PixelRect = { x: hole.x - box.x, y: hole.y - box.y, width: hole.width, height: hole.height }
  let bytes = 0
  for (;;) {
    const { layout, end } = layOutLevel(width, height, holeBox, bytes)
    levels.push(layout)
    bytes = end
    // The hole is never deeper than half its shorter side; beyond that the coarser level could not represent it.
    const shallow = Math.min(holeBox.width, holeBox.height) <= 8
    width = (width + 1) >> 1
    height = (height + 1) >> 1
    if (levels.length === mostLevels || Math.min(width, height) < leastLevelPx || shallow) break
    const x = holeBox.x >> 1
    const y = holeBox.y >> 1
    holeBox = {
      x,
      y,
      width: ((holeBox.x + holeBox.width - 1) >> 1) - x + 1,
      height: ((holeBox.y + holeBox.height - 1) >> 1) - y + 1,
    }
  }
  return { hole, box, levels, bytes }
}

const tilePx = 32

/**
 * Bounding boxes of the holes in a mask. Holes whose context (from `contextOf`) reaches another hole are merged, so
 * that no region's context contains a hole the region does not fill.
 */
export function findHoleRegions(
  width: number,
  height: number,
  mask: Uint8Array,
  contextOf: (hole: PixelRect) => PixelRect,
): PixelRect[] {
  let boxes = tileBoxes(width, height, mask)
  for (;;) {
    const merged = mergeReaching(boxes, contextOf)
    if (merged.length === boxes.length) return merged
    boxes = merged
  }
}

/** Tight boxes of the masked pixels, merged across touching tiles. */
function tileBoxes(width: number, height: number, mask: Uint8Array): PixelRect[] {
  const columns = Math.ceil(width / tilePx)
  const rows = Math.ceil(height / tilePx)
  const tiles = Array.from({ length: columns * rows }, (): PixelRect | null => null)
  for (let y = 0; y < height; y++) {
    for (let column = 0; column < columns; column++) {
      const run = maskedRun(mask, y * width, column * tilePx, Math.min(width, (column + 1) * tilePx), y)
      if (run === null) continue
      const tile = ((y / tilePx) | 0) * columns + column
      const box = tiles[tile] ?? null
      tiles[tile] = box === null ? run : unitePixelRects(box, run)
    }
  }
  return joinTouching(tiles, columns, rows)
}

function maskedRun(mask: Uint8Array, row: number, x0: number, x1: number, y: number): PixelRect | null {
  let first = x0
  while (first < x1 && mask[row + first] === 0) first++
  if (first === x1) return null
  let last = x1 - 1
  while (mask[row + last] === 0) last--
  return { x: first, y, width: last - first + 1, height: 1 }
}

function joinTouching(tiles: (PixelRect | null)[], columns: number, rows: number): PixelRect[] {
  const boxes: PixelRect[] = []
  for (let start = 0; start < tiles.length; start++) {
    const seed = tiles[start] ?? null
    if (seed === null) continue
    let box = seed
    const open = [start]
    tiles[start] = null
    for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
      const column = tile % columns
      const row = (tile / columns) | 0
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const next = tiles[r * columns + c] ?? null
          if (next === null) continue
          box = unitePixelRects(box, next)
          tiles[r * columns + c] = null
          open.push(r * columns + c)
        }
      }
    }
    boxes.push(box)
  }
  return boxes
}

function mergeReaching(boxes: readonly PixelRect[], contextOf: (hole: PixelRect) => PixelRect): PixelRect[] {
  const merged: PixelRect[] = []
  for (const box of boxes) {
    let grown = box
    for (let k = merged.length - 1; k >= 0; k--) {
      const other = merged[k]!
      if (!meet(contextOf(grown), other) && !meet(contextOf(other), grown)) continue
      grown = unitePixelRects(grown, other)
      merged.splice(k, 1)
    }
    merged.push(grown)
  }
  return merged
}

function meet(a: PixelRect, b: PixelRect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
