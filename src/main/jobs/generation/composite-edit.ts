import type { Recipe } from '../../../shared/domain/asset.ts'
import {
  type BlendSettings,
  type EditIntent,
  type EditRecord,
  type MaskVerdict,
  type SentPart,
  automaticBlend,
} from '../../../shared/domain/edit.ts'
import type { Warning } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { ResultTask } from '../../../shared/util/result-name.ts'
import { intentOf } from '../../editing/edit-intent.ts'
import type { ResponseFacts, CompositeOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Assets, NewResult } from '../../assets/assets.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { GenerationCall } from './generation-call.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { distance, ratioOf } from '../../editing/pixel-grid.ts'

export interface CompositeEditNeeds {
  readonly imaging: Pick<Imaging, 'compositeAnswer'>
  readonly assets: Pick<Assets, 'files'>
}

export interface CompositeFiles {
  readonly answerPath: string
  readonly resultPath: string
  readonly effectiveMaskPath: string
  readonly paintPath: string
}

/** What the recipe of a masked edit records beyond the request. */
export interface CompositedEdit extends Pick<Recipe, 'changedInside' | 'changedOutside'> {
  readonly edit: EditRecord
  readonly warnings: readonly Warning[]
}

type MakeRecipe = (composited: CompositedEdit) => Recipe

/**
 * Composites the response into the source, and returns it with its measurements and everything needed to composite it
 * again. If the response does not match the surroundings of the mask, the image is the response as returned: it can
 * still be pasted.
 */
export async function compositeEdit(
  call: GenerationCall,
  response: ResponseFacts,
  files: CompositeFiles,
  recipe: MakeRecipe,
  needs: CompositeEditNeeds,
): Promise<{ readonly result: NewResult; readonly warnings: readonly Warning[] }> {
  const { source, request } = call
  const { sent } = call.prepared
  if (source === null || request.maskPng === null || sent === null) {
    throw new AppError('internal/bug', messages.noImageToPlaceIn)
  }
  const { maskPng, growPx, featherPx } = request
  const intent = intentOf(request, true)
  const blend = blendOf(request, intent)
  const [full, original] = await Promise.all([
    needs.assets.files.locate(source.id, 'full'),
    needs.assets.files.locate(source.id, 'original'),
  ])
  const { paintPath, ...targets } = files
  const measured = await needs.imaging.compositeAnswer({
    ...sent,
    ...targets,
    maskPng,
    growPx,
    featherPx,
    blend,
    sourcePath: full.path,
    originalPath: original.path,
  })
  await writeFileAtomic(paintPath, maskPng)
  const outcome = { ...measured, maskVerdict: maskVerdictFor(measured.maskVerdict, call) }
  const { alignment, maskVerdict, insidePx, outsidePx } = outcome
  const edit: EditRecord = {
    intent,
    sent,
    blend,
    alignment,
    maskVerdict,
    insidePx,
    outsidePx,
    answer: { widthPx: response.widthPx, heightPx: response.heightPx },
    isRefused: outcome.type === 'refused',
    reblendOf: null,
  }
  const warnings = warningsOf(call, response, outcome)
  return { result: imageOf(outcome, response, files, edit, { warnings, recipe, source }), warnings }
}

/** Opacity of the demo's drawing: the original shines through, so that the result is recognizably an edit of it. */
const demoOpacity = 0.8

/** The demo draws without looking at the image, so nothing matches: it is pasted anyway, to show how an edit works. */
function blendOf(request: GenerationCall['request'], intent: EditIntent): BlendSettings {
  const blend = request.blend ?? automaticBlend(intent, request)
  if (request.provider !== 'fake') return blend
  return { ...blend, isForced: true, isAligned: false, opacity: Math.min(blend.opacity, demoOpacity) }
}

export function editTaskOf(intent: EditIntent): ResultTask {
  return intent === 'whole' ? 'edit' : intent
}

