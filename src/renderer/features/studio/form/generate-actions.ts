import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { PromptMemory } from '../../../../shared/domain/prompts.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { ModelChoice, StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { dialectOf } from '../../../../shared/prompting/index.ts'
import { selectActiveDocument, type RecalledPart, type Services } from '../../../client/index.ts'
import { findModel, isSameModel } from '../../../lib/models/model-ref.ts'
import type { StudioStore } from '../create-studio-store.ts'
import { expandRuns, type RunExpansion } from '../prompt/derive-runs.ts'
import { createPromptEditor, type PromptEditor } from '../prompt/create-prompt-editor.ts'
import { submitAll, type Submission } from '../submit-all.ts'
import { isIntent, taskOf, tasks } from '../tasks.ts'
import { selectEntry } from './create-planner.ts'
import {
  deriveGenerateState,
  type GenerateState,
  type GenerateInputs,
  type ModelPick,
} from './derive-generate-state.ts'
import { canDoTask, isProviderModel, toggleModel } from './models/selected-models.ts'
import { selectInpainter } from './models/select-inpainter.ts'
import { sendOff, type SendNeeds } from './send-off.ts'

export interface GenerateActions {
  /** The current task; for an open image, its own intent. */
  task(): StudioTask
  /** The state derived from the form. */
  state(): GenerateState
  canGenerate(): boolean
  /** One run: a request for every selected model. */
  generate(): Promise<void>
  /** Asks in a dialog what a grid of images with the form's settings varies. */
  makeGrid(): Promise<void>
  chooseTask(task: StudioTask): void
  /** Switches to a new image, which needs only a prompt, and focuses the prompt. */
  newImage(): void
  /** Selects only this model. */
  chooseModel(choice: ModelChoice): void
  /** Selects or deselects this model without affecting others. */
  toggleModel(choice: ModelChoice): void
  /** Adds a model to the selection, for a task it supports. */
  useModel(ref: ModelRef): void
  /** All prompt editing. */
  readonly prompt: PromptEditor
  addReferences(ids: readonly AssetId[]): void
  /** Fills the form with the settings of an image. */
  recall(id: AssetId, part: RecalledPart): Promise<void>
  /** Restores the prompts of a job without a result. */
  editPromptOf(job: JobSnapshot): void
  tryAnotherModel(job: JobSnapshot): void
}

interface GenerateActionOptions extends Pick<SendNeeds, 'planner' | 'gate' | 'canvas' | 'runHere'> {
  readonly services: Services
  readonly store: StudioStore
  /** 0 to 1: used if no seed is fixed. */
  readonly random?: () => number
}

const referencesMax = 20

function expandPick({ card, request, prompts }: ModelPick, how: RunExpansion & { readonly task: StudioTask }) {
  return request === null ? [] : expandRuns(request, { card, task: how.task, prompts }, how)
}

/** Sends all current requests, expanded. */
async function send(
  options: GenerateActionOptions,
  task: StudioTask,
  currentState: () => GenerateState,
): Promise<readonly Submission[]> {
  const { services, store, random = Math.random } = options
  // Loaded on demand: the wildcard list may be a file that has not been read yet.
  if (inputsOf(options, task).prompts.prompt.includes('__')) await services.prompts.want('wildcards')
  const { seedMode, fixedSeed, form } = store.getState()
  const how = {
    task,
    wishes: form.runs,
    lists: services.prompts.store.getState().lists,
    firstSeed: seedMode === 'fixed' ? fixedSeed : Math.floor(random() * 0x1_0000_0000),
  }
  return sendOff({ ...options, expand: (pick) => expandPick(pick, how) }, currentState())
}

function createEditor(
  { services, store, canvas }: GenerateActionOptions,
  currentState: () => GenerateState,
): PromptEditor {
  return createPromptEditor({
    image: () => canvas()?.id ?? '',
    prompts: () => canvas()?.store.getState().prompts ?? store.getState().form.prompts,
    change(prompts) {
      const open = canvas()
      if (open !== null) open.edit.changePrompts(prompts)
      else store.setState(({ form }) => ({ form: { ...form, prompts: { ...form.prompts, ...prompts } } }))
    },
    weightProblem: () => weightProblem(currentState().picks),
    history: () => loadHistory(services),
    now: () => performance.now(),
  })
}

function weightProblem(picks: readonly ModelPick[]): string | null {
  if (picks.some(({ provider, card }) => dialectOf(provider.id, card) === 'weights')) return null
  if (picks.length > 1) return messages.noModelSupportsWeights
  const model = picks[0]?.card.label
  return model === undefined ? messages.selectedModelWithoutWeights : messages.modelWithoutWeights({ model })
}

async function loadHistory({ prompts, intents }: Services): Promise<readonly PromptMemory[]> {
  await prompts.want('history').catch((error: unknown) => intents.send({ type: 'report', error }))
  return prompts.store.getState().history ?? []
}

