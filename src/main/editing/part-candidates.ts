import type { PixelGrid, InputRule, SizeRule } from '../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import {
  responseOnGrid,
  responseShapes,
  gridStep,
  mostPixels,
  type ResponseShape,
  type RequestedShape,
} from './response-shapes.ts'
import { greatestDivisor, isOnGrid, pixelsOf, ratioOf, reducedRatio, roundDown, roundUp } from './pixel-grid.ts'

/** The wanted part of an image and the area it must include; both are inside the image. */
export interface WantedPart {
  readonly image: Size
  readonly want: Rect
  /** Inside `want`. */
  readonly need: Rect
}

/** What a model accepts and returns. `shape`: the requested one; null = the one that suits the part best. */
export interface PartRules {
  readonly input: InputRule
  readonly sizes: SizeRule
  readonly shape: ResponseShape | null
}

/** One way to send a part: `view` pixels of the image (and of padding around it) as a frame of exactly its shape. */
export interface PartCandidate {
  readonly frame: Size
  readonly view: Size
  readonly ask: RequestedShape
  /** Pixels of the response: detail beyond that is not visible. */
  readonly answerPixels: number
}

const asSent: RequestedShape = { size: null, aspectRatio: null }
/** Step for trying scaled sizes if every size is allowed. */
const scaledStepPx = 8

export function partCandidates(part: WantedPart, rules: PartRules): PartCandidate[] {
  const shapes = rules.shape === null ? responseShapes(rules.sizes) : [rules.shape]
  if (rules.input.sizes !== null) return fixedFrames(part, rules.input.sizes, shapes)
  return shapes === null ? freeFrames(part, rules) : shapes.flatMap((shape) => shapedFrames(part, shape, rules.input))
}

/** For models that accept only a few sizes. */
function fixedFrames(
  part: WantedPart,
  sizes: readonly Size[],
  shapes: readonly ResponseShape[] | null,
): PartCandidate[] {
  return sizes.flatMap((frame) => {
    const ratio = reducedRatio(frame)
    const shape = shapes?.find(({ ratio: one }) => one.widthPx === ratio.widthPx && one.heightPx === ratio.heightPx)
    if (shapes !== null && shape === undefined) return []
    const { ask, pixels: answerPixels } = shape ?? { ask: asSent, pixels: pixelsOf(frame) }
    return viewsOf(part, ratio, frame).map((view) => ({ frame, view, ask, answerPixels }))
  })
}

/** For models that return certain shapes and accept any size: no larger than the response. */
function shapedFrames(part: WantedPart, { ratio, pixels, ask }: ResponseShape, input: InputRule): PartCandidate[] {
  const { widthPx: a, heightPx: b } = ratio
  const step = gridStep(ratio, input.multiplePx)
  const wanted = timesToCover(part.want, ratio)
  const most = Math.min(Math.sqrt(input.maxPixels / (a * b)), input.maxSidePx / Math.max(a, b))
  const least = Math.max(Math.sqrt(input.minPixels / (a * b)), input.minSidePx / Math.min(a, b))
  const times = [
    ...[wanted, least].map((one) => roundUp(one, step)),
    ...[wanted, most, Math.sqrt(pixels / (a * b))].map((one) => roundDown(one, step)),
  ]
  const frames = [...new Set(times)]
    .map((one) => ({ widthPx: a * one, heightPx: b * one }))
    .filter((frame) => frame.widthPx > 0 && isOnGrid(frame, input))
    .toSorted((one, other) => pixelsOf(one) - pixelsOf(other))
  return frames
    .filter((frame, index) => index === 0 || pixelsOf(frame) <= pixels)
    .flatMap((frame) => viewsOf(part, ratio, frame).map((view) => ({ frame, view, ask, answerPixels: pixels })))
}

/** For models that accept and return any size on a grid: unscaled if possible. */
function freeFrames(part: WantedPart, { input, sizes }: PartRules): PartCandidate[] {
  const grid = sizes.kind === 'grid' ? joinGrids(input, { ...sizes, maxPixels: mostPixels(sizes) }) : input
  const toCandidate = (frame: Size, view: Size): PartCandidate => {
    const responseSize = sizes.kind === 'grid' ? responseOnGrid(frame, sizes) : null
    return {
      frame,
      view,
      ask: responseSize === null ? asSent : { size: responseSize, aspectRatio: null },
      answerPixels: pixelsOf(responseSize ?? frame),
    }
  }
  const unscaled = unscaledFrames(part, grid).map((frame) => toCandidate(frame, frame))
  const isEnough = unscaled.some(({ view }) => covers(view, part.want) && covers(part.image, view))
  // An image that keeps its size is padded instead of scaled.
  const isKept = sizes.kind === 'grid' && sizes.keepsSourcePixels !== undefined
  if (isEnough || (isKept && unscaled.some(({ view }) => covers(view, part.want)))) return unscaled
  const scaled = scaledFrames(part, grid).flatMap((frame) =>
    viewsOf(part, reducedRatio(frame), frame).map((view) => toCandidate(frame, view)),
  )
  return [...unscaled, ...scaled]
}

