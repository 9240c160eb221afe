import type { Seed } from '../../../../shared/domain/seed.ts'
import type { CanvasDocument, PromptPair } from '../../../../shared/domain/canvas-document.ts'
import { automaticBlend } from '../../../../shared/domain/edit.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { Style } from '../../../../shared/domain/prompts.ts'
import type { ModelChoice, Settings, StudioTask } from '../../../../shared/domain/settings.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'
import { canAsk } from '../../../lib/models/model-facts.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import type { WildcardLists } from '../../../../shared/prompting/index.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { modelKey } from '../../../lib/models/model-ref.ts'
import { countRuns, type Runs } from '../prompt/derive-runs.ts'
import { negativeFor, promptsFor, samplePrompt } from '../prompt/sent-prompts.ts'
import { canBeSized, canRunHere, isIntent, isMaskedTask, operationOf } from '../tasks.ts'
import { isProviderModel, selectedModels, type SelectedModel } from './models/selected-models.ts'
import { valuesFor, type GenerateForm, type ModelValues } from './generate-form.ts'
import { fillDisabledReason, modelDisabledReason, promptMax, sharedDisabledReason } from './disabled-reasons.ts'
import { marksInUse } from './images/marks-in-use.ts'
import { sizeFields } from './settings/size-choice.ts'
import { mapNumberSettings, numberSettings, type NumberSettingName } from '../../../../shared/domain/number-settings.ts'

/** The form's inputs from the open image. */
export type CanvasFacts = Pick<
  CanvasState,
  'size' | 'baseId' | 'hasMask' | 'maskBounds' | 'edge' | 'box' | 'frame' | 'sampling' | 'hasSampling' | 'markup'
>

/** All inputs of the form. */
export interface GenerateInputs {
  readonly task: StudioTask
  readonly providers: readonly ProviderView[] | null
  /** Whether loading the providers failed. */
  readonly hasFailed: boolean
  readonly settings: Pick<Settings, 'studio' | 'favouriteModels'>
  /** The model for removal in use; null = none is installed, undefined = not known yet. */
  readonly inpainter: Inpainter | null | undefined
  readonly form: GenerateForm
  readonly prompts: PromptPair
  /** The saved styles; null = not loaded yet. */
  readonly styles: readonly Style[] | null
  /** Values for `__name__` in prompts. */
  readonly lists: WildcardLists
  /** null = random. */
  readonly seed: Seed | null
  readonly document: CanvasDocument | null
  /** The canvas of that document; null if nothing is open, or while it opens. */
  readonly canvas: CanvasFacts | null
}

/** A model for removal on this computer. */
export interface Inpainter {
  readonly id: string
  readonly name: string
}

export interface ChosenModel extends SelectedModel {
  readonly ref: Exclude<ModelChoice, string>
  /** Key under which its values are stored. */
  readonly key: string
  readonly values: ModelValues
}

/** A selected model and its request. */
export interface ModelPick extends ChosenModel {
  /** Why it is skipped; null = it runs. Excludes the plan's own blocking reasons. */
  readonly disabledReason: string | null
  readonly isKeyMissing: boolean
  /** The request to plan; null if there is nothing to plan yet. */
  readonly request: PlanRequest | null
  /** All prompts for this model, with wildcards and variants unresolved. The longest one is planned. */
  readonly prompts: readonly string[]
  /** Number of requests for this model. */
  readonly runs: number
}

/** The state derived from the form. */
export interface GenerateState {
  readonly task: StudioTask
  /** Whether the local fill, which needs no model, is selected. */
  readonly isLocal: boolean
  /** Why the local fill cannot run; null = it can, or is not selected. */
  readonly localDisabledReason: string | null
  readonly inpainter: Inpainter | null | undefined
  /** Whether it is selected. */
  readonly isInpainting: boolean
  /** Why it cannot run; null = it can, or is not selected. */
  readonly inpaintingDisabledReason: string | null
  /** Whether anything selected runs without a prompt on this computer. */
  readonly runsHere: boolean
  readonly picks: readonly ModelPick[]
  /** The model the form is built for; null if no model is selected. */
  readonly model: ModelPick | null
  /** All selected models, as stored. */
  readonly choices: readonly ModelChoice[]
  /** Whether the painted mask is sent. */
  readonly hasMask: boolean
  /** Marks of the image that this task can send; empty = none. */
  readonly marks: readonly Mark[]
  /** Number of requests a click sends, excluding the local fill. */
  readonly runs: Runs
  /** Why nothing can be sent, as far as the window knows; null = it can. */
  readonly disabledReason: string | null
}

