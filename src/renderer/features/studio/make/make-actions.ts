import type { GenerationRequest, Operation } from '../../../../shared/domain/generation.ts'
import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { selectActiveDocument, type Services } from '../../../client/index.ts'
import { canDo } from '../../../lib/model-facts.ts'
import { findModel } from '../../../lib/model-ref.ts'
import type { StudioStore } from '../create-studio-store.ts'
import type { StudioCanvas } from '../studio-canvas.ts'
import { whileSubmitting } from '../while-submitting.ts'
import { selectPlan, type Planner } from './create-planner.ts'
import { deriveMake, type Make, type MakeInputs } from './derive-make.ts'
import type { MakeForm } from './make-form.ts'

export type Task = 'fill' | Operation

export interface MakeActions {
  /** What the form comes to; null while the task is to fill. */
  make(): Make | null
  canGenerate(): boolean
  generate(): Promise<void>
  chooseTask(task: Task): void
  chooseModel(ref: ModelRef): void
  /** Takes a model to a task that it can do. */
  useModel(ref: ModelRef): void
  addReferences(ids: readonly AssetId[]): void
  /** Back to the words of a job that came to nothing. */
  editPromptOf(job: JobSnapshot): void
  tryAnotherModel(job: JobSnapshot): void
}

interface MakeActionOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly planner: Planner
  readonly canvas: () => StudioCanvas | null
}

const referencesMax = 20

export function createMakeActions({ services, store, planner, canvas }: MakeActionOptions): MakeActions {
  const { settings, providers } = services
  const studio = () => settings.store.getState().studio
  const make = () => {
    const { task } = studio()
    return task === 'fill' ? null : deriveMake(inputsOf(services, store, canvas(), task))
  }
  const change = (part: Partial<MakeForm>) => store.setState(({ form }) => ({ form: { ...form, ...part } }))
  const chooseTask = (task: Task) => settings.change({ studio: { ...studio(), task } })

  function chooseModel(ref: ModelRef): void {
    const { task } = studio()
    if (task !== 'fill') change({ chosen: { ...store.getState().form.chosen, [task]: ref } })
    settings.change({ studio: { ...studio(), model: ref } })
  }

  function recall(job: JobSnapshot): void {
    if (job.operation !== studio().task) chooseTask(job.operation)
    if (job.prompt !== null) change({ prompt: job.prompt })
  }

  return {
    make,
    chooseTask,
    chooseModel,
    canGenerate() {
      const made = make()
      if (made === null || made.obstacle !== null || store.getState().isSubmitting) return false
      return (selectPlan(planner.store.getState(), made.request)?.obstacles.length ?? 0) === 0
    },
    generate: () => whileSubmitting(store, () => sendOff(services, planner, make(), canvas())),
    useModel(ref) {
      const found = findModel(providers.store.getState().providers, ref)
      if (found === null) return
      const { task } = studio()
      const able = (['generate', 'edit', 'variations'] as const).filter((each) => canDo(found.card, each))
      const next = task !== 'fill' && able.includes(task) ? task : able[0]
      if (next !== undefined && next !== task) chooseTask(next)
      chooseModel(ref)
    },
    addReferences(ids) {
      const { referenceIds } = store.getState().form
      change({ referenceIds: [...new Set([...referenceIds, ...ids])].slice(0, referencesMax) })
      if (studio().task === 'fill') chooseTask('generate')
    },
    editPromptOf(job) {
      recall(job)
      store.setState(({ promptFocus }) => ({ promptFocus: promptFocus + 1 }))
    },
    tryAnotherModel(job) {
      recall(job)
      store.setState({ isPickerOpen: true })
    },
  }
}

/** What the form depends on, as it is at this moment. */
function inputsOf(
  services: Services,
  store: StudioStore,
  canvas: StudioCanvas | null,
  operation: Operation,
): MakeInputs {
  const { form, seedMode, fixedSeed } = store.getState()
  return {
    operation,
    providers: services.providers.store.getState().providers,
    hasFailed: services.providers.store.getState().error !== null,
    settings: services.settings.store.getState(),
    form,
    seed: seedMode === 'fixed' ? fixedSeed : null,
    document: selectActiveDocument(services.documents.store.getState()),
    canvas: canvas?.store.getState() ?? null,
  }
}

/** Sends what is on the form, once a plan has looked at it. null = there was nothing to send. */
async function sendOff(
  { client }: Services,
  planner: Planner,
  made: Make | null,
  canvas: StudioCanvas | null,
): Promise<JobId | null> {
  const planned = made?.obstacle === null ? made.request : null
  if (planned === null) return null
  const { hasMask, ...request } = planned
  planner.ask(planned, made?.model?.provider)
  // The mask is taken at this moment, before the hand goes on.
  const [maskPng] = await Promise.all([hasMask ? (canvas?.exportMaskPng() ?? null) : null, planner.settle()])
  const { error } = planner.store.getState()
  if (error !== null) throw error
  const obstacle = selectPlan(planner.store.getState(), planned)?.obstacles[0]
  if (obstacle !== undefined) throw new AppError('provider/unsupported', obstacle)
  const full: GenerationRequest = { ...request, maskPng: maskPng as Uint8Array<ArrayBuffer> | null }
  const { ids } = await client.call('jobs.generate', full)
  return ids[0] ?? null
}
