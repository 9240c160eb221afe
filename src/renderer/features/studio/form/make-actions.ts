import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { PromptMemory } from '../../../../shared/domain/prompts.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { EngineRef, StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { dialectOf } from '../../../../shared/prompting/index.ts'
import { selectActiveDocument, type RecalledPart, type Services } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { findModel, isSameModel } from '../../../lib/model-ref.ts'
import type { StudioStore } from '../create-studio-store.ts'
import { expandRuns, type RunExpansion } from '../prompt/derive-runs.ts'
import { createPromptEditor, type PromptEditor } from '../prompt/create-prompt-editor.ts'
import type { SpendGate } from '../spend/create-spend-gate.ts'
import { submitAll, type Submission } from '../submit-all.ts'
import { isIntent, taskOf, tasks } from '../tasks.ts'
import { selectEntry, type Planner } from './create-planner.ts'
import { deriveMake, type Make, type MakeInputs, type ModelPick } from './derive-make.ts'
import { canDoTask, toggleEngine } from './engines.ts'
import { sendOff } from './send-off.ts'

export interface MakeActions {
  /** What is to be done: of an open picture its own intent. */
  task(): StudioTask
  /** What the form comes to. */
  make(): Make
  canGenerate(): boolean
  /** One run: a request for every ticked engine. */
  generate(): Promise<void>
  chooseTask(task: StudioTask): void
  /** Nothing but a prompt is needed for one: it can be typed at once. */
  newImage(): void
  /** Selects this one alone. */
  chooseEngine(engine: EngineRef): void
  /** Selects this one too, or deselects it. */
  toggleEngine(engine: EngineRef): void
  /** Selects a model beside the others, for a task that it can do. */
  useModel(ref: ModelRef): void
  /** Everything that writes words. */
  readonly prompt: PromptEditor
  addReferences(ids: readonly AssetId[]): void
  /** Fills the form with the settings of an image. */
  recall(id: AssetId, part: RecalledPart): Promise<void>
  /** Back to the words of a job that came to nothing. */
  editPromptOf(job: JobSnapshot): void
  tryAnotherModel(job: JobSnapshot): void
}

interface MakeActionOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly planner: Planner
  /** What the limits, or the person, say to what a click would cost. */
  readonly gate: SpendGate
  readonly canvas: () => CanvasSession | null
  /** What this computer does of the task, without a model. */
  readonly runHere: (task: StudioTask) => Promise<readonly Submission[]>
  /** 0 to 1: where no seed is fixed. */
  readonly random?: () => number
}

const referencesMax = 20

function expandPick({ card, request, prompts }: ModelPick, how: RunExpansion & { readonly task: StudioTask }) {
  return request === null ? [] : expandRuns(request, { card, task: how.task, prompts }, how)
}

/** Everything that is asked for now, written out. */
async function send(options: MakeActionOptions, task: StudioTask, make: () => Make): Promise<readonly Submission[]> {
  const { services, store, random = Math.random } = options
  // Only now: a list that is called is a file that may not have been read yet.
  if (inputsOf(options, task).words.prompt.includes('__')) await services.prompts.want('wildcards')
  const { seedMode, fixedSeed, form } = store.getState()
  const how = {
    task,
    wishes: form.runs,
    lists: services.prompts.store.getState().lists,
    firstSeed: seedMode === 'fixed' ? fixedSeed : Math.floor(random() * 0x1_0000_0000),
  }
  return sendOff({ ...options, expand: (pick) => expandPick(pick, how) }, make())
}

