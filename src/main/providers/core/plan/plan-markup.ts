import { automaticBlend } from '../../../../shared/domain/edit-defaults.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import { numberMarks, type NumberedMark } from '../../../../shared/domain/mark-figures.ts'
import { markBounds, visibleMarks } from '../../../../shared/domain/mark-places.ts'
import { markMarginPx, markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
import type { Mark, MarkupForm } from '../../../../shared/domain/markup.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import { dialectOf } from '../../../../shared/prompting/index.ts'
import { intersectRects, uniteRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { isMarked } from '../../../editing/edit-intent.ts'
import {
  asMarkedInstruction,
  asPlacedInstruction,
  hasMarkWords,
  listMarks,
  marksWithin,
  markWords,
  type MarkedImages,
} from '../../../editing/markup-prompt.ts'
import { cardInUse } from './card-in-use.ts'
import { usesMask } from './plan-images.ts'
import type { PlanNotes } from './plan-notes.ts'

/** What a mask made from marks changes in a request: also in that of the queue, which then renders it. */
export type MarkupMask = Required<Pick<PlanRequest, 'growPx' | 'featherPx' | 'intent' | 'blend'>>

export interface PlannedMarkup {
  readonly form: MarkupForm
  /** With the words of the marks in the prompt, and everything else that the marks change. */
  readonly request: PlanRequest
  /** Set where the marks become the mask. */
  readonly mask: MarkupMask | null
  /**
   * Completes a prompt by what is known once the rest is planned.
   * @param part of the source that is sent; null = unknown
   * @param references number of reference images before the copy with the marks
   */
  complete(prompt: string, part: Rect | null, references: number): string
}

/** The tag of the copy with the marks, for models that name images. */
export const markupTag = 'markup'

/**
 * Plans how a model gets the marks of a request: as a copy of the image beside the clean one, where it reads several
 * images as an instruction; otherwise as a mask and a prompt. Pure. null = there are none, or it can get nothing of them.
 */
export function planMarkup(
  request: PlanRequest,
  card: ModelCard,
  source: Size | null,
  notes: PlanNotes,
): PlannedMarkup | null {
  const marks = request.markup ?? []
  if (marks.length === 0) return null
  const numbered = source === null ? numberMarks(marks) : shownMarks(marks, source)
  if (numbered.length === 0 || !isUsable(request, card)) {
    notes.warn('markup-ignored', messages.markupNotUsed({ model: card.label }))
    return null
  }
  requireWords(request, card, numbered, notes)
  const used = cardInUse(request, card)
  if (!readsMarks(used)) {
    notes.warn('markup-as-mask', asMaskMessage(request, card))
    return asMask(request, card, { marks, numbered, source })
  }
  if (request.referenceIds.length >= used.referencesMax) {
    notes.warn('markup-no-room', messages.markupNoRoom({ model: used.label, max: used.referencesMax }))
    return asMask(request, card, { marks, numbered, source })
  }
  return asImage(request, used, { marks, numbered, source }, notes)
}

/** The card with one reference image less, which the copy with the marks takes. */
export function withoutMarkupRoom(card: ModelCard): ModelCard {
  return { ...card, referencesMax: Math.max(0, card.referencesMax - 1) }
}

interface MarksOf {
  readonly marks: readonly Mark[]
  readonly numbered: readonly NumberedMark[]
  readonly source: Size | null
}

function shownMarks(marks: readonly Mark[], source: Size): readonly NumberedMark[] {
  const shown = new Set(visibleMarks(marks, source))
  return numberMarks(marks).filter(({ mark }) => shown.has(mark))
}

function isUsable({ operation, sourceId, frame, continues }: PlanRequest, card: ModelCard): boolean {
  // A step of a conversation is said in words.
  if (continues) return false
  return (
    operation === 'edit' && sourceId !== null && !frame && card.input !== null && card.edits !== 'no' && usesMask(card)
  )
}

/** Whether it reads several images as an instruction, and a prompt can speak of them. */
function readsMarks({ edits, input, prompt, referencesMax, referenceForm = 'numbered' }: ModelCard): boolean {
  const isSpoken = referenceForm !== 'style' && referenceForm !== 'unnamed'
  return edits === 'instruction' && prompt !== 'none' && input?.isFile !== true && referencesMax > 0 && isSpoken
}

/** Without words nothing is asked for; to remove something, or with a prompt, the marks alone say enough. */
function requireWords(request: PlanRequest, card: ModelCard, marks: readonly NumberedMark[], notes: PlanNotes): void {
  const isSaid = request.prompt.trim() !== '' || hasMarkWords(marks.map(({ mark }) => mark))
  if (isSaid || request.intent === 'remove' || card.prompt === 'none') return
  notes.obstruct(messages.markupWithoutWords)
}

function asMaskMessage({ hasMask }: PlanRequest, { label, prompt }: ModelCard): string {
  if (prompt === 'none') return messages.markupOnlyMask({ model: label })
  return hasMask ? messages.markupInWords({ model: label }) : messages.markupAsMask({ model: label })
}

function asImage(
  request: PlanRequest,
  used: ModelCard,
  { marks, numbered, source }: MarksOf,
  notes: PlanNotes,
): PlannedMarkup {
  const seen = request.maskBounds && source ? withMarks(request.maskBounds, marks, source) : request.maskBounds
  return {
    form: 'image',
    mask: null,
    request: { ...request, maskBounds: seen, prompt: joined(request.prompt, listMarks(numbered), '\n\n') },
    complete(prompt, part, references) {
      const whole = part ?? wholeOf(source)
      const outside = numbered.length - marksWithin(numbered, whole).length
      if (outside > 0) notes.warn('markup-outside', messages.marksOutside({ count: outside }))
      return asMarkedInstruction(prompt, numbered, whole, imageNames(request, used, references))
    },
  }
}

/** A model has to see what the marks speak of, not only what is masked. */
function withMarks(bounds: Rect, marks: readonly Mark[], source: Size): Rect {
  const whole = { x: 0, y: 0, ...source }
  return visibleMarks(marks, source).reduce(
    (all, mark) => uniteRects(all, intersectRects(markBounds(mark), whole)),
    bounds,
  )
}

/** The image being edited is the first; a described mask may be the second. The copy is the last. */
function imageNames(request: PlanRequest, { mask, referenceForm }: ModelCard, references: number): MarkedImages {
  if (referenceForm === 'tags') return { clean: '@source', marked: `@${markupTag}` }
  const isMaskBefore = isMarked(request, request.hasMask) && mask === 'described' && referenceForm === 'after-mask'
  return { clean: 'image 1', marked: `image ${references + (isMaskBefore ? 3 : 2)}` }
}

function asMask(request: PlanRequest, card: ModelCard, { marks, numbered, source }: MarksOf): PlannedMarkup {
  const isPlaced = card.edits === 'instruction' && dialectOf(request.provider, card) === 'sentence'
  const words = isPlaced && hasMarkWords(marks) ? listMarks(numbered) : markWords(numbered)
  const mask = request.hasMask ? null : maskOf(request, source)
  const masked = mask && { ...mask, hasMask: true, maskBounds: source && markRegionBounds(marks, source) }
  return {
    form: 'mask',
    mask,
    request: {
      ...request,
      ...masked,
      prompt: card.prompt === 'none' ? request.prompt : joined(request.prompt, words, isPlaced ? '\n\n' : ', '),
    },
    complete: (prompt, part) => asPlacedInstruction(prompt, numbered, part ?? wholeOf(source)),
  }
}

/** The regions of marks already have a margin: the mask fades out within a third of one. */
function maskOf({ intent, blend }: PlanRequest, source: Size | null): MarkupMask {
  const edge = { growPx: 0, featherPx: source === null ? 0 : Math.round(markMarginPx(source) / 3) }
  if (intent && intent !== 'whole') return { ...edge, intent, blend: blend ?? automaticBlend(intent, edge) }
  return { ...edge, intent: 'fill', blend: automaticBlend('fill', edge) }
}

function joined(prompt: string, words: string, separator: string): string {
  const own = prompt.trim()
  if (words === '' || own === '') return own + words
  return `${own}${separator}${words}`
}

/** Of an unknown size, positions cannot be told apart: the plan is made again once it is known. */
function wholeOf(source: Size | null): Rect {
  return { x: 0, y: 0, ...(source ?? { widthPx: 1, heightPx: 1 }) }
}
