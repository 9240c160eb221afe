import type { PlanRequest, Control } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { isWithdrawn } from '../../../../shared/domain/provider.ts'
import { imageSidePxMax } from '../../../../shared/domain/library.ts'
import { upscaleFactorOf } from '../../../../shared/domain/upscaling.ts'
import { addToSeed, wrapSeed } from '../../../../shared/domain/seed.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { isOnGrid } from '../../../editing/pixel-grid.ts'
import { coveredSize, hasShapeOf, type Covered } from '../../../editing/cover-frame.ts'
import type { PlanReview } from '../adapter.ts'
import { cardInUse } from './card-in-use.ts'
import { estimateCalls } from './estimate-cost.ts'
import type { PlanFacts, PlannedCall, PlannedRequest } from './planned-call.ts'
import { createPlanNotes, type PlanNotes } from './plan-notes.ts'
import { planNumbers, planSeed, planFormat, planLoras, planQuality, planSafety, planStyle } from './plan-settings.ts'
import { planOptions } from './plan-options.ts'
import { isPartEdit, planPart, planEditPrompt, toEditPlan } from './plan-edit.ts'
import { planConversation, withFirstImage, type PlannedConversation } from './plan-conversation.ts'
import { planFrame, planImages } from './plan-images.ts'
import { markupTag, planMarkup, withoutMarkupRoom, type PlannedMarkup } from './plan-markup.ts'
import { planNamedReferences, type WordedRequest } from './plan-named-references.ts'
import { planPrompt } from './plan-prompt.ts'
import { keptSource, formatSizeName, planSize, type PlannedSize } from './plan-size.ts'

/**
 * Plans a request for one model: what is sent, what cannot be honored and why, and what it costs. Pure.
 * `sourceSize`: of the image to edit, if known.
 */
export function planRequest(
  asked: PlanRequest,
  card: ModelCard,
  sourceSize: Size | null,
  facts: PlanFacts,
): PlannedRequest {
  const notes = createPlanNotes()
  planState(card, facts, notes)
  const { marked, talked, worded, request, copies, unmarked } = planWords(asked, { card, sourceSize, facts }, notes)
  const images = planImages(request, unmarked, notes)
  const source = images.hasSource ? sourceSize : null
  const used = cardInUse(request, card)
  const isPart = isPartEdit(request, card)
  const { size, sent, output } =
    (isPart && source ? planPart(request, used, source, notes) : null) ?? planWhole(request, used, source, notes)
  const spoken = planEditPrompt(request, card, source, sent)
  const completed = marked?.complete(spoken, sent?.crop ?? null, images.referenceIds.length) ?? spoken
  const prompt = planPrompt({ ...request, prompt: completed }, used, notes)
  const drawn = { size: size.size, sent, source, control: facts.controlSize ?? null }
  const control = planControl(request, card, drawn, notes)
  const first: Omit<PlannedCall, 'n'> = {
    operation: images.operation,
    card,
    ...prompt,
    ...size,
    ...planSettings(request, { card, used, facts }, notes),
    control: control ?? null,
    drawnWith: request.drawnWith ?? null,
    ...namedImagesOf(worded, copies > 0 && card.referenceForm === 'tags' ? images.referenceIds : null),
  }
  const reviewed = review(first, { request, size: sent?.frame ?? null, facts, notes })
  const calls = splitCalls(first, request.n)
  if (calls.length > 1) notes.warn('several-calls', requestCount(card, request.n, calls.length))
  const { warnings, obstacles } = notes
  const inputs = images.referenceIds.length + copies + countTurnImages(talked)
  const { total, each } = estimate(calls, first, { sent, references: inputs })
  const edit = isPart && sent ? toEditPlan(request, card, sent, prompt.prompt) : null
  return {
    plan: {
      warnings,
      obstacles,
      estimate: total,
      size: reviewed?.output ?? output,
      calls: calls.length,
      ...timeOf(reviewed, calls.length),
      edit,
      ...wordsOf({ marked, talked, worded }, prompt.prompt),
    },
    calls: obstacles.length === 0 ? calls : [],
    estimates: obstacles.length === 0 ? each : [],
    sent,
    ...turnsOf(talked),
    referenceIds: images.referenceIds,
    sendsMask: images.sendsMask,
    markupMask: marked?.mask ?? null,
  }
}

interface Asked {
  readonly card: ModelCard
  readonly sourceSize: Size | null
  readonly facts: PlanFacts
}

interface PlannedWords {
  readonly marked: PlannedMarkup | null
  readonly talked: PlannedConversation | null
  readonly worded: WordedRequest | null
}