function createEditor({ services, store, canvas }: MakeActionOptions, make: () => Make): PromptEditor {
  return createPromptEditor({
    picture: () => canvas()?.id ?? '',
    words: () => canvas()?.store.getState().words ?? store.getState().form.words,
    change(words) {
      const open = canvas()
      if (open !== null) open.edit.changeWords(words)
      else store.setState(({ form }) => ({ form: { ...form, words: { ...form.words, ...words } } }))
    },
    weightProblem: () => weightProblem(make().picks),
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
  await prompts.want('history').catch((error: unknown) => intents.send({ do: 'report', error }))
  return prompts.store.getState().history ?? []
}

export function createMakeActions(options: MakeActionOptions): MakeActions {
  const { services, store, planner, canvas } = options
  const choices = createChoices(options)
  const { task, make, chooseTask } = choices
  const prompt = createEditor(options, make)

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
      const made = make()
      if (store.getState().isSubmitting) return false
      // A stroke may be what is to be changed: it is ended first.
      if (canvas()?.store.getState().isPainting) return true
      if (made.obstacle !== null) return false
      const planned = planner.store.getState()
      const isOpen = ({ obstacle, request }: ModelPick) =>
        obstacle === null && (selectEntry(planned, request)?.plan?.obstacles.length ?? 0) === 0
      return (made.isLocal && made.localObstacle === null) || made.picks.some(isOpen)
    },
    async generate() {
      canvas()?.tools.finishStroke()
      const { obstacle } = make()
      if (obstacle === null) return submitAll(store, () => send(options, task(), make))
      return services.intents.send({ do: 'notify', notice: { level: 'info', text: obstacle } })
    },
    async recall(id, part) {
      const { recallPicture } = await import('./recall-picture.ts')
      await recallPicture(options, { id, part }, { ...choices, prompt })
    },
    addReferences(ids) {
      const { referenceIds } = store.getState().form
      const next = [...new Set([...referenceIds, ...ids])].slice(0, referencesMax)
      store.setState(({ form }) => ({ form: { ...form, referenceIds: next } }))
      // The content-aware fill has no reference images.
      if (make().model === null) chooseTask('generate')
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

type Choices = Pick<MakeActions, 'task' | 'make' | 'chooseTask' | 'chooseEngine' | 'toggleEngine' | 'useModel'>

/** What is to be done, and by whom. */
function createChoices(options: MakeActionOptions): Choices {
  const { services, canvas } = options
  const { settings, providers } = services
  const studio = () => settings.store.getState().studio
  const task = () => taskOf(studio().task, canvas()?.store.getState().intent ?? null)
  const make = () => deriveMake(inputsOf(options, task()))

  function chooseTask(next: StudioTask): void {
    if (next !== studio().task) settings.change({ studio: { ...studio(), task: next } })
    if (isIntent(next)) canvas()?.edit.changeIntent(next)
  }

  function changeEngines(engines: readonly EngineRef[]): void {
    const last = engines.findLast((engine) => engine !== 'local') ?? studio().model
    settings.change({
      studio: { ...studio(), model: last, engines: { ...studio().engines, [task()]: [...engines] } },
    })
  }

  return {
    task,
    make,
    chooseTask,
    chooseEngine: (engine) => changeEngines([engine]),
    toggleEngine: (engine) => changeEngines(toggleEngine(make().engines, engine)),
    useModel(ref) {
      const found = findModel(providers.store.getState().providers, ref)
      if (found === null) return
      const able = ['generate' as const, ...tasks].filter((each) => canDoTask(found.card, each))
      const next = able.includes(task()) ? task() : able[0]
      if (next !== undefined && next !== task()) chooseTask(next)
      // Beside what was selected; a default that nobody selected gives way.
      const selected = studio().engines[task()] ?? []
      if (!selected.some((engine) => engine !== 'local' && isSameModel(engine, ref))) {
        changeEngines(toggleEngine(selected, ref))
      }
    },
  }
}

/** What the form depends on, as it is at this moment. */
function inputsOf({ services, store, canvas }: MakeActionOptions, task: StudioTask): MakeInputs {
  const { form, seedMode, fixedSeed } = store.getState()
  const open = canvas()?.store.getState() ?? null
  return {
    task,
    providers: services.providers.store.getState().providers,
    hasFailed: services.providers.store.getState().error !== null,
    settings: services.settings.store.getState(),
    form,
    words: open?.words ?? form.words,
    styles: services.prompts.store.getState().styles,
    lists: services.prompts.store.getState().lists,
    seed: seedMode === 'fixed' ? fixedSeed : null,
    document: selectActiveDocument(services.documents.store.getState()),
    canvas: open,
  }
}