export function createGenerateActions(options: GenerateActionOptions): GenerateActions {
  const { services, store, planner, canvas } = options
  const choices = createChoices(options)
  const { task, state: currentState, chooseTask } = choices
  const prompt = createEditor(options, currentState)

  function recall(job: JobSnapshot): void {
    const { operation } = job
    if (operation === 'edit' && !isIntent(task())) chooseTask('fill')
    if (operation === 'generate' || operation === 'variations') chooseTask(operation)
    if (job.prompt !== null) prompt.write({ prompt: job.prompt })
  }

  return {
    ...choices,
    prompt,
    canGenerate() {
      const state = currentState()
      if (store.getState().isSubmitting) return false
      // A stroke in progress may be part of the mask, so it is ended first.
      if (canvas()?.store.getState().isPainting) return true
      if (state.disabledReason !== null) return false
      const planned = planner.store.getState()
      const isOpen = ({ disabledReason, request }: ModelPick) =>
        disabledReason === null && (selectEntry(planned, request)?.plan?.obstacles.length ?? 0) === 0
      if (state.isLocal && state.localDisabledReason === null) return true
      return (state.isInpainting && state.inpaintingDisabledReason === null) || state.picks.some(isOpen)
    },
    async generate() {
      canvas()?.tools.finishStroke()
      const { disabledReason } = currentState()
      if (disabledReason === null) return submitAll(store, () => send(options, task(), currentState))
      return services.intents.send({ type: 'notify', notice: { level: 'info', text: disabledReason } })
    },
    makeGrid: async () => (await import('./make-grid.ts')).makeGrid(options, currentState()),
    async recall(id, part) {
      if (part === 'description') {
        const { promptFromImage } = await import('./images/prompt-from-image.ts')
        return promptFromImage(services, id, { ...choices, prompt })
      }
      const { recallImage } = await import('./images/recall-image.ts')
      return recallImage(options, { id, part }, { ...choices, prompt })
    },
    addReferences(ids) {
      const { referenceIds } = store.getState().form
      const next = [...new Set([...referenceIds, ...ids])].slice(0, referencesMax)
      store.setState(({ form }) => ({ form: { ...form, referenceIds: next } }))
      // The content-aware fill has no reference images.
      if (currentState().model === null) chooseTask('generate')
    },
    newImage() {
      chooseTask('generate')
      store.setState({ isPromptWanted: true })
    },
    editPromptOf(job) {
      recall(job)
      store.setState({ isPromptWanted: true })
    },
    tryAnotherModel(job) {
      recall(job)
      store.setState({ isPickerOpen: true })
    },
  }
}

type Choices = Pick<GenerateActions, 'task' | 'state' | 'chooseTask' | 'chooseModel' | 'toggleModel' | 'useModel'>

/** Selection of task and models. */
function createChoices(options: GenerateActionOptions): Choices {
  const { services, canvas } = options
  const { settings, providers } = services
  const studio = () => settings.store.getState().studio
  const task = () => taskOf(studio().task, canvas()?.store.getState().intent ?? null)
  const currentState = () => deriveGenerateState(inputsOf(options, task()))

  function chooseTask(next: StudioTask): void {
    if (next !== studio().task) settings.change({ studio: { ...studio(), task: next } })
    if (isIntent(next)) canvas()?.edit.changeIntent(next)
  }

  function changeSelection(choices: readonly ModelChoice[]): void {
    const last = choices.findLast(isProviderModel) ?? studio().model
    settings.change({
      studio: { ...studio(), model: last, engines: { ...studio().engines, [task()]: [...choices] } },
    })
  }

  return {
    task,
    state: currentState,
    chooseTask,
    chooseModel: (choice) => changeSelection([choice]),
    toggleModel: (choice) => changeSelection(toggleModel(currentState().choices, choice)),
    useModel(ref) {
      const found = findModel(providers.store.getState().providers, ref)
      if (found === null) return
      const able = ['generate' as const, ...tasks].filter((each) => canDoTask(found.card, each))
      const next = able.includes(task()) ? task() : able[0]
      if (next !== undefined && next !== task()) chooseTask(next)
      // Added to the explicit selection; a default is replaced.
      const selected = studio().engines[task()] ?? []
      if (!selected.some((choice) => isProviderModel(choice) && isSameModel(choice, ref))) {
        changeSelection(toggleModel(selected, ref))
      }
    },
  }
}

/** The form's inputs at this moment. */
function inputsOf({ services, store, canvas }: GenerateActionOptions, task: StudioTask): GenerateInputs {
  const { form, seedMode, fixedSeed } = store.getState()
  const open = canvas()?.store.getState() ?? null
  return {
    task,
    providers: services.providers.store.getState().providers,
    hasFailed: services.providers.store.getState().error !== null,
    settings: services.settings.store.getState(),
    inpainter: selectInpainter(
      services.vision.store.getState(),
      services.settings.store.getState().visionModels.remove,
    ),
    form,
    prompts: open?.prompts ?? form.prompts,
    styles: services.prompts.store.getState().styles,
    lists: services.prompts.store.getState().lists,
    seed: seedMode === 'fixed' ? fixedSeed : null,
    document: selectActiveDocument(services.documents.store.getState()),
    canvas: open,
  }
}
