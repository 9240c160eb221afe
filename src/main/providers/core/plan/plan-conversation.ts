import type { Asset } from '../../../../shared/domain/asset.ts'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import {
  composeTurns,
  findMentions,
  referenceKey,
  whatHolds,
  type HeldInstructions,
} from '../../../../shared/prompting/index.ts'
import { isMarked } from '../../../editing/edit-intent.ts'
import type { KnownReference } from './plan-named-references.ts'
import type { PlanNotes } from './plan-notes.ts'

/** An image of a thread as the plan needs it. */
export interface KnownImage extends Pick<Asset, 'id' | 'parentId' | 'recipe' | 'fileBytes'> {
  /** The model's own record of the turn that made it; null = there is none. */
  readonly record: string | null
}

/** An earlier turn that is sent as it was. */
export interface PlannedTurn {
  /** What was sent. */
  readonly prompt: string
  /** The image that went with it; null = none did, or the turn before returned it. */
  readonly sourceId: AssetId | null
  /** The image the model returned. */
  readonly imageId: AssetId
}

export interface PlannedConversation {
  /** With the prompt to send; names in it are still mentions. */
  readonly request: PlanRequest
  /** Oldest first. The last one returned the request's source, which is not sent again. */
  readonly turns: readonly PlannedTurn[]
  /** Sent beside the source; null = it is not. */
  readonly firstImageId: AssetId | null
  readonly plan: NonNullable<RequestPlan['conversation']>
}

interface ConversationFacts {
  /** The source and the images it goes on from, newest first. */
  readonly chain: readonly KnownImage[]
  readonly references: readonly KnownReference[]
  /** Number of copies with marks beside the source. */
  readonly copies?: number
  /** What the marks make of a prompt: as long as what is sent. */
  readonly finish?: (prompt: string) => string
}

/**
 * Puts what was said and made before into the form a model understands: as turns, as the image it began with, or as words
 * that still hold. Pure. Null where the request is no step of a thread.
 *
 * A masked step is about its area alone: only its own words are sent.
 */
export function planConversation(
  request: PlanRequest,
  card: ModelCard,
  { chain, references, copies = 0, finish = (prompt) => prompt }: ConversationFacts,
  notes: PlanNotes,
): PlannedConversation | null {
  const { continues = null } = request
  if (continues === null) return null
  if (card.prompt === 'none') notes.obstruct(messages.takesNoWords({ model: card.label }))
  const isArea = isMarked(request, request.hasMask)
  const isAlone = !isArea && copies === 0 && !hasImages(request, references)
  const turns = isAlone ? planTurns(request, card, chain, notes) : []
  const earlier = chain.slice(turns.length).filter(isStep)
  const said = isArea ? [] : earlier.map(({ recipe }) => recipe.prompt ?? '').toReversed()
  const composed = fitPrompt(request, card, { base: turns.length > 0 ? '' : baseOf(chain), said, finish }, notes)
  const prompt = continues.prompt ?? composed.prompt
  const isComposed = continues.prompt === null
  const holding = isComposed ? composed.holding : []
  const replaced = isComposed ? composed.replaced : []
  const firstImageId = isArea ? null : findFirstImage(request, card, chain, notes)
  return {
    request: { ...request, prompt },
    turns,
    firstImageId,
    plan: {
      turns: turns.length,
      holding: [...holding],
      replaced: [...replaced],
      prompt,
      hasFirstImage: firstImageId !== null,
    },
  }
}

/** Adds the image a conversation began with, behind all others, so that their numbers stay the same. */
export function withFirstImage(request: PlanRequest, planned: PlannedConversation | null): PlanRequest {
  if (planned === null || planned.firstImageId === null) return request
  const referenceIds = [...request.referenceIds, planned.firstImageId]
  const legend = `Image ${referenceIds.length + 1} shows how this began: keep its people, faces and details where nothing else is asked.`
  return { ...request, referenceIds, prompt: `${request.prompt.trim()}\n\n${legend}` }
}

/** With reference images, "image 2" must be the second of one message: such a step is sent as a single turn. */
function hasImages({ prompt, referenceIds }: PlanRequest, known: readonly KnownReference[]): boolean {
  if (referenceIds.length > 0) return true
  const named = new Set(findMentions(prompt).map(({ name }) => referenceKey(name)))
  return known.some(({ name, imageIds }) => imageIds.length > 0 && named.has(referenceKey(name)))
}

function isStep({ recipe }: KnownImage): boolean {
  return (recipe.generation?.threadId ?? null) !== null
}