export function deriveGenerateState(inputs: GenerateInputs): GenerateState {
  const { task, canvas } = inputs
  const selected = inputs.settings.studio.engines[task]
  const { isLocal, isInpainting, models } = selectedModels(inputs.providers ?? [], task, {
    selected,
    last: inputs.settings.studio.model,
    favorites: inputs.settings.favouriteModels,
  })
  const hasMask = isMaskedTask(task) && canvas?.hasMask === true
  const chosen = models.map((found) => chosenModel(inputs.form, found))
  const bare = chosen.map((model) => pickOf(inputs, model, chosen[0] ?? model, hasMask))
  const runs = countRuns(
    bare.map(({ card, prompts }) => ({ card, task, prompts })),
    inputs.form.runs,
    inputs.lists,
  )
  const picks = bare.map((pick, at) => ({ ...pick, runs: runs.counts[at] ?? 1 }))
  const isModelSelected = selected?.some(isProviderModel) ?? false
  const runsHere = isLocal || isInpainting
  const shared = sharedDisabledReason({ ...inputs, isModelSelected }, runsHere || picks.length > 0)
  const localDisabledReason = isLocal ? localProblem(task, canvas) : null
  const inpaintingDisabledReason = isInpainting ? inpaintingProblem(inputs.inpainter) : null
  return {
    task,
    isLocal,
    localDisabledReason,
    inpainter: inputs.inpainter,
    isInpainting,
    inpaintingDisabledReason,
    runsHere,
    picks,
    model: picks[0] ?? null,
    choices: [
      ...(isLocal ? (['local'] as const) : []),
      ...(isInpainting ? (['inpainting'] as const) : []),
      ...picks.map(({ ref }) => ref),
    ],
    hasMask,
    marks: marksInUse(task, canvas),
    runs,
    disabledReason:
      shared ??
      soleDisabledReason([
        ...(isLocal ? [localDisabledReason] : []),
        ...(isInpainting ? [inpaintingDisabledReason] : []),
        ...picks.map((pick) => pick.disabledReason),
      ]) ??
      runs.problem,
  }
}

function chosenModel(form: GenerateForm, found: SelectedModel): ChosenModel {
  const ref = { provider: found.provider.id, model: found.card.id, insteadOf: found.insteadOf }
  const key = modelKey(ref)
  return { ...found, ref, key, values: valuesFor(form, key, found.card) }
}

function localProblem(task: StudioTask, canvas: CanvasFacts | null): string | null {
  if (canvas === null || !canRunHere(task) || task === 'expand') return null
  return fillDisabledReason(canvas)
}

function inpaintingProblem(inpainter: Inpainter | null | undefined): string | null {
  if (inpainter === undefined) return messages.loadingModels
  return inpainter === null ? messages.noRemovalModel : null
}

/** If no selected model can run, why the first cannot. */
function soleDisabledReason(all: readonly (string | null)[]): string | null {
  return all.includes(null) ? null : (all[0] ?? null)
}

type BarePick = Omit<ModelPick, 'runs'>

function pickOf(inputs: GenerateInputs, model: ChosenModel, first: ChosenModel, hasMask: boolean): BarePick {
  const { task, canvas } = inputs
  const prompts = promptsFor(model, inputs)
  // Unresolved choices are planned with one sample.
  const samples = prompts.map((prompt) => samplePrompt(prompt, inputs.lists))
  const longest = samples.reduce((most, each) => (each.length > most.length ? each : most), '')
  const isPlannable = samples.every(({ length }) => length <= promptMax) && (task === 'generate' || canvas !== null)
  return {
    ...model,
    disabledReason: modelDisabledReason(inputs, model, longest),
    prompts,
    isKeyMissing: model.provider.isEnabled && !canAsk(model.provider),
    request: isPlannable ? requestOf(inputs, model, first, { hasMask, prompt: longest }) : null,
  }
}

