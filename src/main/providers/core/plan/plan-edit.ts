import type { EditPlan, SentPart } from '../../../../shared/domain/edit.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { InputRule, ModelCard, SizeRule } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { mostPixels, type ResponseShape } from '../../../editing/response-shapes.ts'
import { expandedBounds, frameProblem, isBoxMoved, wantedPart, type EditArea } from '../../../editing/edit-area.ts'
import { intentOf, isMarked } from '../../../editing/edit-intent.ts'
import { editPrompt } from '../../../editing/edit-prompt.ts'
import { fitPart } from '../../../editing/fit-part.ts'
import { pixelsOf, readRatio, reducedRatio } from '../../../editing/pixel-grid.ts'
import type { PlanNotes } from './plan-notes.ts'
import { usesMask } from './plan-images.ts'
import { keepsSize, formatSizeName, planSize, type PlannedSize } from './plan-size.ts'

/** How the part of a masked edit is sent, and which size is requested. */
export interface PlannedPart {
  /** In pixels of the image the response is composited into: the source, or the expanded image. */
  readonly sent: SentPart
  readonly size: PlannedSize
  /** Size of the response; null = unknown. */
  readonly output: Size | null
}

/** Returns whether only a part is repainted and the response is composited into the image. */
export function isPartEdit(request: PlanRequest, card: ModelCard): boolean {
  return request.operation === 'edit' && usesMask(card) && isMarked(request, request.hasMask)
}

/**
 * Plans which part of `source` is sent for a masked edit, and which size is requested. null = none is possible.
 * @param used the card that applies to this request
 */
export function planPart(request: PlanRequest, used: ModelCard, source: Size, notes: PlanNotes): PlannedPart | null {
  const { input, label } = used
  const sizes = sizesFor(source, used.sizes)
  if (input === null || !isFrameUsable(request, source, notes)) return null
  const requested = requestedSize(request, used, notes)
  const area = areaOf(request, source, { input, sizes })
  const part = wantedPart(area)
  const fitted = fitPart(part, { input, sizes, shape: requested && shapeOf(requested) })
  if (fitted === null) {
    notes.obstruct(messages.sizeNotAccepted({ model: label, size: formatSizeName(part.want) }))
    return null
  }
  const { sent } = fitted
  warnOfPart(area, sent, label, notes)
  // The size found for the part is on the model's own list: there is nothing to warn about.
  const size = requested ?? planSize(sizes, { ...fitted.ask, source: sent.frame }, label, notes)
  return { sent, size, output: size.size }
}

/** If the image is too large to keep its size, a part may be returned at another size, too. */
function sizesFor(source: Size, sizes: SizeRule): SizeRule {
  if (sizes.kind !== 'grid' || keepsSize(sizes, source)) return sizes
  const { keepsSourcePixels: _keeps, ...rule } = sizes
  return rule
}

/** Converts it for the window, in pixels of the source. */
export function toEditPlan(
  { frame }: PlanRequest,
  card: ModelCard,
  { crop, ...sent }: SentPart,
  prompt: string,
): EditPlan {
  const shown = { ...crop, x: crop.x + (frame?.x ?? 0), y: crop.y + (frame?.y ?? 0) }
  return { crop: shown, ...sent, told: maskUseOf(card), prompt }
}

/** Adds what the intent requires to the user's prompt; without a mask it is unchanged. */
export function planEditPrompt(
  request: PlanRequest,
  card: ModelCard,
  source: Size | null,
  sent: SentPart | null,
): string {
  const prompt = request.prompt.trim()
  if (card.prompt === 'none' || !isPartEdit(request, card)) return request.prompt
  const bounds = source && boundsOf(request, source)
  const place = bounds && sent && { bounds, part: sent.crop }
  return editPrompt({ intent: intentOf(request, request.hasMask), prompt, told: maskUseOf(card), place }, card)
}

function maskUseOf({ mask, maskPolarity }: ModelCard): EditPlan['told'] {
  if (mask === 'no') return 'crop-only'
  return mask === 'described' ? 'second-picture' : `mask-${maskPolarity}`
}

function isFrameUsable({ frame }: PlanRequest, source: Size, notes: PlanNotes): boolean {
  if (!frame) return true
  const problem = frameProblem(frame, source)
  if (problem !== null) notes.obstruct(problem)
  return problem === null
}

/** Returns the size the user requested, adjusted to what the model makes; null = none. */
function requestedSize(request: PlanRequest, { sizes, label }: ModelCard, notes: PlanNotes): PlannedSize | null {
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
    image: frame ? { widthPx: frame.widthPx, heightPx: frame.heightPx } : source,
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
    notes.warn('crop-sent', messages.areaMoved({ sent: formatSizeName(crop) }))
  } else if (area.box !== null && (area.box.widthPx !== crop.widthPx || area.box.heightPx !== crop.heightPx)) {
    notes.warn(
      'crop-sent',
      messages.areaResized({ model: label, size: formatSizeName(area.box), sent: formatSizeName(crop) }),
    )
  }
  if (box.widthPx < crop.widthPx) {
    notes.warn('source-scaled', messages.areaScaled({ sent: formatSizeName(box), size: formatSizeName(crop) }))
  }
}