function unscaledFrames({ image, want, need }: WantedPart, grid: PixelGrid): Size[] {
  const { multiplePx } = grid
  const lengths = (side: 'widthPx' | 'heightPx') => [
    ...[want[side], need[side], image[side], grid.minSidePx, Math.sqrt(grid.minPixels)].map((one) =>
      roundUp(one, multiplePx),
    ),
    roundDown(image[side], multiplePx),
  ]
  /** Shortest other sides that the grid's limits allow for this length. */
  const partners = (length: number) =>
    [grid.minPixels / length, length / grid.maxRatio].map((one) => roundUp(one, multiplePx))
  const widths = lengths('widthPx')
  const heights = lengths('heightPx')
  const sizes = [
    ...widths.flatMap((widthPx) => [...heights, ...partners(widthPx)].map((heightPx) => ({ widthPx, heightPx }))),
    ...heights.flatMap((heightPx) => partners(heightPx).map((widthPx) => ({ widthPx, heightPx }))),
  ]
  return sizes.filter((size) => size.widthPx > 0 && size.heightPx > 0 && isOnGrid(size, grid))
}

/** Sizes near the wanted part's shape, at every size of the grid. */
function scaledFrames({ want }: WantedPart, grid: PixelGrid): Size[] {
  const step = leastMultiple(grid.multiplePx, scaledStepPx)
  const ratio = ratioOf(want)
  const frames: Size[] = []
  for (let widthPx = roundUp(grid.minSidePx, step); widthPx <= grid.maxSidePx; widthPx += step) {
    for (const heightPx of [roundDown(widthPx / ratio, step), roundUp(widthPx / ratio, step)]) {
      if (heightPx > 0 && isOnGrid({ widthPx, heightPx }, grid)) frames.push({ widthPx, heightPx })
    }
  }
  return frames.length > 0 ? frames : edgeFrames(grid, step)
}

/** For a shape beyond the grid's limits: the nearest it has are its longest. */
function edgeFrames(grid: PixelGrid, step: number): Size[] {
  const frames: Size[] = []
  for (let short = roundUp(grid.minSidePx, step); short <= grid.maxSidePx; short += step) {
    const long = roundDown(Math.min(grid.maxSidePx, short * grid.maxRatio), step)
    for (const frame of [
      { widthPx: long, heightPx: short },
      { widthPx: short, heightPx: long },
    ]) {
      if (isOnGrid(frame, grid)) frames.push(frame)
    }
  }
  return frames
}

/**
 * Returns areas of an image to send as this frame: around the wanted and the needed part, the largest, and unscaled.
 */
function viewsOf({ image, want, need }: WantedPart, ratio: Size, frame: Size): Size[] {
  const { widthPx: a, heightPx: b } = ratio
  const there = Math.min(Math.floor(image.widthPx / a), Math.floor(image.heightPx / b))
  const times = new Set([timesToCover(want, ratio), timesToCover(need, ratio), there, frame.widthPx / a])
  return [...times].filter((one) => one > 0).map((one) => ({ widthPx: a * one, heightPx: b * one }))
}

function timesToCover({ widthPx, heightPx }: Size, ratio: Size): number {
  return Math.ceil(Math.max(widthPx / ratio.widthPx, heightPx / ratio.heightPx))
}

export function covers(outer: Size, inner: Size): boolean {
  return outer.widthPx >= inner.widthPx && outer.heightPx >= inner.heightPx
}

function joinGrids(first: PixelGrid, second: PixelGrid): PixelGrid {
  return {
    multiplePx: leastMultiple(first.multiplePx, second.multiplePx),
    minSidePx: Math.max(first.minSidePx, second.minSidePx),
    maxSidePx: Math.min(first.maxSidePx, second.maxSidePx),
    minPixels: Math.max(first.minPixels, second.minPixels),
    maxPixels: Math.min(first.maxPixels, second.maxPixels),
    maxRatio: Math.min(first.maxRatio, second.maxRatio),
  }
}

function leastMultiple(a: number, b: number): number {
  return (a * b) / greatestDivisor(a, b)
}