/** What the marks say, what was said before, and what is named now. */
function planWords(asked: PlanRequest, { card, sourceSize, facts }: Asked, notes: PlanNotes) {
  const { chain = [], references = [] } = facts
  const marked = planMarkup(asked, card, sourceSize, notes)
  const copies = marked?.form === 'image' ? 1 : 0
  const unmarked = copies > 0 ? withoutMarkupRoom(card) : card
  const finish = (prompt: string) =>
    marked?.complete(marked.addWords(prompt), null, asked.referenceIds.length) ?? prompt
  const talked = planConversation(marked?.request ?? asked, unmarked, { chain, references, copies, finish }, notes)
  const said = talked?.request ?? marked?.request ?? asked
  const spoken = marked === null ? said : { ...said, prompt: marked.addWords(said.prompt) }
  const worded = planNamedReferences(spoken, unmarked, references, notes)
  return { marked, talked, worded, request: withFirstImage(worded?.request ?? spoken, talked), copies, unmarked }
}

function wordsOf({ marked, talked, worded }: PlannedWords, sentPrompt: string) {
  return {
    ...(worded && { references: [...worded.uses] }),
    ...((worded ?? talked ?? marked) && { sentPrompt }),
    ...(talked && { conversation: talked.plan }),
    ...(marked && { markup: marked.form, ...(marked.mask && { isMaskOfMarks: true }) }),
  }
}

function turnsOf(talked: PlannedConversation | null): Pick<PlannedRequest, 'turns'> {
  return talked !== null && talked.turns.length > 0 ? { turns: talked.turns } : {}
}

/** Beside the source, which one of them is. */
function countTurnImages(talked: PlannedConversation | null): number {
  if (talked === null || talked.turns.length === 0) return 0
  return talked.turns.length - 1 + (talked.turns[0]!.sourceId === null ? 0 : 1)
}

interface Model {
  readonly card: ModelCard
  /** Without what it lacks for this request. */
  readonly used: ModelCard
  readonly facts: PlanFacts
}

function planSettings(request: PlanRequest, { card, used, facts }: Model, notes: PlanNotes) {
  return {
    quality: planQuality(request, card, notes),
    stylePreset: planStyle(request, card, notes),
    seed: planSeed(request, card, notes),
    ...planNumbers(request, used, notes),
    loras: planLoras(request, card, notes),
    format: planFormat(request, card, notes),
    safety: planSafety(request.safety ?? facts.safety, card, notes),
    options: planOptions(request, card, facts.isFallback ?? false, notes),
  }
}

/**
 * How the adapter names the images of named references, and the copy with the marks behind them.
 * @param marked the reference images where such a copy has a tag; null = it has none
 */
function namedImagesOf(
  worded: WordedRequest | null,
  marked: readonly AssetId[] | null,
): Pick<PlannedCall, 'referenceTags' | 'characterAt'> {
  const own = worded?.tags ?? marked?.map(() => null) ?? []
  const tags = marked === null ? own : [...own, markupTag]
  return {
    ...(tags.some((tag) => tag !== null) && { referenceTags: tags }),
    ...(worded?.characterAt !== undefined && { characterAt: worded.characterAt }),
  }
}

interface SentImages {
  readonly sent: SentPart | null
  readonly references: number
}

function estimate(calls: readonly PlannedCall[], first: Omit<PlannedCall, 'n'>, { sent, references }: SentImages) {
  const { price, character } = first.card
  return estimateCalls(first.characterAt === undefined ? price : (character?.price ?? price), {
    calls: calls.map(({ n }) => n),
    size: first.size ?? sent?.frame ?? null,
    quality: first.quality,
    source: sent?.frame ?? null,
    references,
    options: Object.keys(first.options),
  })
}

function requestCount({ label, imagesPerCall }: ModelCard, count: number, requests: number): string {
  if (imagesPerCall === 1) return messages.oneImagePerRequest({ model: label, requests, count })
  return messages.imagesPerRequest({ model: label, max: imagesPerCall, requests, count })
}

/** Returns the time for calls made one after the other. */
function timeOf(reviewed: PlanReview | null, calls: number): { readonly estimatedMs?: number } {
  if (reviewed?.estimatedMs === undefined) return {}
  const { estimatedMs, nextMs = estimatedMs } = reviewed
  return { estimatedMs: estimatedMs + nextMs * (calls - 1) }
}

interface Reviewed {
  readonly request: PlanRequest
  /** Of the part of the source that is sent. */
  readonly size: Size | null
  readonly facts: PlanFacts
  readonly notes: PlanNotes
}

/** Returns the adapter's review of one call. */
function review(first: Omit<PlannedCall, 'n'>, { request, size, facts, notes }: Reviewed): PlanReview | null {
  const n = Math.min(request.n, first.card.imagesPerCall)
  const reviewed = facts.review?.({ ...first, n, size: first.size ?? size })
  reviewed?.warnings.forEach(({ code, message }) => notes.warn(code, message))
  reviewed?.obstacles.forEach((blocker) => notes.obstruct(blocker))
  return reviewed ?? null
}

interface PlannedWhole {
  readonly size: PlannedSize
  readonly sent: SentPart | null
  /** Size of the response, if known. */
  readonly output: Size | null
}

