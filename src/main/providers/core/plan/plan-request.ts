import type { PlanRequest, Control } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { imageSidePxMax } from '../../../../shared/domain/image-side-px-max.ts'
import { upscaleFactorOf } from '../../../../shared/domain/upscaling.ts'
import { addToSeed, wrapSeed } from '../../../../shared/domain/seed.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import { isOnGrid } from '../../../editing/pixel-grid.ts'
import { coveredSize, hasShapeOf, type Covered } from '../../../editing/cover-frame.ts'
import type { PlanReview } from '../adapter.ts'
import { cardInUse } from './card-in-use.ts'
import { estimateCalls } from './estimate-cost.ts'
import type { PlanFacts, PlannedCall, PlannedRequest } from './planned-call.ts'
import { createPlanNotes, type PlanNotes } from './plan-notes.ts'
import { planNumbers, planSeed } from './plan-numbers.ts'
import { planOptions } from './plan-options.ts'
import { isPartEdit, planPart, planWords, toEditPlan } from './plan-edit.ts'
import { planFrame, planPictures } from './plan-pictures.ts'
import { planPrompt } from './plan-prompt.ts'
import { keptSource, nameOf, planSize, type PlannedSize } from './plan-size.ts'
import { planFormat, planLoras, planQuality, planSafety, planStyle } from './plan-style.ts'

/**
 * What a request comes to with one model: what is sent, what cannot be honored and why, what it costs. Pure.
 * `source`: the size of the picture to edit, where it is known.
 */
export function planRequest(
  request: PlanRequest,
  card: ModelCard,
  source: Size | null,
  facts: PlanFacts,
): PlannedRequest {
  const notes = createPlanNotes()
  planState(card, facts, notes)
  const pictures = planPictures(request, card, notes)
  const given = pictures.hasSource ? source : null
  const used = cardInUse(request, card)
  const isPart = isPartEdit(request, card)
  const { size, sent, output } =
    (isPart && given ? planPart(request, used, given, notes) : null) ?? planWhole(request, used, given, notes)
  const words = planPrompt({ ...request, prompt: planWords(request, card, given, sent) }, used, notes)
  const control = planControl(
    request,
    card,
    { size: size.size, sent, source: given, control: facts.controlSize ?? null },
    notes,
  )
  const first: Omit<PlannedCall, 'n'> = {
    operation: pictures.operation,
    card,
    ...words,
    ...size,
    quality: planQuality(request, card, notes),
    stylePreset: planStyle(request, card, notes),
    seed: planSeed(request, card, notes),
    ...planNumbers(request, used, notes),
    loras: planLoras(request, card, notes),
    format: planFormat(request, card, notes),
    safety: planSafety(request.safety ?? facts.safety, card, notes),
    options: planOptions(request, card, facts.isFallback ?? false, notes),
    ...(control && { control }),
    ...(request.drawnWith && { drawnWith: request.drawnWith }),
  }
  const reviewed = review(first, { request, size: sent?.frame ?? null, facts, notes })
  const calls = splitCalls(first, request.n)
  if (calls.length > 1) notes.warn('several-calls', callsWords(card, request.n, calls.length))
  const { warnings, obstacles } = notes
  const { total, each } = estimate(calls, first, { sent, references: pictures.referenceIds.length })
  const edit = isPart && sent ? toEditPlan(request, card, sent, words.prompt) : null
  return {
    plan: {
      warnings,
      obstacles,
      estimate: total,
      size: reviewed?.output ?? output,
      calls: calls.length,
      ...timeOf(reviewed, calls.length),
      edit,
    },
    calls: obstacles.length === 0 ? calls : [],
    estimates: obstacles.length === 0 ? each : [],
    sent,
    referenceIds: pictures.referenceIds,
    sendsMask: pictures.sendsMask,
  }
}

interface SentPictures {
  readonly sent: SentPart | null
  readonly references: number
}

function estimate(calls: readonly PlannedCall[], first: Omit<PlannedCall, 'n'>, { sent, references }: SentPictures) {
  return estimateCalls(first.card.price, {
    calls: calls.map(({ n }) => n),
    size: first.size ?? sent?.frame ?? null,
    quality: first.quality,
    source: sent?.frame ?? null,
    references,
    options: Object.keys(first.options),
  })
}

function callsWords({ label, imagesPerCall }: ModelCard, n: number, calls: number): string {
  const each = imagesPerCall === 1 ? 'one image' : `${imagesPerCall} images`
  return `${label} makes ${each} at a time: ${n} are asked for in ${calls} calls.`
}

/** One call after the other. */
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

/** What the adapter says of one call. */
function review(first: Omit<PlannedCall, 'n'>, { request, size, facts, notes }: Reviewed): PlanReview | null {
  const n = Math.min(request.n, first.card.imagesPerCall)
  const found = facts.review?.({ ...first, n, size: first.size ?? size })
  found?.warnings.forEach(({ code, message }) => notes.warn(code, message))
  found?.obstacles.forEach((obstacle) => notes.obstruct(obstacle))
  return found ?? null
}

