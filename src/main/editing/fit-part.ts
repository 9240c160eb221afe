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
 * What a way to send a part costs, found by trial. Worst is padding, which models redraw badly; then detail that is
 * lost, then context that is missing; more context than wanted only costs time and money.
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
 * The part of a picture that is sent around what is wanted of it, as a frame the model takes: exactly its shape, scaled
 * at most once by one factor for both sides, padded only where the picture is too small. null = nothing fits.
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
  return best ?? asPicture(part, rules)
}

/** What must be seen is: as far as there is any picture. */
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

/** The view around what is wanted, shifted into the picture; what does not fit is padding on both sides. */
function placeView({ frame, view }: PartCandidate, { picture, want, need }: WantedPart): SentPart {
  const x = placeLine(view.widthPx, frame.widthPx, picture.widthPx, [want.x, want.widthPx], [need.x, need.widthPx])
  const y = placeLine(view.heightPx, frame.heightPx, picture.heightPx, [want.y, want.heightPx], [need.y, need.heightPx])
  return {
    crop: { x: x.from, y: y.from, widthPx: x.length, heightPx: y.length },
    frame: { widthPx: frame.widthPx, heightPx: frame.heightPx },
    box: { x: x.boxFrom, y: y.boxFrom, widthPx: x.boxLength, heightPx: y.boxLength },
  }
}

type Line = readonly [from: number, length: number]

function placeLine(view: number, frame: number, picture: number, want: Line, need: Line) {
  if (view > picture) {
    const boxLength = Math.max(1, Math.round((picture * frame) / view))
    const boxFrom = Math.floor((frame - boxLength) / 2)
    return { from: 0, length: picture, boxFrom, boxLength }
  }
  const centered = Math.round(want[0] + (want[1] - view) / 2)
  const seen = Math.min(need[0], Math.max(need[0] + need[1] - view, centered))
  return { from: Math.max(0, Math.min(picture - view, seen)), length: view, boxFrom: 0, boxLength: frame }
}

/** Where no frame of exactly the part's shape is to be had: the wanted part as if it were a picture of its own. */
function asPicture({ want }: WantedPart, { input, shape }: PartRules): FittedPart | null {
  const fitted = fitFrame(sizeOf(want), input, shape?.ratio ?? null)
  return fitted && { sent: { crop: { ...want }, ...fitted }, ask: { size: null, aspectRatio: null } }
}

function sizeOf({ widthPx, heightPx }: Rect): Size {
  return { widthPx, heightPx }
}
