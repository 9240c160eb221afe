import { formatPlain } from '../../../../shared/messages/formats.ts'
import type { Operation, PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { InputRule, ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { cardInUse } from './card-in-use.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import { isMarked } from '../../../editing/edit-intent.ts'
import { fitFrame } from '../../../editing/fit-frame.ts'
import type { PlanNotes } from './plan-notes.ts'
import { formatSizeName } from './plan-size.ts'

export interface PlannedImages {
  /** The operation requested from the adapter: emulated variations are an edit. */
  readonly operation: Operation
  readonly hasSource: boolean
  readonly sendsMask: boolean
  readonly referenceIds: readonly AssetId[]
}

/** Checks whether the model can do this with these images, and which of them it gets. */
export function planImages(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedImages {
  const referenceIds = planReferences(request, cardInUse(request, card), notes)
  const hasSource = request.operation !== 'generate' && request.sourceId !== null
  const operation = planOperation(request, card, notes)
  if (request.operation !== 'generate' && !hasSource) notes.obstruct(messages.chooseSource)
  else requireImages(card, referenceIds.length + (hasSource ? 1 : 0), notes)
  return { operation, hasSource, sendsMask: planMask(request, card, notes), referenceIds }
}

function planOperation(request: PlanRequest, card: ModelCard, notes: PlanNotes): Operation {
  const { operation } = request
  if (operation === 'generate') {
    if (!generatesFromText(card)) notes.obstruct(messages.cannotGenerate({ model: card.label }))
    return operation
  }
  if (card.input === null) notes.obstruct(messages.noImagesAccepted({ model: card.label }))
  else if (operation === 'edit' && card.edits === 'no') notes.obstruct(messages.cannotEdit({ model: card.label }))
  else if (operation === 'variations' && card.variations === 'no') {
    notes.obstruct(messages.noVariations({ model: card.label }))
  }
  if (operation !== 'variations' || card.variations !== 'emulated') return operation
  notes.warn('variations-emulated', messages.variationsByEdit({ model: card.label }))
  return 'edit'
}

/** Some models neither generate from text alone nor edit an image: they need reference images. */
function generatesFromText({ canGenerate, edits, picturesMin: imagesMin, referencesMax }: ModelCard): boolean {
  return canGenerate || (edits === 'no' && imagesMin > 0 && referencesMax > 0)
}

function planReferences(request: PlanRequest, card: ModelCard, notes: PlanNotes): readonly AssetId[] {
  const { referenceIds } = request
  const max = card.input === null ? 0 : card.referencesMax
  if (referenceIds.length <= max) return referenceIds
  const limited =
    max === 0
      ? messages.referencesNotUsed({ model: card.label })
      : messages.referencesLimited({ model: card.label, max, count: referenceIds.length })
  notes.warn('references-ignored', limited)
  return referenceIds.slice(0, max)
}

function requireImages(card: ModelCard, count: number, notes: PlanNotes): void {
  const { label, picturesMin: imagesMin } = card
  if (count >= imagesMin) return
  notes.obstruct(
    imagesMin === 1
      ? messages.needsImage({ model: label })
      : messages.needsImages({ model: label, count: imagesMin, given: count }),
  )
}

/**
 * Returns whether a painted mask counts. A method of its own (expand, upscale, reframe) returns an image of another
 * extent, which cannot be composited at the old position.
 */
export function usesMask({ edits, mask }: ModelCard): boolean {
  return mask !== 'no' || edits !== 'own'
}

function planMask(request: PlanRequest, card: ModelCard, notes: PlanNotes): boolean {
  const { operation, hasMask, frame } = request
  const { label } = card
  if (operation !== 'edit') {
    if (hasMask) notes.warn('mask-ignored', messages.maskNotUsed)
    return false
  }
  if (frame && !usesMask(card)) {
    notes.obstruct(messages.cannotFillFrame({ model: label }))
    return false
  }
  if (!isMarked(request, hasMask)) {
    if (card.needsMask) notes.obstruct(messages.needsMask({ model: label }))
    return false
  }
  if (!usesMask(card)) {
    notes.warn('mask-ignored', messages.maskNotUsedBy({ model: label }))
    return false
  }
  switch (card.mask) {
    case 'no':
      notes.warn('mask-emulated', messages.maskApplied({ model: label }))
      return false
    case 'described':
      notes.warn('mask-described', messages.maskAsImage({ model: label }))
      return true
    case 'soft':
      notes.warn('mask-soft', messages.maskAsGuide({ model: label }))
      return true
    case 'hard':
      return true
  }
}

/** Plans how the source is sent. `shape`: of the output; null = as the source. */
export function planFrame(source: Size | null, card: ModelCard, shape: Size | null, notes: PlanNotes): SentPart | null {
  if (source === null || card.input === null) return null
  const frame = fitFrame(source, card.input, shape)
  if (frame === null) {
    notes.obstruct(messages.sizeNotAccepted({ model: card.label, size: formatSizeName(source) }))
  } else if (frame.box.widthPx < source.widthPx || frame.box.heightPx < source.heightPx) {
    // Scaled down first, it would be enlarged with less detail.
    if (card.upscaling !== undefined) notes.obstruct(tooLarge(source, card.label, card.input))
    notes.warn('source-scaled', messages.imageScaled({ sent: formatSizeName(frame.box), size: formatSizeName(source) }))
  }
  return frame && { crop: { x: 0, y: 0, ...source }, ...frame }
}

function tooLarge(source: Size, label: string, { maxPixels, maxSidePx }: InputRule): string {
  const megapixels = formatPlain(Number((maxPixels / 1_000_000).toFixed(1)))
  return messages.tooLargeToUpscale({ model: label, megapixels, side: maxSidePx, size: formatSizeName(source) })
}
