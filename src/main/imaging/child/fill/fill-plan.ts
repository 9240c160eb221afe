import { layOutLevel, type LevelLayout } from './fill-level.ts'
import { findHoleRegions } from './hole-regions.ts'
import { uniteRects, type PixelRect } from './pixel-rect.ts'

/** One hole, or a cluster of holes, with the part of the picture that its fill looks at. */
export interface RegionPlan {
  /** Bounding box of the hole in picture coordinates. */
  readonly hole: PixelRect
  /** Hole and context in picture coordinates: level 0 of the pyramid. */
  readonly box: PixelRect
  /** Finest first. */
  readonly levels: readonly LevelLayout[]
  readonly bytes: number
}

/** Context on each side of a hole, as a multiple of its longer side, and at least so many pixels. */
const contextShare = 1
const leastContextPx = 160
/** Levels smaller than this on their shorter side tell nothing about the scene. */
const leastLevelPx = 20
const mostLevels = 10

export interface FillPlan {
  /** Bounding box of everything masked. */
  readonly hole: PixelRect
  readonly regions: readonly RegionPlan[]
}

/**
 * Sets out the regions of a fill. Without a sampling area each region sees its holes and a margin around them; with
 * one, it also sees all of the sampling area. Null = the mask is empty.
 */
export function planFill(
  width: number,
  height: number,
  mask: Uint8Array,
  sampling: Uint8Array | null,
): FillPlan | null {
  const picture = { x: 0, y: 0, width, height }
  const holes = findHoleRegions(width, height, mask, (hole) => contextBox(hole, picture))
  if (holes.length === 0) return null
  const sampled = sampling === null ? null : boundingBox(width, height, sampling)
  const regions = holes.map((hole) => {
    const context = contextBox(hole, picture)
    return planRegion(hole, sampled === null ? context : uniteRects(context, sampled))
  })
  return { hole: holes.reduce((all, hole) => uniteRects(all, hole)), regions }
}

function contextBox(hole: PixelRect, picture: PixelRect): PixelRect {
  const margin = Math.max(leastContextPx, Math.ceil(contextShare * Math.max(hole.width, hole.height)))
  const x = Math.max(0, hole.x - margin)
  const y = Math.max(0, hole.y - margin)
  return {
    x,
    y,
    width: Math.min(picture.width, hole.x + hole.width + margin) - x,
    height: Math.min(picture.height, hole.y + hole.height + margin) - y,
  }
}

/** Smallest rectangle that holds every value above 0; null where there is none. */
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
    // The hole is never deeper than half its shorter side; beyond that the coarser level could not show it.
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