/**
 * Builds the request for one model. The first gets what is set on the form; the others get the same, and the plan says
 * what each of them ignores.
 */
function requestOf(
  inputs: GenerateInputs,
  model: ChosenModel,
  first: ChosenModel,
  { hasMask, prompt }: { readonly hasMask: boolean; readonly prompt: string },
): PlanRequest {
  const { task, settings, form, document, canvas, seed } = inputs
  const isFromImage = task !== 'generate'
  const negative = negativeFor(inputs)
  const isFirst = model.key === first.key
  return {
    documentId: document?.id ?? null,
    operation: operationOf(task),
    ...model.ref,
    prompt,
    negativePrompt: negative !== '' && (model.card.hasNegativePrompt || !isFirst) ? negative : null,
    n: settings.studio.n,
    ...(canBeSized(task) ? sizeOf(model, first) : sizeFields(model.card.sizes, null)),
    ...settingsOf(model, first, task),
    seed: isFirst && model.card.seed === 'no' ? null : seed,
    loras: model.values.loras.filter(({ path }) => path.trim() !== ''),
    sourceId: isFromImage ? (canvas?.baseId ?? null) : null,
    referenceIds: isFirst ? form.referenceIds.slice(0, model.card.referencesMax) : [...form.referenceIds],
    ...(form.control && (model.card.control || !isFirst) && { control: form.control }),
    ...editFields(inputs, hasMask),
    safety: model.card.hasSafetySetting ? form.safety : null,
    options: { ...model.values.options },
    ...(isDrawnOnceMore(form, model.key, seed) && { drawnWith: form.drawnWith?.record }),
    trace: {},
  }
}

function isDrawnOnceMore({ drawnWith }: GenerateForm, key: string, seed: Seed | null): boolean {
  return drawnWith !== null && seed !== null && drawnWith.key === key && drawnWith.seed === seed
}

function sizeOf({ card, values }: ChosenModel, first: ChosenModel): ReturnType<typeof sizeFields> {
  return values.size === null ? sizeFields(first.card.sizes, first.values.size) : sizeFields(card.sizes, values.size)
}

type SettingFields = Pick<PlanRequest, 'quality' | 'stylePreset' | 'format' | NumberSettingName>

function settingsOf({ card, values }: ChosenModel, first: ChosenModel, task: StudioTask): SettingFields {
  const requested = <K extends keyof ModelValues>(field: K) => values[field] ?? first.values[field]
  return {
    quality: requested('quality'),
    stylePreset: requested('stylePreset'),
    ...mapNumberSettings((name) =>
      numberSettings[name].isOfSource && task === 'generate'
        ? null
        : (requested(name) ?? usualNumber(name, task, card)),
    ),
    format: values.format,
  }
}

/** Enough to be visible, too little to lose the image. */
const wholeStrength = 0.6

/** A setting's value if none is set; null = the service's default, or the model has no such setting. */
export function usualNumber(
  name: NumberSettingName,
  task: StudioTask,
  { strength }: ChosenModel['card'],
): number | null {
  if (name !== 'strength' || task !== 'whole' || strength === null) return null
  return Math.min(strength.max, Math.max(strength.min, wholeStrength))
}

type EditFields = Pick<
  PlanRequest,
  'intent' | 'box' | 'frame' | 'blend' | 'growPx' | 'featherPx' | 'hasMask' | 'maskBounds' | 'markup'
>

function editFields({ task, canvas, form }: GenerateInputs, hasMask: boolean): EditFields {
  if (!isIntent(task) || canvas === null) return { growPx: 0, featherPx: 0, hasMask: false }
  const marks = marksInUse(task, canvas)
  const hasEdge = hasMask || task === 'expand'
  const edge = hasEdge ? canvas.edge : { growPx: 0, featherPx: 0 }
  return {
    intent: task,
    box: hasMask ? canvas.box : null,
    frame: task === 'expand' ? canvas.frame : null,
    blend: automaticBlend(task, edge),
    growPx: edge.growPx,
    featherPx: edge.featherPx,
    hasMask,
    maskBounds: hasMask ? canvas.maskBounds : null,
    ...(form.usesMarkup && marks.length > 0 && { markup: [...marks] }),
  }
}
