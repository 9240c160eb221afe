import { intersectRects, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { findHoleRegions, type PixelRect } from '../fill/index.ts'

/** A part of the mask that a model fills at once. */
export interface InpaintRegion {
  /** What is filled: the part of the mask inside. */
  readonly hole: Rect
  /** What the model sees. */
  readonly crop: Rect
  /** The size of `crop` as the model sees it, at most the model's own; the rest of its input is padding. */
  readonly small: Size
}

/** Holes this near, as a share of the longer side, are filled together. */
const nearShare = 0.25
const nearLeastPx = 16
/** What a model sees beside a hole on each side, as a share of the hole's longer side, and the least. */
const contextShare = 0.5
const contextLeastPx = 96
/** A window is this many times as wide as the hole in it is thick. */
const windowPerThickness = 2
/** A hole is thin if it is this many times as long as thick. */
const lengthPerThickness = 4
/** Tiles are worth it where they show the hole at least this much larger. */
const leastGain = 1.5
const mostTiles = 64

/**
 * Divides a mask into regions: holes near each other, or so small that one input of the model holds them, are one.
 * A long, thin hole (a wire, a scratch) is divided into tiles: as a whole it would be a pixel wide for the model.
 * @param mask above 0 = to be filled
 */
export function planRegions(mask: Uint8Array, image: Size, model: Size): readonly InpaintRegion[] {
  const holes = findHoleRegions(image.widthPx, image.heightPx, mask, near).map(toRect)
  const together = joinSmall(holes, Math.min(model.widthPx, model.heightPx) / 2)
  return together.flatMap((hole) => regionsOf(hole, mask, image, model))
}

function near({ x, y, width, height }: PixelRect): PixelRect {
  const margin = Math.max(nearLeastPx, Math.ceil(nearShare * Math.max(width, height)))
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin }
}

function toRect({ x, y, width, height }: PixelRect): Rect {
  return { x, y, widthPx: width, heightPx: height }
}

/** Specks are many: each would cost a run of the model. */
function joinSmall(holes: readonly Rect[], mostPx: number): readonly Rect[] {
  const joined: Rect[] = []
  for (const hole of holes) {
    const at = joined.findIndex((each) => longerSide(uniteRects(each, hole)) <= mostPx)
    if (at < 0) joined.push(hole)
    else joined[at] = uniteRects(joined[at]!, hole)
  }
  return joined
}

const longerSide = ({ widthPx, heightPx }: Size): number => Math.max(widthPx, heightPx)

function regionsOf(hole: Rect, mask: Uint8Array, image: Size, model: Size): readonly InpaintRegion[] {
  const longer = longerSide(hole)
  const side = longer + 2 * Math.max(contextLeastPx, Math.ceil(contextShare * longer))
  const whole = regionAround(hole, side, image, model)
  const leastSide = Math.min(model.widthPx, model.heightPx)
  if (longerSide(whole.crop) < leastGain * leastSide) return [whole]
  const thickness = thicknessOf(hole, mask, image)
  if (longer < lengthPerThickness * thickness) return [whole]
  const thin = Math.max(leastSide, windowPerThickness * thickness)
  for (let window = thin; longerSide(whole.crop) >= leastGain * window; window *= Math.SQRT2) {
    const tiles = tilesOf(hole, Math.floor(window / 2), mask, image)
    if (tiles.length <= mostTiles) return tiles.map((tile) => regionAround(tile, Math.ceil(window), image, model))
  }
  return [whole]
}

/** A square around the middle of the hole, inside the image; where the image is smaller, all of that direction. */
export function regionAround(hole: Rect, sidePx: number, image: Size, model: Size): InpaintRegion {
  const [widthPx, heightPx] = [
    Math.min(image.widthPx, Math.max(sidePx, model.widthPx)),
    Math.min(image.heightPx, Math.max(sidePx, model.heightPx)),
  ]
  const crop = {
    x: centered(hole.x, hole.widthPx, widthPx, image.widthPx),
    y: centered(hole.y, hole.heightPx, heightPx, image.heightPx),
    widthPx,
    heightPx,
  }
  const reduction = Math.max(1, widthPx / model.widthPx, heightPx / model.heightPx)
  const small = {
    widthPx: Math.min(model.widthPx, Math.ceil(widthPx / reduction)),
    heightPx: Math.min(model.heightPx, Math.ceil(heightPx / reduction)),
  }
  return { hole, crop, small }
}

/** Where a span begins that has its middle where the length has it, inside the limit. */
function centered(from: number, length: number, span: number, limit: number): number {
  return Math.max(0, Math.min(limit - span, Math.floor(from + (length - span) / 2)))
}

/** The parts of a hole in the cells of a grid, each as small as its pixels allow, in reading order. */
function tilesOf(hole: Rect, cellPx: number, mask: Uint8Array, { widthPx: stride }: Size): readonly Rect[] {
  const tiles: Rect[] = []
  for (let y = hole.y; y < hole.y + hole.heightPx; y += cellPx) {
    for (let x = hole.x; x < hole.x + hole.widthPx; x += cellPx) {
      const tile = boundsWithin(mask, stride, intersectRects(hole, { x, y, widthPx: cellPx, heightPx: cellPx }))
      if (tile !== null) tiles.push(tile)
    }
  }
  return tiles
}

function boundsWithin(mask: Uint8Array, stride: number, cell: Rect): Rect | null {
  let [left, right, top, bottom] = [stride, -1, -1, -1]
  for (let y = cell.y; y < cell.y + cell.heightPx; y++) {
    for (let x = cell.x; x < cell.x + cell.widthPx; x++) {
      if (mask[y * stride + x] === 0) continue
      if (top < 0) top = y
      bottom = y
      left = Math.min(left, x)
      right = Math.max(right, x)
    }
  }
  return top < 0 ? null : { x: left, y: top, widthPx: right - left + 1, heightPx: bottom - top + 1 }
}

/**
 * Returns twice the greatest distance of a hole's pixel from what is known, in pixels: by steps in all eight directions,
 * over two sweeps. The image's edge is not known.
 */
function thicknessOf({ x: left, y: top, widthPx, heightPx }: Rect, mask: Uint8Array, image: Size): number {
  const far = 0xffff
  const depth = new Uint16Array(widthPx * heightPx)
  const depthAt = (x: number, y: number): number => {
    if (x >= 0 && y >= 0 && x < widthPx && y < heightPx) return depth[y * widthPx + x]!
    const [imageX, imageY] = [left + x, top + y]
    return imageX < 0 || imageY < 0 || imageX >= image.widthPx || imageY >= image.heightPx ? far : 0
  }
  let deepest = 0
  for (const step of [-1, 1]) {
    for (let row = 0; row < heightPx; row++) {
      const y = step < 0 ? row : heightPx - 1 - row
      for (let column = 0; column < widthPx; column++) {
        const x = step < 0 ? column : widthPx - 1 - column
        const at = y * widthPx + x
        if (mask[(top + y) * image.widthPx + left + x] === 0) continue
        const before = Math.min(
          depthAt(x - 1, y + step),
          depthAt(x, y + step),
          depthAt(x + 1, y + step),
          depthAt(x + step, y),
        )
        depth[at] = Math.min(step < 0 ? far : depth[at]!, before + 1, far)
        if (step > 0) deepest = Math.max(deepest, depth[at])
      }
    }
  }
  return 2 * deepest
}
