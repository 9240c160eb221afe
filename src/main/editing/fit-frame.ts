import type { InputRule } from '../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import { cheapestOnGrid, clampRatio, distance, isOnGrid, pixelsOf, ratioOf } from './pixel-grid.ts'

/** How an image is sent: scaled once and, if its shape does not fit, padded around `box`. */
export interface FittedFrame {
  readonly frame: Size
  /** Where the image is in the frame. */
  readonly box: Rect
}

/** Cost weights of a frame's flaws, found by trial: the model redraws padding badly, and scaling blurs what is kept. */
const costs = { wrongShape: 50, padding: 4, anyPadding: 0.2, lostDetail: 8, anyScaling: 0.2 }

/**
 * Returns the frame in which an image is sent under a card's input rule. `shape`: that of the response, so that both
 * line up. Never enlarges beyond the rule's minimum; a rule with fixed sizes is filled. null = no frame satisfies the
 * rule.
 */
export function fitFrame(source: Size, rule: InputRule, shape: Size | null): FittedFrame | null {
  if (rule.sizes !== null) return centerIn(source, nearestSize(rule.sizes, shape ?? source, source), Infinity)
  if (shape === null && isOnGrid(source, rule)) return centerIn(source, source, 1)
  const ratio = clampRatio(ratioOf(shape ?? source), rule.maxRatio)
  const scaleMax = wantedScale(source, rule, ratio)
  const frame = cheapestOnGrid(
    rule,
    (widthPx) => [widthPx / ratio, source.heightPx * scaleMax],
    (size) => costOf(size, source, scaleMax, shape === null ? null : ratio),
  )
  return frame && centerIn(source, frame, scaleMax)
}

/** Chooses by shape first, then by area. `areaLike`: the area to come close to. */
export function nearestSize(sizes: readonly Size[], shapeLike: Size, areaLike: Size): Size {
  const differenceOf = (size: Size) =>
    costs.wrongShape * distance(ratioOf(size), ratioOf(shapeLike)) + distance(pixelsOf(size), pixelsOf(areaLike))
  return sizes.reduce((best, size) => (differenceOf(size) < differenceOf(best) ? size : best))
}

/** 1, less if the image is too large, or more to reach the minimum. */
function wantedScale(source: Size, rule: InputRule, ratio: number): number {
  const width = Math.max(source.widthPx, source.heightPx * ratio)
  const height = width / ratio
  const smallest = Math.max(rule.minSidePx / Math.min(width, height), Math.sqrt(rule.minPixels / (width * height)))
  const largest = Math.min(rule.maxSidePx / Math.max(width, height), Math.sqrt(rule.maxPixels / (width * height)))
  return Math.min(Math.max(1, smallest), largest)
}

function costOf(frame: Size, source: Size, scaleMax: number, ratio: number | null): number {
  const { box } = centerIn(source, frame, scaleMax)
  const scale = scaleIn(source, frame, scaleMax)
  const isPadded = box.widthPx < frame.widthPx || box.heightPx < frame.heightPx
  const padding = isPadded ? costs.anyPadding + costs.padding * Math.log(pixelsOf(frame) / pixelsOf(box)) : 0
  const isScaledInstead = scaleMax === 1 && scale < 1
  const detail = costs.lostDetail * Math.log(scaleMax / scale) + (isScaledInstead ? costs.anyScaling : 0)
  const shape = ratio === null ? 0 : costs.wrongShape * distance(ratioOf(frame), ratio)
  return padding + detail + shape
}

function scaleIn(source: Size, frame: Size, scaleMax: number): number {
  return Math.min(scaleMax, frame.widthPx / source.widthPx, frame.heightPx / source.heightPx)
}

function centerIn(source: Size, frame: Size, scaleMax: number): FittedFrame {
  const scale = scaleIn(source, frame, scaleMax)
  const widthPx = lengthIn(source.widthPx * scale, frame.widthPx)
  const heightPx = lengthIn(source.heightPx * scale, frame.heightPx)
  const x = Math.floor((frame.widthPx - widthPx) / 2)
  const y = Math.floor((frame.heightPx - heightPx) / 2)
  return { frame: { ...frame }, box: { x, y, widthPx, heightPx } }
}

/** Padding of less than a pixel is dropped: the image is stretched by that much. */
function lengthIn(lengthPx: number, roomPx: number): number {
  return roomPx - lengthPx < 1 ? roomPx : Math.max(1, Math.round(lengthPx))
}
