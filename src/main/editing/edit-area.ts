import type { EditIntent } from '../../shared/domain/edit.ts'
import { contextBox, diagonalPx } from '../../shared/domain/edit-defaults.ts'
import { imageSidePxMax } from '../../shared/domain/image-side-px-max.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import { maskReachPx, type MaskEdge } from '../../shared/util/effective-mask.ts'
import { growRect, intersectRects, isEmptyRect, uniteRects, type Rect, type Size } from '../../shared/util/geometry.ts'
import type { WantedPart } from './part-candidates.ts'
import { pixelsOf } from './pixel-grid.ts'

/** An edit as far as it decides what part of the picture is sent. */
export interface EditArea extends MaskEdge {
  /** The picture the answer is laid into: after an expansion the expanded one. */
  readonly picture: Size
  /** Of what is to be repainted; null = not known, so all of the picture is sent. */
  readonly bounds: Rect | null
  readonly intent: EditIntent
  /** The part the person chose; null = around the mask. */
  readonly box: Rect | null
  /** Of the largest picture the model makes well: what is far larger than that is not sent whole. */
  readonly modelPixels: number
}

/** Around the mask so much is sent in any case: the answer is aligned by it. */
const ringPx = 32
/** Of the mask's diagonal: what is added has to find its place in the scene. */
const sceneShare = 0.15

/** Which part of the picture a model should see, before it is given a shape the model takes. */
export function wantedPart(area: EditArea): WantedPart {
  const { picture, intent } = area
  const whole: Rect = { x: 0, y: 0, ...picture }
  const reached = area.bounds && intersectRects(growRect(area.bounds, maskReachPx(area)), whole)
  if (reached === null || isEmptyRect(reached)) return { picture, want: whole, need: whole }
  if (area.box !== null) {
    const chosen = uniteRects(intersectRects(area.box, whole), reached)
    return { picture, want: chosen, need: chosen }
  }
  if (seesWhole(area)) return { picture, want: whole, need: whole }
  const extra = intent === 'add' ? Math.ceil(sceneShare * diagonalPx(reached)) : 0
  const want = contextBox(intersectRects(growRect(reached, extra), whole), picture)
  return { picture, want, need: intersectRects(growRect(reached, ringPx), whole) }
}

function seesWhole({ intent, picture, modelPixels }: EditArea): boolean {
  switch (intent) {
    case 'background':
    case 'whole':
      return true
    case 'expand':
      return pixelsOf(picture) <= 2 * modelPixels
    case 'fill':
    case 'add':
    case 'remove':
      return false
  }
}

/** Whether a chosen part had to become another, because it misses some of the mask or lies beyond the picture. */
export function isBoxMoved({ box, picture, bounds, ...edge }: EditArea): boolean {
  if (box === null || bounds === null) return false
  const whole: Rect = { x: 0, y: 0, ...picture }
  const kept = uniteRects(intersectRects(box, whole), intersectRects(growRect(bounds, maskReachPx(edge)), whole))
  return kept.x !== box.x || kept.y !== box.y || kept.widthPx !== box.widthPx || kept.heightPx !== box.heightPx
}

/** The part of `frame` that a picture does not reach, as the smallest rectangle around it, in the frame's pixels. */
export function newPartBounds(picture: Size, frame: Rect): Rect | null {
  const kept = intersectRects({ x: 0, y: 0, ...picture }, frame)
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

/** Why a picture cannot be expanded to a frame, for people; null = it can. */
export function frameProblem(frame: Rect, source: Size): string | null {
  if (Math.max(frame.widthPx, frame.heightPx) > imageSidePxMax) {
    return messages.frameTooLarge({ width: frame.widthPx, height: frame.heightPx, limit: imageSidePxMax })
  }
  if (isEmptyRect(intersectRects({ x: 0, y: 0, ...source }, frame))) return messages.frameOutsideImage
  return newPartBounds(source, frame) === null ? messages.frameInsideImage : null
}

/** What an expansion repaints, in the frame's pixels: all that is new, and what was painted. */
export function expandedBounds(picture: Size, frame: Rect, painted: Rect | null): Rect | null {
  const fresh = newPartBounds(picture, frame)
  if (painted === null) return fresh
  const moved = { ...painted, x: painted.x - frame.x, y: painted.y - frame.y }
  const seen = intersectRects(moved, { x: 0, y: 0, widthPx: frame.widthPx, heightPx: frame.heightPx })
  return fresh === null ? seen : uniteRects(fresh, seen)
}
