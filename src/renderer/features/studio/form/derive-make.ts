import type { Seed } from '../../../../shared/domain/seed.ts'
import type { CanvasDocument, Words } from '../../../../shared/domain/canvas-document.ts'
import { automaticBlend } from '../../../../shared/domain/edit-defaults.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { Style } from '../../../../shared/domain/prompts.ts'
import type { EngineRef, Settings, StudioTask } from '../../../../shared/domain/settings.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import { canAsk } from '../../../lib/model-facts.ts'
import type { WildcardLists } from '../../../../shared/prompting/index.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { countRuns, type Runs } from '../prompt/derive-runs.ts'
import { negativeFor, promptsFor, samplePrompt } from '../prompt/sent-words.ts'
import { canBeSized, canRunHere, isIntent, isMasked, operationOf } from '../tasks.ts'
import { tickedEngines } from './engines.ts'
import { valuesFor, type MakeForm, type ModelValues } from './make-form.ts'
import { fillDisabledReason, modelDisabledReason, promptMax, sharedDisabledReason } from './disabled-reasons.ts'
import { sizeFields } from './size-choice.ts'

/** What the form reads of the open picture. */
export type CanvasFacts = Pick<
  CanvasState,
  'size' | 'baseId' | 'hasMask' | 'maskBounds' | 'edge' | 'box' | 'frame' | 'sampling' | 'hasSampling'
>

/** Everything the form depends on. */
export interface MakeInputs {
  readonly task: StudioTask
  readonly providers: readonly ProviderView[] | null
  /** Whether the list of providers could not be had. */
  readonly hasFailed: boolean
  readonly settings: Pick<Settings, 'studio' | 'favouriteModels'>
  readonly form: MakeForm
  readonly words: Words
  /** Of those that are kept; null = they are not loaded yet. */
  readonly styles: readonly Style[] | null
  /** What `__name__` in the words draws from. */
  readonly lists: WildcardLists
  /** null = a random one. */
  readonly seed: Seed | null
  readonly document: CanvasDocument | null
  /** The canvas of that document; null where nothing is open, or while it opens. */
  readonly canvas: CanvasFacts | null
}

export interface ChosenModel extends ModelMatch {
  readonly ref: ModelRef
  /** Under which its values are kept. */
  readonly key: string
  readonly values: ModelValues
}

/** One ticked model and what it would be asked. */
export interface ModelPick extends ChosenModel {
  /** Why it is not asked; null = it is. Of the plan's own obstacles nothing is known here. */
  readonly obstacle: string | null
  readonly isKeyMissing: boolean
  /** What to ask the plan for; null where there is nothing to plan yet. */
  readonly request: PlanRequest | null
  /** Every prompt that goes to it; what is to be chosen in them still is. The plan is of the longest. */
  readonly prompts: readonly string[]
  /** How many requests it gets. */
  readonly runs: number
}

/** What the form comes to. */
export interface Make {
  readonly task: StudioTask
  /** Whether this computer is ticked, which needs no model. */
  readonly isLocal: boolean
  /** Why this computer cannot do its part; null = it can, or is not asked. */
  readonly localObstacle: string | null
  readonly picks: readonly ModelPick[]
  /** The one the form is built from; null where no model is asked. */
  readonly model: ModelPick | null
  /** Everybody who is ticked, as it is kept. */
  readonly engines: readonly EngineRef[]
  /** Whether the painted mask goes with it. */
  readonly hasMask: boolean
  /** How many requests a click sends, this computer's own part aside. */
  readonly runs: Runs
  /** Why nothing at all can be sent, as far as the window knows; null = it can. */
  readonly obstacle: string | null
}

export function deriveMake(inputs: MakeInputs): Make {
  const { task, canvas } = inputs
  const ticked = inputs.settings.studio.engines[task]
  const { isLocal, models } = tickedEngines(inputs.providers ?? [], task, {
    ticked,
    last: inputs.settings.studio.model,
    favorites: inputs.settings.favouriteModels,
  })
  const hasMask = isMasked(task) && canvas?.hasMask === true
  const chosen = models.map((found) => chosenModel(inputs.form, found))
  const bare = chosen.map((model) => pickOf(inputs, model, chosen[0] ?? model, hasMask))
  const runs = countRuns(
    bare.map(({ card, prompts }) => ({ card, task, prompts })),
    inputs.form.runs,
    inputs.lists,
  )
  const picks = bare.map((pick, at) => ({ ...pick, runs: runs.counts[at] ?? 1 }))
  const isModelTicked = ticked?.some((engine) => engine !== 'local') ?? false
  const shared = sharedDisabledReason({ ...inputs, isModelTicked }, isLocal || picks.length > 0)
  const localObstacle = isLocal ? localProblem(task, canvas) : null
  return {
    task,
    isLocal,
    localObstacle,
    picks,
    model: picks[0] ?? null,
    engines: [...(isLocal ? (['local'] as const) : []), ...picks.map(({ ref }) => ref)],
    hasMask,
    runs,
    obstacle: shared ?? soleObstacle(isLocal, localObstacle, picks) ?? runs.problem,
  }
}

