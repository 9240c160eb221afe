import type { Operation, PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { InputRule, ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { cardInUse } from './card-in-use.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import { isMarked } from '../../../editing/edit-intent.ts'
import { fitFrame } from '../../../editing/fit-frame.ts'
import type { PlanNotes } from './plan-notes.ts'
import { nameOf } from './plan-size.ts'

export interface PlannedPictures {
  /** What the adapter is asked for: emulated variations are an edit. */
  readonly operation: Operation
  readonly hasSource: boolean
  readonly sendsMask: boolean
  readonly referenceIds: readonly AssetId[]
}

/** Whether the model can do this with these pictures, and which of them it gets. */
export function planPictures(request: PlanRequest, card: ModelCard, notes: PlanNotes): PlannedPictures {
  const referenceIds = planReferences(request, cardInUse(request, card), notes)
  const hasSource = request.operation !== 'generate' && request.sourceId !== null
  const operation = planOperation(request, card, notes)
  if (request.operation !== 'generate' && !hasSource) notes.obstruct('There is no image to start from. Choose one.')
  else requirePictures(card, referenceIds.length + (hasSource ? 1 : 0), notes)
  return { operation, hasSource, sendsMask: planMask(request, card, notes), referenceIds }
}

function planOperation(request: PlanRequest, card: ModelCard, notes: PlanNotes): Operation {
  const { operation } = request
  if (operation === 'generate') {
    if (!makesFromWords(card)) notes.obstruct(`${card.label} makes no image from words alone: give it one.`)
    return operation
  }
  if (card.input === null) notes.obstruct(`${card.label} cannot be given an image.`)
  else if (operation === 'edit' && card.edits === 'no') notes.obstruct(`${card.label} cannot change an image.`)
  else if (operation === 'variations' && card.variations === 'no') {
    notes.obstruct(`${card.label} makes no variations of an image.`)
  }
  if (operation !== 'variations' || card.variations !== 'emulated') return operation
  notes.warn('variations-emulated', `${card.label} has no variations of its own: an edit is asked for one.`)
  return 'edit'
}

/** Some neither work from words alone nor change a picture: they need pictures to go by. */
function makesFromWords({ canGenerate, edits, picturesMin, referencesMax }: ModelCard): boolean {
  return canGenerate || (edits === 'no' && picturesMin > 0 && referencesMax > 0)
}

function planReferences(request: PlanRequest, card: ModelCard, notes: PlanNotes): readonly AssetId[] {
  const { referenceIds } = request
  const max = card.input === null ? 0 : card.referencesMax
  if (referenceIds.length <= max) return referenceIds
  const taken = max === 0 ? 'takes no reference images' : `takes ${max} of the ${referenceIds.length} references`
  notes.warn('references-ignored', `${card.label} ${taken}: the others are not sent.`)
  return referenceIds.slice(0, max)
}

function requirePictures(card: ModelCard, given: number, notes: PlanNotes): void {
  if (given >= card.picturesMin) return
  const needed = card.picturesMin === 1 ? 'an image' : `${card.picturesMin} images`
  notes.obstruct(`${card.label} needs ${needed} to go by, and ${given === 0 ? 'none is' : `only ${given} is`} given.`)
}

/**
 * Whether a painted mask counts. A method of its own (expand, upscale, reframe) answers with a picture of another extent,
 * which cannot be cut in where the old one was.
 */
export function usesMask({ edits, mask }: ModelCard): boolean {
  return mask !== 'no' || edits !== 'own'
}

function planMask(request: PlanRequest, card: ModelCard, notes: PlanNotes): boolean {
  const { operation, hasMask, frame } = request
  const { label } = card
  if (operation !== 'edit') {
    if (hasMask) notes.warn('mask-ignored', 'The mask is not used: this makes whole images.')
    return false
  }
  if (frame && !usesMask(card)) {
    notes.obstruct(`${label} has a way of its own with the whole image: it cannot fill a frame.`)
    return false
  }
  if (!isMarked(request, hasMask)) {
    if (card.needsMask) notes.obstruct(`${label} needs a mask: paint over what it is to change.`)
    return false
  }
  if (!usesMask(card)) {
    notes.warn('mask-ignored', `The mask is not used: ${label} works on the whole image.`)
    return false
  }
  switch (card.mask) {
    case 'no':
      notes.warn(
        'mask-emulated',
        `${label} takes no mask: it redraws all that it is sent, and Atelier cuts the painted part in.`,
      )
      return false
    case 'described':
      notes.warn('mask-described', `${label} is shown the mask as a second image and may not keep to it exactly.`)
      return true
    case 'soft':
      notes.warn('mask-soft', `${label} takes the mask as a hint: Atelier keeps what lies outside as it was.`)
      return true
    case 'hard':
      return true
  }
}

/** How the source is sent. `shape`: of the picture that comes back; null = as the source. */
export function planFrame(source: Size | null, card: ModelCard, shape: Size | null, notes: PlanNotes): SentPart | null {
  if (source === null || card.input === null) return null
  const frame = fitFrame(source, card.input, shape)
  if (frame === null) {
    notes.obstruct(`${card.label} takes no image of ${nameOf(source)}.`)
  } else if (frame.box.widthPx < source.widthPx || frame.box.heightPx < source.heightPx) {
    // Made smaller first, it would come back larger with less in it.
    if (card.upscaling !== undefined) notes.obstruct(tooLarge(source, card.label, card.input))
    notes.warn('source-scaled', `The image is sent at ${nameOf(frame.box)} instead of ${nameOf(source)}.`)
  }
  return frame && { crop: { x: 0, y: 0, ...source }, ...frame }
}

function tooLarge(source: Size, label: string, { maxPixels, maxSidePx }: InputRule): string {
  const megapixels = Number((maxPixels / 1_000_000).toFixed(1))
  return `${label} enlarges images of up to ${megapixels} megapixels and ${maxSidePx} px a side: this one is ${nameOf(source)}.`
}
