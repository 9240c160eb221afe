import type { CanvasDocument } from '../../../../shared/domain/canvas-document.ts'
import type { Operation, PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import type { Settings } from '../../../../shared/domain/settings.ts'
import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import { canAsk } from '../../../lib/model-facts.ts'
import { modelKey, type FoundModel } from '../../../lib/model-ref.ts'
import { chooseModel } from './choose-model.ts'
import { valuesFor, type MakeForm, type ModelValues } from './make-form.ts'
import { sizeFields } from './size-choice.ts'

/** Everything the form depends on. */
export interface MakeInputs {
  readonly operation: Operation
  readonly providers: readonly ProviderView[] | null
  /** Whether the list of providers could not be had. */
  readonly hasFailed: boolean
  readonly settings: Pick<Settings, 'studio' | 'favouriteModels'>
  readonly form: MakeForm
  /** null = a random one. */
  readonly seed: number | null
  readonly document: CanvasDocument | null
  /** The canvas of that document; null where nothing is open, or while it opens. */
  readonly canvas: { readonly baseId: AssetId; readonly hasMask: boolean; readonly edge: MaskEdge } | null
}

export interface ChosenModel extends FoundModel {
  readonly ref: ModelRef
  /** Under which its values are kept. */
  readonly key: string
  readonly values: ModelValues
}

/** What the form comes to. */
export interface Make {
  readonly operation: Operation
  /** null where no model can do it. */
  readonly model: ChosenModel | null
  /** Whether the painted mask goes with it. */
  readonly hasMask: boolean
  /** Whose key is what is missing. */
  readonly missingKeyOf: ProviderView | null
  /** Why it cannot be sent, as far as the window knows; null = it can. */
  readonly obstacle: string | null
  /** What to ask the plan for; null where there is nothing to plan yet. */
  readonly request: PlanRequest | null
}

export function deriveMake(inputs: MakeInputs): Make {
  const { operation, providers, form, canvas } = inputs
  const model = findChosen(inputs)
  const hasMask = operation === 'edit' && canvas?.hasMask === true
  const isMissing = model?.provider.isEnabled === true && !canAsk(model.provider)
  const obstacle = providers === null ? listProblem(inputs) : obstacleOf(inputs, model)
  const needsPicture = operation !== 'generate'
  const isPlannable = model !== null && form.prompt.length <= promptMax && (!needsPicture || canvas !== null)
  return {
    operation,
    model,
    hasMask,
    missingKeyOf: isMissing ? model.provider : null,
    obstacle,
    request: isPlannable ? requestOf(inputs, model, hasMask) : null,
  }
}

function listProblem({ hasFailed }: MakeInputs): string {
  return hasFailed ? 'The models could not be listed. The Models say why.' : 'Looking for the models …'
}

/** Longest text a request takes. */
const promptMax = 40_000

function findChosen({ operation, providers, settings, form }: MakeInputs): ChosenModel | null {
  const found = chooseModel(providers ?? [], operation, {
    chosen: form.chosen[operation] ?? null,
    last: settings.studio.model,
    favourites: settings.favouriteModels,
  })
  if (found === null) return null
  const ref = { provider: found.provider.id, model: found.card.id }
  const key = modelKey(ref)
  return { ...found, ref, key, values: valuesFor(form, key, found.card) }
}

function obstacleOf({ operation, form, document, canvas }: MakeInputs, model: ChosenModel | null): string | null {
  if (operation !== 'generate' && document === null) return 'Open a picture first.'
  if (operation !== 'generate' && canvas === null) return 'The picture is being opened …'
  if (model === null) return 'No model that can do this is ready.'
  const { provider, card } = model
  if (!provider.isEnabled) return `${provider.label} is switched off.`
  if (!canAsk(provider)) return `${provider.label} needs a key.`
  if (operation === 'edit' && card.needsMask && canvas?.hasMask !== true) {
    return `Paint over what should change first: ${card.label} needs a mask.`
  }
  return promptProblem(card, form.prompt)
}

function promptProblem({ prompt, promptCharsMax }: ModelCard, text: string): string | null {
  if (prompt === 'required' && text.trim() === '') return 'Write what you want to see.'
  const max = Math.min(promptCharsMax ?? promptMax, promptMax)
  if (prompt !== 'none' && text.length > max) return `The prompt is ${text.length - max} characters too long.`
  return null
}

function requestOf(
  { operation, settings, form, seed, document, canvas }: MakeInputs,
  { ref, card, values }: ChosenModel,
  hasMask: boolean,
): PlanRequest {
  const isFromPicture = operation !== 'generate'
  const negative = form.negativePrompt.trim()
  const { edge = { growPx: 0, featherPx: 0 } } = canvas ?? {}
  return {
    documentId: document?.id ?? null,
    operation,
    ...ref,
    prompt: card.prompt === 'none' ? '' : form.prompt.trim(),
    negativePrompt: card.hasNegativePrompt && negative !== '' ? negative : null,
    n: settings.studio.n,
    // The result of a masked edit has the picture's own size: it is cut in there.
    ...sizeFields(card.sizes, hasMask ? null : values.size),
    quality: values.quality,
    stylePreset: values.stylePreset,
    seed: card.seed === 'no' ? null : seed,
    guidance: values.guidance,
    steps: values.steps,
    strength: isFromPicture ? values.strength : null,
    loras: values.loras.filter(({ path }) => path.trim() !== ''),
    sourceId: isFromPicture ? (canvas?.baseId ?? null) : null,
    referenceIds: form.referenceIds.slice(0, card.referencesMax),
    growPx: hasMask ? edge.growPx : 0,
    featherPx: hasMask ? edge.featherPx : 0,
    format: values.format,
    safety: card.hasSafetySetting ? form.safety : null,
    options: { ...values.options },
    trace: {},
    hasMask,
  }
}