interface Made {
  readonly warnings: readonly Warning[]
  readonly recipe: MakeRecipe
  readonly source: NonNullable<GenerationCall['source']>
}

function imageOf(
  outcome: CompositeOutcome,
  response: ResponseFacts,
  { answerPath, resultPath, effectiveMaskPath, paintPath }: CompositeFiles,
  edit: EditRecord,
  { warnings, recipe: makeRecipe, source }: Made,
): NewResult {
  const isPasted = outcome.type === 'pasted'
  const changed = isPasted
    ? { changedInside: outcome.changedInside, changedOutside: outcome.changedOutside }
    : { changedInside: null, changedOutside: null }
  const recipe = makeRecipe({ ...changed, edit, warnings })
  const { widthPx, heightPx, hasAlpha } = isPasted ? outcome : response
  return {
    widthPx,
    heightPx,
    hasAlpha,
    recipe,
    mime: isPasted ? 'image/png' : response.mime,
    temporaryPath: isPasted ? resultPath : answerPath,
    // The effective mask has the source's size, which a response that did not match does not have.
    temporaryMaskPath: isPasted ? effectiveMaskPath : null,
    temporaryPaintPath: paintPath,
    rawAnswer: { temporaryPath: answerPath, mime: response.mime },
    parentId: source.id,
    name: { from: source.name, task: editTaskOf(edit.intent) },
  }
}

function warningsOf(call: GenerationCall, response: ResponseFacts, outcome: CompositeOutcome): Warning[] {
  const { card, sent } = call.prepared
  const { size, tier } = call.planned
  const warnings: Warning[] = []
  const warn = (code: Warning['code'], message: string) => warnings.push({ code, message })
  const note = sent && responseNote(card.label, response, { sent, asked: size, isNominal: tier !== null })
  if (note !== null) warn('answer-resized', note)
  if (outcome.type === 'refused') {
    warn('layout-changed', messages.resultDoesNotMatch({ label: card.label }))
  }
  const notes = maskVerdictNote(outcome.maskVerdict, card)
  if (notes !== null) warn('mask-ignored', notes)
  return warnings
}

/** A model that is not sent a mask cannot ignore one, and the demo looks at nothing. */
function maskVerdictFor(verdict: MaskVerdict, { request, prepared }: GenerationCall): MaskVerdict {
  if (request.provider === 'fake') return 'unknown'
  return verdict === 'ignored' && prepared.card.mask === 'no' ? 'unknown' : verdict
}

function maskVerdictNote(verdict: MaskVerdict, { label, mask }: ModelCard): string | null {
  switch (verdict) {
    case 'ignored':
      return messages.maskIgnored({ label })
    case 'nothing':
      return mask === 'no' ? messages.nothingChanged({ label }) : messages.maskLeftUnchanged({ label })
    case 'kept':
    case 'unknown':
      return null
  }
}

/** Aspect ratios closer than this look the same. */
const sameShape = 0.01

/**
 * Returns a note for a response of another size than requested; null = no note. `asked`: the exact size, or null if the
 * model responds in the size of what is sent. `isNominal`: only the shape was requested.
 */
function responseNote(
  label: string,
  returned: Size,
  { sent, asked, isNominal }: { readonly sent: SentPart; readonly asked: Size | null; readonly isNominal: boolean },
): string | null {
  const requested = asked ?? sent.frame
  const note = messages.returnedOtherSize({
    label,
    width: returned.widthPx,
    height: returned.heightPx,
    wantedWidth: requested.widthPx,
    wantedHeight: requested.heightPx,
  })
  if (distance(ratioOf(returned), ratioOf(sent.frame)) > sameShape) {
    return messages.returnedOtherAspectRatio({ came: note })
  }
  const isSame = returned.widthPx === requested.widthPx && returned.heightPx === requested.heightPx
  return isSame || isNominal ? null : messages.returnedAndScaled({ came: note })
}
