import type { EditPlan, SentPart } from '../../../../shared/domain/edit.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { InputRule, ModelCard, SizeRule } from '../../../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { mostPixels, type ResponseShape } from '../../../editing/response-shapes.ts'
import { expandedBounds, frameProblem, isBoxMoved, wantedPart, type EditArea } from '../../../editing/edit-area.ts'
import { intentOf, isMarked } from '../../../editing/edit-intent.ts'
import { editWords } from '../../../editing/edit-words.ts'
import { fitPart } from '../../../editing/fit-part.ts'
import { pixelsOf, readRatio, reducedRatio } from '../../../editing/pixel-grid.ts'
import type { PlanNotes } from './plan-notes.ts'
import { usesMask } from './plan-pictures.ts'
import { keepsSize, nameOf, planSize, type PlannedSize } from './plan-size.ts'

/** How the part of a masked edit is sent, and what is asked for. */
export interface PlannedPart {
  /** In pixels of the picture the answer is laid into: the source, or what it is expanded to. */
  readonly sent: SentPart
  readonly size: PlannedSize
  /** What comes back; null = not known. */
  readonly output: Size | null
}

/** Whether only a part is repainted, and the answer is laid into the picture. */
export function isPartEdit(request: PlanRequest, card: ModelCard): boolean {
  return request.operation === 'edit' && usesMask(card) && isMarked(request, request.hasMask)
}

/**
 * What is sent of `source` for a masked edit, and which size is asked for. null = nothing can be.
 * @param used the card as it counts for this request
 */
export function planPart(request: PlanRequest, used: ModelCard, source: Size, notes: PlanNotes): PlannedPart | null {
  const { input, label } = used
  const sizes = sizesFor(source, used.sizes)
  if (input === null || !isFrameUsable(request, source, notes)) return null
  const asked = askedSize(request, used, notes)
  const area = areaOf(request, source, { input, sizes })
  const part = wantedPart(area)
  const fitted = fitPart(part, { input, sizes, shape: asked && shapeOf(asked) })
  if (fitted === null) {
    notes.obstruct(`${label} takes no image of ${nameOf(part.want)}.`)
    return null
  }
  const { sent } = fitted
  warnOfPart(area, sent, label, notes)
  // What is found for the part is on the model's own list: there is nothing to warn of.
  const size = asked ?? planSize(sizes, { ...fitted.ask, source: sent.frame }, label, notes)
  return { sent, size, output: size.size }
}

/** Of a picture that is too large to keep its size a part may come back at another, too. */
function sizesFor(source: Size, sizes: SizeRule): SizeRule {
  if (sizes.kind !== 'grid' || keepsSize(sizes, source)) return sizes
  const { keepsSourcePixels: _keeps, ...others } = sizes
  return others
}

/** As it is told to the window, in pixels of the source. */
export function toEditPlan(
  { frame }: PlanRequest,
  card: ModelCard,
  { crop, ...sent }: SentPart,
  prompt: string,
): EditPlan {
  const shown = { ...crop, x: crop.x + (frame?.x ?? 0), y: crop.y + (frame?.y ?? 0) }
  return { crop: shown, ...sent, told: toldBy(card), prompt }
}

/** The person's words with what the intent adds; without a mask they stay as they are. */
export function planWords(request: PlanRequest, card: ModelCard, source: Size | null, sent: SentPart | null): string {
  const prompt = request.prompt.trim()
  if (card.prompt === 'none' || !isPartEdit(request, card)) return request.prompt
  const bounds = source && boundsOf(request, source)
  const place = bounds && sent && { bounds, part: sent.crop }
  return editWords({ intent: intentOf(request, request.hasMask), prompt, told: toldBy(card), place }, card)
}

function toldBy({ mask, maskPolarity }: ModelCard): EditPlan['told'] {
  if (mask === 'no') return 'crop-only'
  return mask === 'described' ? 'second-picture' : `mask-${maskPolarity}`
}

function isFrameUsable({ frame }: PlanRequest, source: Size, notes: PlanNotes): boolean {
  if (!frame) return true
  const problem = frameProblem(frame, source)
  if (problem !== null) notes.obstruct(problem)
  return problem === null
}

/** What the person has asked for, moved to what the model makes; null = nothing. */
function askedSize(request: PlanRequest, { sizes, label }: ModelCard, notes: PlanNotes): PlannedSize | null {
  if (request.size === null && request.aspectRatio === null) return null
  const planned = planSize(sizes, { ...request, source: null }, label, notes)
  return planned.size === null ? null : planned
}

function shapeOf({ size, aspectRatio, tier }: PlannedSize): ResponseShape | null {
  if (size === null) return null
  const ratio = reducedRatio(tier !== null && aspectRatio !== null ? readRatio(aspectRatio) : size)
  return { ratio, pixels: pixelsOf(size), ask: { size, aspectRatio } }
}

function areaOf(request: PlanRequest, source: Size, rules: Rules): EditArea {
  const { growPx, featherPx, frame, box } = request
  return {
    growPx,
    featherPx,
    picture: frame ? { widthPx: frame.widthPx, heightPx: frame.heightPx } : source,
    bounds: boundsOf(request, source),
    intent: intentOf(request, request.hasMask),
    box: box ? { ...box, x: box.x - (frame?.x ?? 0), y: box.y - (frame?.y ?? 0) } : null,
    modelPixels: modelPixels(rules),
  }
}

function boundsOf({ maskBounds, frame, hasMask }: PlanRequest, source: Size): Rect | null {
  const painted = (hasMask && maskBounds) || null
  return frame ? expandedBounds(source, frame, painted) : painted
}

interface Rules {
  readonly input: InputRule
  readonly sizes: SizeRule
}

/** 1 in a tier's `megapixels`. */
const tierPixels = 1024 * 1024

function modelPixels({ input, sizes }: Rules): number {
  switch (sizes.kind) {
    case 'list':
      return pixelsOf(sizes.sizes[0]!)
    case 'ratios':
      return sizes.tiers[0]!.megapixels * tierPixels
    case 'grid':
      return mostPixels(sizes)
    case 'source':
      return input.maxPixels
  }
}

function warnOfPart(area: EditArea, { crop, box }: SentPart, label: string, notes: PlanNotes): void {
  if (isBoxMoved(area)) {
    const why = 'The part you chose misses some of what is repainted, or lies beyond the image'
    notes.warn('crop-sent', `${why}: ${nameOf(crop)} around it are sent.`)
  } else if (area.box !== null && (area.box.widthPx !== crop.widthPx || area.box.heightPx !== crop.heightPx)) {
    notes.warn('crop-sent', `${label} takes no part of ${nameOf(area.box)}: ${nameOf(crop)} are sent.`)
  }
  if (box.widthPx < crop.widthPx) {
    notes.warn('source-scaled', `The part is sent at ${nameOf(box)} instead of ${nameOf(crop)}.`)
  }
}
