import { automaticBlend } from '../../../../shared/domain/edit.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import { moveMark } from '../../../../shared/domain/mark-geometry.ts'
import type { Mark, MarkupForm } from '../../../../shared/domain/markup.ts'
import { numberMarks, type NumberedMark } from '../../../../shared/domain/mark-figures.ts'
import { markBounds, visibleMarks, markMarginPx, markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
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
  /** With everything that the marks change, but for the prompt. */
  readonly request: PlanRequest
  /** Set where the marks become the mask, or a part of it. */
  readonly mask: MarkupMask | null
  /** Adds the words of the marks to a prompt. */
  addWords(prompt: string): string
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
  const all = marksOf(marks, request, source)
  if (all.numbered.length === 0 || !isUsable(request, card)) {
    notes.warn('markup-ignored', messages.markupNotUsed({ model: card.label }))
    return null
  }
  requireWords(request, card, all.numbered, notes)
  const used = cardInUse(request, card)
  const hasRoom = request.referenceIds.length < used.referencesMax
  if (readsMarks(used) && hasRoom) return asImage(request, used, all, notes)
  if (request.continues) {
    // A step is said in words about the whole image: a mask would make it another one.
    const leftOut = readsMarks(used) ? messages.markupNoRoomInStep : messages.markupNotInStep
    notes.warn('markup-ignored', leftOut({ model: used.label, max: used.referencesMax }))
    return null
  }
  if (readsMarks(used))
    notes.warn('markup-no-room', messages.markupNoRoom({ model: used.label, max: used.referencesMax }))
  else notes.warn('markup-as-mask', asMaskMessage(request, card))
  return asMask(request, card, all)
}

/** The card with one reference image less, which the copy with the marks takes. */
export function withoutMarkupRoom(card: ModelCard): ModelCard {
  return { ...card, referencesMax: Math.max(0, card.referencesMax - 1) }
}

interface MarksOf {
  /** In pixels of the source. */
  readonly marks: readonly Mark[]
  /** What is shown of them, in pixels of `space`. */
  readonly numbered: readonly NumberedMark[]
  readonly source: Size | null
  /** Size of what the marks are drawn on: the source, or all of its frame; null = unknown. */
  readonly space: Size | null
}

function marksOf(marks: readonly Mark[], { frame }: PlanRequest, source: Size | null): MarksOf {
  const space = frame ? { widthPx: frame.widthPx, heightPx: frame.heightPx } : source
  const moved = frame ? marks.map((mark) => moveMark(mark, { x: -frame.x, y: -frame.y })) : marks
  const shown = new Set(space === null ? moved : visibleMarks(moved, space))
  return { marks, source, space, numbered: numberMarks(moved).filter(({ mark }) => shown.has(mark)) }
}

function isUsable({ operation, sourceId }: PlanRequest, card: ModelCard): boolean {
  return operation === 'edit' && sourceId !== null && card.input !== null && card.edits !== 'no' && usesMask(card)
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

function asImage(request: PlanRequest, used: ModelCard, all: MarksOf, notes: PlanNotes): PlannedMarkup {
  const { numbered, space } = all
  // An expansion changes nothing of the image unless it is masked.
  const mask = request.frame && !request.hasMask && regionsOf(all) !== null ? maskOf(request, all) : null
  return {
    form: 'image',
    mask,
    request: withSeen(request, all, mask),
    addWords: (prompt) => joined(prompt, listMarks(numbered), '\n\n'),
    complete(prompt, part, references) {
      const whole = part ?? wholeOf(space)
      const outside = numbered.length - marksWithin(numbered, whole).length
      if (outside > 0) notes.warn('markup-outside', messages.marksOutside({ count: outside }))
      return asMarkedInstruction(prompt, numbered, whole, imageNames(request, used, references))
    },
  }
}

/** A model has to see what the marks speak of, not only what is masked. */
function withSeen(request: PlanRequest, all: MarksOf, mask: MarkupMask | null): PlanRequest {
  const { marks, source } = all
  const bounds = mask === null ? request.maskBounds : regionsOf(all)
  const seen = bounds && source ? withMarks(bounds, marks, source) : request.maskBounds
  return { ...request, ...mask, ...(mask && { hasMask: true }), maskBounds: seen }
}

function regionsOf({ marks, source }: MarksOf): Rect | null {
  return source && markRegionBounds(marks, source)
}

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

function asMask(request: PlanRequest, card: ModelCard, all: MarksOf): PlannedMarkup {
  const { numbered, space } = all
  const isPlaced = card.edits === 'instruction' && dialectOf(request.provider, card) === 'sentence'
  const words = isPlaced && hasMarkWords(all.marks) ? listMarks(numbered) : markWords(numbered)
  const mask = request.hasMask ? null : maskOf(request, all)
  const masked = mask && { ...mask, hasMask: true, maskBounds: regionsOf(all) }
  return {
    form: 'mask',
    mask,
    request: { ...request, ...masked },
    addWords: (prompt) => (card.prompt === 'none' ? prompt : joined(prompt, words, isPlaced ? '\n\n' : ', ')),
    complete: (prompt, part) => asPlacedInstruction(prompt, numbered, part ?? wholeOf(space)),
  }
}

/**
 * The regions of marks already have a margin: the mask fades out within a third of one. The edge of an expansion is also
 * that of its seam.
 */
function maskOf({ intent, blend, frame, growPx, featherPx }: PlanRequest, { source }: MarksOf): MarkupMask {
  const own = { growPx: 0, featherPx: source === null ? 0 : Math.round(markMarginPx(source) / 3) }
  const edge = frame ? { growPx, featherPx } : own
  const purpose = intent && intent !== 'whole' ? intent : frame ? 'expand' : 'fill'
  return { ...edge, intent: purpose, blend: (purpose === intent && blend) || automaticBlend(purpose, edge) }
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
