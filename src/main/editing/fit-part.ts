import type { SentPart } from '../../shared/domain/edit.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import type { RequestedShape } from './response-shapes.ts'
import { fitFrame } from './fit-frame.ts'
import { covers, partCandidates, type PartCandidate, type PartRules, type WantedPart } from './part-candidates.ts'
import { distance, pixelsOf, ratioOf } from './pixel-grid.ts'

export interface FittedPart {
  readonly sent: SentPart
  readonly ask: RequestedShape
}

/**
 * Cost weights of the ways to send a part, found by trial. Padding is worst, as models redraw it badly; then lost
 * detail, then missing context; extra context only costs time and money.
 */
const costs = {
  padding: 6,
  anyPadding: 0.2,
  lostDetail: 8,
  anyScaling: 0.2,
  enlarging: 0.5,
  missing: 5,
  surplus: 0.5,
  otherShape: 0.1,
}

/**
 * Returns the part of an image to send around the wanted area, as a frame the model accepts: exactly its shape, scaled
 * at most once by one factor for both sides, padded only if the image is too small. null = nothing fits.
 */
export function fitPart(part: WantedPart, rules: PartRules): FittedPart | null {
  let best: FittedPart | null = null
  let bestCost = Infinity
  for (const candidate of partCandidates(part, rules)) {
    if (!isUsable(candidate, part)) continue
    const sent = placeView(candidate, part)
    const cost = costOf(candidate, sent, part)
    if (cost < bestCost) {
      best = { sent, ask: candidate.ask }
      bestCost = cost
    }
  }
  return best ?? asImage(part, rules)
}

/** Whether the view includes everything needed, as far as the image extends. */
function isUsable({ view }: PartCandidate, { need }: WantedPart): boolean {
  return covers(view, need)
}

function costOf({ frame, view, answerPixels }: PartCandidate, { crop }: SentPart, { want }: WantedPart): number {
  const seen = pixelsOf(crop)
  const isPadded = pixelsOf(view) > seen
  const padding = isPadded ? costs.anyPadding + costs.padding * Math.log(pixelsOf(view) / seen) : 0
  const lost = Math.max(0, Math.log(pixelsOf(view) / Math.min(pixelsOf(frame), answerPixels)) / 2)
  const enlarged = Math.max(0, Math.log(pixelsOf(frame) / pixelsOf(view)) / 2)
  const scaling = frame.widthPx === view.widthPx ? 0 : costs.anyScaling
  const covered =
    overlap(crop.x, crop.widthPx, want.x, want.widthPx) * overlap(crop.y, crop.heightPx, want.y, want.heightPx)
  const missing = Math.log(pixelsOf(want) / Math.max(1, covered))
  const surplus = Math.log(seen / Math.max(1, covered))
  return (
    padding +
    costs.lostDetail * lost +
    costs.enlarging * enlarged +
    scaling +
    costs.missing * missing +
    costs.surplus * surplus +
    costs.otherShape * distance(ratioOf(crop), ratioOf(want))
  )
}

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom))
}

/** Places the view around the wanted area and shifts it into the image; the rest is padding on both sides. */
function placeView({ frame, view }: PartCandidate, { image, want, need }: WantedPart): SentPart {
  const x = placeLine(view.widthPx, frame.widthPx, image.widthPx, [want.x, want.widthPx], [need.x, need.widthPx])
  const y = placeLine(view.heightPx, frame.heightPx, image.heightPx, [want.y, want.heightPx], [need.y, need.heightPx])
  return {
    crop: { x: x.from, y: y.from, widthPx: x.length, heightPx: y.length },
    frame: { widthPx: frame.widthPx, heightPx: frame.heightPx },
    box: { x: x.boxFrom, y: y.boxFrom, widthPx: x.boxLength, heightPx: y.boxLength },
  }
}

type Line = readonly [from: number, length: number]

function placeLine(view: number, frame: number, image: number, want: Line, need: Line) {
  if (view > image) {
    const boxLength = Math.max(1, Math.round((image * frame) / view))
    const boxFrom = Math.floor((frame - boxLength) / 2)
    return { from: 0, length: image, boxFrom, boxLength }
  }
  const centered = Math.round(want[0] + (want[1] - view) / 2)
  const seen = Math.min(need[0], Math.max(need[0] + need[1] - view, centered))
  return { from: Math.max(0, Math.min(image - view, seen)), length: view, boxFrom: 0, boxLength: frame }
}

/** If no frame has exactly the part's shape: treats the wanted part as a separate image. */
function asImage({ want }: WantedPart, { input, shape }: PartRules): FittedPart | null {
  const fitted = fitFrame(sizeOf(want), input, shape?.ratio ?? null)
  return fitted && { sent: { crop: { ...want }, ...fitted }, ask: { size: null, aspectRatio: null } }
}

function sizeOf({ widthPx, heightPx }: Rect): Size {
  return { widthPx, heightPx }
}