interface PlannedWhole {
  readonly size: PlannedSize
  readonly sent: SentPart | null
  /** What comes back, as far as it is known. */
  readonly output: Size | null
}

/** What is sent where the answer is not laid into a part of the picture. */
function planWhole(request: PlanRequest, used: ModelCard, given: Size | null, notes: PlanNotes): PlannedWhole {
  const kept = planKept(request, used, given)
  if (kept !== null) return kept
  const size = planSize(used.sizes, { ...request, source: given }, used.label, notes)
  // What a method of its own does with another shape (extend, reframe) is its affair: it gets the picture as it is.
  const shape = used.edits === 'own' && request.operation === 'edit' ? null : size.size
  const sent = planFrame(given, used, shape, notes)
  const factor = upscaleFactorOf(used, request.options)
  const output = size.size ?? enlarged(sent?.frame ?? null, factor)
  // One that is too large for the model has been refused by then.
  if (factor !== null && given !== null && sent?.box.widthPx === given.widthPx) planEnlarged(given, factor, used, notes)
  return { size, sent, output }
}

/** What is larger than Atelier opens images could be made, and never be seen. */
function planEnlarged(source: Size, factor: number, { upscaling }: ModelCard, notes: PlanNotes): void {
  const fits = (by: number) => Math.max(source.widthPx, source.heightPx) * by <= imageSidePxMax
  if (fits(factor)) return
  const smaller = upscaling?.steps.map((step) => step.factor).filter((each) => each < factor && fits(each)) ?? []
  const remedy = smaller.length === 0 ? 'It is large enough.' : `Choose ×${Math.max(...smaller)}.`
  const result = nameOf({ widthPx: source.widthPx * factor, heightPx: source.heightPx * factor })
  notes.obstruct(
    `×${factor} of this image is ${result}, and Atelier opens images of up to ${imageSidePxMax} pixels a side. ${remedy}`,
  )
}

function enlarged(size: Size | null, factor: number | null): Size | null {
  if (size === null || factor === null) return null
  return { widthPx: size.widthPx * factor, heightPx: size.heightPx * factor }
}

/** Without a size of its own an edit keeps the picture's: it is padded, and what comes back is cropped. */
function planKept({ size, aspectRatio }: PlanRequest, used: ModelCard, given: Size | null): PlannedWhole | null {
  if (given === null || used.input === null || used.edits === 'own' || size !== null || aspectRatio !== null)
    return null
  const sent = keptSource(used.sizes, given)
  if (sent === null || !isOnGrid(sent.frame, used.input)) return null
  return { size: { size: sent.frame, aspectRatio: null, tier: null }, sent, output: given }
}

/** Every call gets a seed of its own, so that no two pictures are the same. */
function splitCalls(first: Omit<PlannedCall, 'n'>, n: number): readonly PlannedCall[] {
  const { card, seed } = first
  const calls: PlannedCall[] = []
  for (let done = 0; done < n; done += card.imagesPerCall) {
    const own = seed === null ? null : wrapSeed(addToSeed(seed, done), card.seedMax)
    calls.push({ ...first, seed: own, n: Math.min(card.imagesPerCall, n - done) })
  }
  return calls
}

interface Drawn extends Covered {
  /** Of the control image, where it is known. */
  readonly control: Size | null
}

/** The control image that is followed, with a word where it is not of the shape that is drawn. */
function planControl(request: PlanRequest, card: ModelCard, drawn: Drawn, notes: PlanNotes): Control | null {
  const { control = null } = request
  if (control === null) return null
  if (card.control === undefined || card.input === null) {
    notes.warn('control-ignored', `${card.label} takes no control image: it is not sent.`)
    return null
  }
  const over = coveredSize(request, drawn)
  if (over !== null && drawn.control !== null && !hasShapeOf(drawn.control, over)) {
    notes.warn(
      'control-fitted',
      `The control image is ${nameOf(drawn.control)}: it is cropped to the shape of ${nameOf(over)}.`,
    )
  }
  return control
}

/** A retired model is offered only where another address than the vendor's may still serve it. */
function planState({ label, state }: ModelCard, facts: PlanFacts, notes: PlanNotes): void {
  if (state.is === 'current') return
  const follows = state.successor === null ? '' : ` ${state.successor} follows it.`
  if (state.is === 'retiring') {
    notes.warn('model-retiring', `${facts.providerLabel} serves ${label} until ${state.on}.${follows}`)
    return
  }
  const since = state.on === null ? '' : ` since ${state.on}`
  const told = state.note === null ? '' : ` ${state.note}`
  const gone = `${facts.providerLabel} serves ${label} no more${since}.${told}${follows}`
  if (state.isServedElsewhere && facts.isOwnBaseUrl) {
    notes.warn('model-retired', `${gone} The address set for it may still do.`)
    return
  }
  notes.obstruct(state.isServedElsewhere ? `${gone} A gateway may still: set its address as the base URL.` : gone)
}