/** What the first image shows, as far as a prompt says so. */
function baseOf(chain: readonly KnownImage[]): string {
  const first = chain.at(-1)
  if (first === undefined || isStep(first) || first.recipe.operation !== 'generate') return ''
  return first.recipe.generation?.sentPrompt ?? first.recipe.prompt ?? ''
}

/**
 * The latest turns that this model can take back: its own images, not changed since, with its record of them. Where they
 * exceed its limits the oldest are left out.
 */
function planTurns(
  request: PlanRequest,
  card: ModelCard,
  chain: readonly KnownImage[],
  notes: PlanNotes,
): readonly PlannedTurn[] {
  const { conversation } = card
  if (conversation?.form !== 'turns') return []
  const end = chain.findIndex((image) => !isOwnTurn(image, request, card))
  const own = end === -1 ? chain : chain.slice(0, end)
  let count = Math.min(own.length, conversation.turnsMax)
  while (count > 0 && !isWithin(chain, count, card)) count--
  if (count < own.length) {
    notes.warn('turns-left-out', messages.turnsLeftOut({ model: card.label, sent: count, count: own.length }))
  }
  const sent = own.slice(0, count).toReversed()
  return sent.map(({ id, parentId, recipe }, at) => ({
    prompt: recipe.generation?.sentPrompt ?? recipe.prompt ?? '',
    sourceId: at === 0 ? parentId : null,
    imageId: id,
  }))
}

function isOwnTurn({ recipe, record, parentId }: KnownImage, { provider }: PlanRequest, card: ModelCard): boolean {
  const { generation, edit } = recipe
  const isUnchanged = (edit ?? null) === null && recipe.provider === provider && recipe.model === card.id
  // What was sent beside the source is not kept with the turn.
  const hasOnlySource =
    generation?.referenceIds.length === 0 &&
    !generation.markup?.length &&
    (parentId === null || (generation.threadId ?? null) !== null)
  return record !== null && isUnchanged && hasOnlySource
}

/** Images and records as base64: what was returned, and what the first of these turns began with. */
function isWithin(chain: readonly KnownImage[], count: number, { conversation, input }: ModelCard): boolean {
  if (conversation?.form !== 'turns') return false
  const first = chain[count - 1]!
  const before = first.parentId === null ? [] : [chain[count]].filter((image) => image !== undefined)
  const images = [...chain.slice(0, count), ...before]
  const bytes = images.reduce((sum, { fileBytes, record }) => {
    const sentBytes = Math.min(fileBytes, input?.maxBytes ?? fileBytes)
    return sum + Math.ceil(sentBytes / 3) * 4 + (record?.length ?? 0)
  }, 0)
  return images.length <= conversation.imagesMax && bytes <= conversation.bytesMax
}

interface Said {
  readonly base: string
  /** What was said before, oldest first. */
  readonly said: readonly string[]
  readonly finish: (prompt: string) => string
}

/** The oldest instructions are left out where the prompt would be longer than the model takes. */
function fitPrompt(
  request: PlanRequest,
  card: ModelCard,
  { base, said, finish }: Said,
  notes: PlanNotes,
): { readonly prompt: string } & HeldInstructions {
  const form = card.edits === 'strength' ? 'description' : 'instruction'
  const { holding: all, replaced } = whatHolds(said, request.prompt)
  const isFitting = (prompt: string) => card.promptCharsMax === null || finish(prompt).length <= card.promptCharsMax
  for (let left = 0; left < all.length; left++) {
    const holding = all.slice(left)
    const prompt = composeTurns({ base, holding, newest: request.prompt }, form)
    if (!isFitting(prompt)) continue
    if (left > 0) noteLeftOut(card, holding.length, all.length, notes)
    return { prompt, holding, replaced }
  }
  if (all.length > 0) noteLeftOut(card, 0, all.length, notes)
  const whole = composeTurns({ base, holding: [], newest: request.prompt }, form)
  return { prompt: isFitting(whole) ? whole : request.prompt, holding: [], replaced }
}

function noteLeftOut({ label }: ModelCard, sent: number, count: number, notes: PlanNotes): void {
  notes.warn('turns-left-out', messages.instructionsLeftOut({ model: label, sent, count }))
}

function findFirstImage(
  { sourceId, referenceIds }: PlanRequest,
  card: ModelCard,
  chain: readonly KnownImage[],
  notes: PlanNotes,
): AssetId | null {
  const first = chain.at(-1)?.id ?? null
  if (card.conversation?.form !== 'images' || first === null || first === sourceId) return null
  if (referenceIds.includes(first)) return null
  if (referenceIds.length < card.referencesMax) return first
  notes.warn('turn-image-left-out', messages.firstImageLeftOut({ model: card.label, max: card.referencesMax }))
  return null
}
