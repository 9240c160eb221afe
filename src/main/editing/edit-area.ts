import { contextBox, diagonalPx, type EditIntent } from '../../shared/domain/edit.ts'
import { imageSidePxMax } from '../../shared/domain/library.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import { maskReachPx, type MaskEdge } from '../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, isEmptyRect, uniteRects, type Rect, type Size } from '../../shared/util/geometry.ts'
import type { WantedPart } from './part-candidates.ts'
import { pixelsOf } from './pixel-grid.ts'

/** The part of an edit that determines which area of the image is sent. */
export interface EditArea extends MaskEdge {
  /** The image into which the response is placed: after an expansion, the expanded one. */
  readonly image: Size
  /** Bounds of the area to repaint; null = unknown, so the whole image is sent. */
  readonly bounds: Rect | null
  readonly intent: EditIntent
  /** The area the user chose; null = around the mask. */
  readonly box: Rect | null
  /** Pixels of the largest image the model draws well: a much larger image is not sent whole. */
  readonly modelPixels: number
}

/** Always sent around the mask, for aligning the response. */
const ringPx = 32
/** Fraction of the mask's diagonal: gives the model context for what is added. */
const sceneShare = 0.15

/** Returns the part of an image a model should see, before it is fitted to a shape the model accepts. */
export function wantedPart(area: EditArea): WantedPart {
  const { image, intent } = area
  const whole: Rect = { x: 0, y: 0, ...image }
  const reached = area.bounds && intersectRects(growRect(area.bounds, maskReachPx(area)), whole)
  if (reached === null || isEmptyRect(reached)) return { image, want: whole, need: whole }
  if (area.box !== null) {
    const chosen = uniteRects(intersectRects(area.box, whole), reached)
    return { image, want: chosen, need: chosen }
  }
  if (seesWhole(area)) return { image, want: whole, need: whole }
  const extra = intent === 'add' ? Math.ceil(sceneShare * diagonalPx(reached)) : 0
  const want = contextBox(intersectRects(growRect(reached, extra), whole), image)
  return { image, want, need: intersectRects(growRect(reached, ringPx), whole) }
}

function seesWhole({ intent, image, modelPixels }: EditArea): boolean {
  switch (intent) {
    case 'background':
    case 'whole':
      return true
    case 'expand':
      return pixelsOf(image) <= 2 * modelPixels
    case 'fill':
    case 'add':
    case 'remove':
      return false
  }
}

/** Whether the chosen area had to be changed because it misses some of the mask or extends beyond the image. */
export function isBoxMoved({ box, image, bounds, ...edge }: EditArea): boolean {
  if (box === null || bounds === null) return false
  const whole: Rect = { x: 0, y: 0, ...image }
  const kept = uniteRects(intersectRects(box, whole), intersectRects(growRect(bounds, maskReachPx(edge)), whole))
  return kept.x !== box.x || kept.y !== box.y || kept.widthPx !== box.widthPx || kept.heightPx !== box.heightPx
}

/** Returns the bounding box of the part of `frame` that the image does not cover, in the frame's pixels. */
export function newPartBounds(image: Size, frame: Rect): Rect | null {
  const kept = intersectRects({ x: 0, y: 0, ...image }, frame)
  if (isEmptyRect(kept)) return { x: 0, y: 0, widthPx: frame.widthPx, heightPx: frame.heightPx }
  const left = kept.x - frame.x
  const top = kept.y - frame.y
  const right = frame.widthPx - left - kept.widthPx
  const bottom = frame.heightPx - top - kept.heightPx
  const strips: Rect[] = [
    { x: 0, y: 0, widthPx: left, heightPx: frame.heightPx },
    { x: frame.widthPx - right, y: 0, widthPx: right, heightPx: frame.heightPx },
    { x: 0, y: 0, widthPx: frame.widthPx, heightPx: top },
    { x: 0, y: frame.heightPx - bottom, widthPx: frame.widthPx, heightPx: bottom },
  ].filter((strip) => !isEmptyRect(strip))
  return strips.length === 0 ? null : strips.reduce(uniteRects)
}

/** Returns why an image cannot be expanded to a frame, as a user message; null = it can. */
export function frameProblem(frame: Rect, source: Size): string | null {
  if (Math.max(frame.widthPx, frame.heightPx) > imageSidePxMax) {
    return messages.frameTooLarge({ width: frame.widthPx, height: frame.heightPx, limit: imageSidePxMax })
  }
  if (isEmptyRect(intersectRects({ x: 0, y: 0, ...source }, frame))) return messages.frameOutsideImage
  return newPartBounds(source, frame) === null ? messages.frameInsideImage : null
}

/** Returns the bounds of what an expansion repaints, in the frame's pixels: everything new, and the painted mask. */
export function expandedBounds(image: Size, frame: Rect, painted: Rect | null): Rect | null {
  const fresh = newPartBounds(image, frame)
  if (painted === null) return fresh
  const moved = { ...painted, x: painted.x - frame.x, y: painted.y - frame.y }
  const seen = intersectRects(moved, { x: 0, y: 0, widthPx: frame.widthPx, heightPx: frame.heightPx })
  return fresh === null ? seen : uniteRects(fresh, seen)
}

/** Returns the smallest frame of a shape with the image in its center; the image's own size if it has that shape. */
export function frameOfRatio({ widthPx, heightPx }: Size, ratio: Size): Rect {
  const width = Math.max(widthPx, Math.round((heightPx * ratio.widthPx) / ratio.heightPx))
  const height = Math.max(heightPx, Math.round((widthPx * ratio.heightPx) / ratio.widthPx))
  return {
    x: 0 - Math.floor((width - widthPx) / 2),
    y: 0 - Math.floor((height - heightPx) / 2),
    widthPx: width,
    heightPx: height,
  }
}