/** What is sent if the response is not composited into a part of the image. */
function planWhole(request: PlanRequest, used: ModelCard, source: Size | null, notes: PlanNotes): PlannedWhole {
  const keptSize = planKept(request, used, source)
  if (keptSize !== null) return keptSize
  const size = planSize(used.sizes, { ...request, source }, used.label, notes)
  // A native method handles another shape itself (extend, reframe): it gets the image as it is.
  const shape = used.edits === 'own' && request.operation === 'edit' ? null : size.size
  const sent = planFrame(source, used, shape, notes)
  const factor = upscaleFactorOf(used, request.options)
  const output = size.size ?? enlarged(sent?.frame ?? null, factor)
  // An image too large for the model has been rejected by then.
  if (factor !== null && source !== null && sent?.box.widthPx === source.widthPx)
    planEnlarged(source, factor, used, notes)
  return { size, sent, output }
}

/** An image larger than Atelier can open could be made but never viewed. */
function planEnlarged(source: Size, factor: number, { upscaling }: ModelCard, notes: PlanNotes): void {
  const fits = (by: number) => Math.max(source.widthPx, source.heightPx) * by <= imageSidePxMax
  if (fits(factor)) return
  const smaller = upscaling?.steps.map((step) => step.factor).filter((each) => each < factor && fits(each)) ?? []
  const size = formatSizeName({ widthPx: source.widthPx * factor, heightPx: source.heightPx * factor })
  const facts = { factor, size, max: imageSidePxMax }
  notes.obstruct(
    smaller.length === 0
      ? messages.largeEnough(facts)
      : messages.upscaledTooLarge({ ...facts, smaller: Math.max(...smaller) }),
  )
}

function enlarged(size: Size | null, factor: number | null): Size | null {
  if (size === null || factor === null) return null
  return { widthPx: size.widthPx * factor, heightPx: size.heightPx * factor }
}

/** An edit without a requested size keeps the image's size: it is padded, and the response is cropped. */
function planKept({ size, aspectRatio }: PlanRequest, used: ModelCard, source: Size | null): PlannedWhole | null {
  if (source === null || used.input === null || used.edits === 'own' || size !== null || aspectRatio !== null)
    return null
  const sent = keptSource(used.sizes, source)
  if (sent === null || !isOnGrid(sent.frame, used.input)) return null
  return { size: { size: sent.frame, aspectRatio: null, tier: null }, sent, output: source }
}

/** Gives every call its own seed, so that no two images are the same. */
function splitCalls(first: Omit<PlannedCall, 'n'>, n: number): readonly PlannedCall[] {
  const { card, seed } = first
  const calls: PlannedCall[] = []
  for (let done = 0; done < n; done += card.imagesPerCall) {
    const callSeed = seed === null ? null : wrapSeed(addToSeed(seed, done), card.seedMax)
    calls.push({ ...first, seed: callSeed, n: Math.min(card.imagesPerCall, n - done) })
  }
  return calls
}

interface Drawn extends Covered {
  /** Of the control image, if known. */
  readonly control: Size | null
}

/** Returns the control image to use, with a warning if its shape differs from the output. */
function planControl(request: PlanRequest, card: ModelCard, drawn: Drawn, notes: PlanNotes): Control | null {
  const { control = null } = request
  if (control === null) return null
  if (card.control === undefined || card.input === null) {
    notes.warn('control-ignored', messages.controlNotUsed({ model: card.label }))
    return null
  }
  const over = coveredSize(request, drawn)
  if (over !== null && drawn.control !== null && !hasShapeOf(drawn.control, over)) {
    notes.warn(
      'control-fitted',
      messages.controlCropped({ size: formatSizeName(drawn.control), target: formatSizeName(over) }),
    )
  }
  return control
}

/** Offers a retired model only if the account, or an address other than the vendor's, may still have it. */
function planState(card: ModelCard, facts: PlanFacts, notes: PlanNotes): void {
  const { label, state } = card
  const names = { provider: facts.providerLabel, model: label }
  if (facts.insteadOf) notes.warn('model-retired', messages.successorUsed({ ...names, retired: facts.insteadOf }))
  const { successor = null } = state.type === 'current' ? (state.deprecated ?? {}) : state
  const next = successor === null ? null : messages.successorIs({ successor })
  if (state.type === 'current') {
    if (state.deprecated) notes.warn('model-retiring', joinSentences(messages.deprecated(names), next))
    return
  }
  if (state.type === 'retiring') {
    notes.warn('model-retiring', joinSentences(messages.offeredUntil({ ...names, date: state.on }), next))
    return
  }
  const known = [goneText(state, names), state.note, next]
  if (isWithdrawn(card, facts.isOwnBaseUrl)) {
    notes.obstruct(joinSentences(...known, state.isServedElsewhere ? messages.gatewayMayOffer : null))
    return
  }
  const hope = state.toldBy === 'pages' ? messages.accountMayHaveIt : messages.customAddressMayOffer
  notes.warn('model-retired', joinSentences(...known, hope))
}

function goneText(
  { on, toldBy }: Extract<ModelCard['state'], { type: 'retired' }>,
  names: { readonly provider: string; readonly model: string },
): string {
  if (toldBy === 'list') return messages.notListed(names)
  return on === null ? messages.retired(names) : messages.retiredOn({ ...names, date: on })
}