function chosenModel(form: MakeForm, found: ModelMatch): ChosenModel {
  const ref = { provider: found.provider.id, model: found.card.id }
  const key = modelKey(ref)
  return { ...found, ref, key, values: valuesFor(form, key, found.card) }
}

function localProblem(task: StudioTask, canvas: CanvasFacts | null): string | null {
  if (canvas === null || !canRunHere(task) || task === 'expand') return null
  return fillDisabledReason(canvas)
}

/** Where nobody at all can go, why the first cannot. */
function soleObstacle(isLocal: boolean, localObstacle: string | null, picks: readonly ModelPick[]): string | null {
  const all = [...(isLocal ? [localObstacle] : []), ...picks.map(({ obstacle }) => obstacle)]
  return all.includes(null) ? null : (all[0] ?? null)
}

type BarePick = Omit<ModelPick, 'runs'>

function pickOf(inputs: MakeInputs, model: ChosenModel, first: ChosenModel, hasMask: boolean): BarePick {
  const { task, canvas } = inputs
  const prompts = promptsFor(model, inputs)
  // What is still to be chosen is planned as one of its choices.
  const samples = prompts.map((prompt) => samplePrompt(prompt, inputs.lists))
  const longest = samples.reduce((most, each) => (each.length > most.length ? each : most), '')
  const isPlannable = samples.every(({ length }) => length <= promptMax) && (task === 'generate' || canvas !== null)
  return {
    ...model,
    obstacle: modelDisabledReason(inputs, model, longest),
    prompts,
    isKeyMissing: model.provider.isEnabled && !canAsk(model.provider),
    request: isPlannable ? requestOf(inputs, model, first, { hasMask, prompt: longest }) : null,
  }
}

/**
 * What one model is asked. The first has what is set on the form; the others are asked for the same, and the plan says
 * what each of them cannot honor.
 */
function requestOf(
  inputs: MakeInputs,
  model: ChosenModel,
  first: ChosenModel,
  { hasMask, prompt }: { readonly hasMask: boolean; readonly prompt: string },
): PlanRequest {
  const { task, settings, form, document, canvas, seed } = inputs
  const isFromPicture = task !== 'generate'
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
    ...numbersOf(model, first, task),
    seed: isFirst && model.card.seed === 'no' ? null : seed,
    loras: model.values.loras.filter(({ path }) => path.trim() !== ''),
    sourceId: isFromPicture ? (canvas?.baseId ?? null) : null,
    referenceIds: isFirst ? form.referenceIds.slice(0, model.card.referencesMax) : [...form.referenceIds],
    ...(form.control && (model.card.control || !isFirst) && { control: form.control }),
    ...editFields(inputs, hasMask),
    safety: model.card.hasSafetySetting ? form.safety : null,
    options: { ...model.values.options },
    ...(isDrawnOnceMore(form, model.key, seed) && { drawnWith: form.drawnWith?.record }),
    trace: {},
  }
}

function isDrawnOnceMore({ drawnWith }: MakeForm, key: string, seed: Seed | null): boolean {
  return drawnWith !== null && seed !== null && drawnWith.key === key && drawnWith.seed === seed
}

function sizeOf({ card, values }: ChosenModel, first: ChosenModel): ReturnType<typeof sizeFields> {
  return values.size === null ? sizeFields(first.card.sizes, first.values.size) : sizeFields(card.sizes, values.size)
}

type NumberFields = Pick<PlanRequest, 'quality' | 'stylePreset' | 'guidance' | 'steps' | 'strength' | 'format'>

function numbersOf({ card, values }: ChosenModel, first: ChosenModel, task: StudioTask): NumberFields {
  const wished = <K extends keyof ModelValues>(field: K) => values[field] ?? first.values[field]
  return {
    quality: wished('quality'),
    stylePreset: wished('stylePreset'),
    guidance: wished('guidance'),
    steps: wished('steps'),
    strength: task === 'generate' ? null : (wished('strength') ?? usualStrength(task, card)),
    format: values.format,
  }
}

/** Enough to be seen, too little to lose the picture. */
const wholeStrength = 0.6

/** Denoising strength where none is set; null = as the service has it, or the model has no such setting. */
export function usualStrength(task: StudioTask, { strength }: ChosenModel['card']): number | null {
  if (task !== 'whole' || strength === null) return null
  return Math.min(strength.max, Math.max(strength.min, wholeStrength))
}

type EditFields = Pick<
  PlanRequest,
  'intent' | 'box' | 'frame' | 'blend' | 'growPx' | 'featherPx' | 'hasMask' | 'maskBounds'
>

function editFields({ task, canvas }: MakeInputs, hasMask: boolean): EditFields {
  if (!isIntent(task) || canvas === null) return { growPx: 0, featherPx: 0, hasMask: false }
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
  }
}
