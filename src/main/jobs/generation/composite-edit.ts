import type { Recipe } from '../../../shared/domain/asset.ts'
import type { BlendSettings, EditIntent, EditRecord, MaskVerdict } from '../../../shared/domain/edit.ts'
import { automaticBlend } from '../../../shared/domain/edit-defaults.ts'
import type { Warning } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { ResultTask } from '../../../shared/util/result-name.ts'
import { responseNote } from '../../editing/response-note.ts'
import { intentOf } from '../../editing/edit-intent.ts'
import type { ResponseFacts, CompositeOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Assets, NewResult } from '../../assets/assets.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { GenerationCall } from './generation-call.ts'

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

/** What the recipe of a masked edit says beyond the request. */
export interface CompositedEdit extends Pick<Recipe, 'changedInside' | 'changedOutside'> {
  readonly edit: EditRecord
  readonly warnings: readonly Warning[]
}

type MakeRecipe = (laidIn: CompositedEdit) => Recipe

/**
 * The source with the answer laid in, its measures and all that is needed to lay it in again. Where the answer does not
 * fit what surrounds the mask the picture is the answer as it came: it can still be pasted.
 */
export async function compositeEdit(
  call: GenerationCall,
  answer: ResponseFacts,
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
  const outcome = { ...measured, maskVerdict: fairVerdict(measured.maskVerdict, call) }
  const { alignment, maskVerdict, insidePx, outsidePx } = outcome
  const edit: EditRecord = {
    intent,
    sent,
    blend,
    alignment,
    maskVerdict,
    insidePx,
    outsidePx,
    answer: { widthPx: answer.widthPx, heightPx: answer.heightPx },
    isRefused: outcome.is === 'refused',
    reblendOf: null,
  }
  const warnings = warningsOf(call, answer, outcome)
  return { result: pictureOf(outcome, answer, files, edit, { warnings, recipe, source }), warnings }
}

/** How much of the demo's drawing covers the picture: what was there shines through, so that it is seen to be an edit of it. */
const demoOpacity = 0.8

/** The demo draws without a look at the picture, so it fits nothing: it is pasted all the same, to show how an edit goes. */
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

function pictureOf(
  outcome: CompositeOutcome,
  answer: ResponseFacts,
  { answerPath, resultPath, effectiveMaskPath, paintPath }: CompositeFiles,
  edit: EditRecord,
  { warnings, recipe: makeRecipe, source }: Made,
): NewResult {
  const isPasted = outcome.is === 'pasted'
  const changed = isPasted
    ? { changedInside: outcome.changedInside, changedOutside: outcome.changedOutside }
    : { changedInside: null, changedOutside: null }
  const recipe = makeRecipe({ ...changed, edit, warnings })
  const { widthPx, heightPx, hasAlpha } = isPasted ? outcome : answer
  return {
    widthPx,
    heightPx,
    hasAlpha,
    recipe,
    mime: isPasted ? 'image/png' : answer.mime,
    temporaryPath: isPasted ? resultPath : answerPath,
    // The effective mask is the source's, and what did not fit is no picture of its size.
    temporaryMaskPath: isPasted ? effectiveMaskPath : null,
    temporaryPaintPath: paintPath,
    rawAnswer: { temporaryPath: answerPath, mime: answer.mime },
    parentId: source.id,
    name: { from: source.name, task: editTaskOf(edit.intent) },
  }
}

function warningsOf(call: GenerationCall, answer: ResponseFacts, outcome: CompositeOutcome): Warning[] {
  const { card, sent } = call.prepared
  const { size, tier } = call.planned
  const warnings: Warning[] = []
  const warn = (code: Warning['code'], message: string) => warnings.push({ code, message })
  const note = sent && responseNote(card.label, answer, { sent, asked: size, isNominal: tier !== null })
  if (note !== null) warn('answer-resized', note)
  if (outcome.is === 'refused') {
    warn('layout-changed', messages.resultDoesNotMatch({ label: card.label }))
  }
  const words = verdictWords(outcome.maskVerdict, card)
  if (words !== null) warn('mask-ignored', words)
  return warnings
}

/** A model that is shown no mask cannot ignore one, and the demo looks at nothing. */
function fairVerdict(verdict: MaskVerdict, { request, prepared }: GenerationCall): MaskVerdict {
  if (request.provider === 'fake') return 'unknown'
  return verdict === 'ignored' && prepared.card.mask === 'no' ? 'unknown' : verdict
}

function verdictWords(verdict: MaskVerdict, { label, mask }: ModelCard): string | null {
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
