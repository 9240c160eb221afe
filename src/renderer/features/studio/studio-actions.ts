import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { copyImage, selectActiveDocument, type Services } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { isLocal, isUnderWay, jobsInStrip, neighborOf, selectJob, type StudioStore } from './create-studio-store.ts'
import { createKeepActions, dismissAll, type KeepActions } from './results/keep-actions.ts'
import type { FindAsset } from './results/lineage.ts'
import { toFillSeed, type LocalFill } from './local-fill.ts'
import { fillDisabledReason } from './form/disabled-reasons.ts'
import { noneWhereCanceled, type SpendGate } from './spend/create-spend-gate.ts'
import { cardsOf, isFailedOrRefused } from './strip/run-groups.ts'
import { jobsBeneath } from './results/strip-jobs.ts'
import { submitAll } from './submit-all.ts'

export interface StudioActions extends KeepActions {
  cards(): readonly JobSnapshot[]
  selectedCard(): JobSnapshot | null
  canFill(): boolean
  /** Fills on this computer, whatever is selected. `another`: a new random seed, whatever the seed field says. */
  fill(how: 'as-set' | 'another'): Promise<void>
  /** Cancels local jobs. Jobs of services, which may be billed, are canceled individually. */
  cancelLocal(): Promise<void>
  hasLocalRunning(): boolean
  cancel(id: JobId): Promise<void>
  /**
   * Repeats the same requests, as siblings, replacing those that failed or were refused. Local jobs are repeated by
   * other buttons.
   */
  retry(jobs: readonly JobSnapshot[]): Promise<void>
  walk(step: 1 | -1): void
  /** Opens the image a result belongs to, with the result selected; without one, opens the asset itself. */
  openAsset(id: AssetId): Promise<void>
  startDrag(id: AssetId): void
  /** The selected result, or else the open image with its visible layers; null if there is neither. */
  shownImage(): Promise<AssetId | null>
  canCopyImage(): boolean
  /** Copies the image returned by `shownImage`. */
  copyImage(): Promise<void>
}

interface ActionOptions {
  readonly services: Services
  readonly store: StudioStore
  /** The canvas of the open image. */
  readonly canvas: () => CanvasSession | null
  readonly localFill: LocalFill
  readonly gate: SpendGate
}

export function createStudioActions(options: ActionOptions): StudioActions {
  const { services, store, canvas, localFill } = options
  const { client, jobs, documents, intents } = services
  const find: FindAsset = (id) => services.assets.store.getState().records.get(id)
  const allJobs = () => jobsBeneath(jobs.store.getState(), selectActiveDocument(documents.store.getState()), find)
  const cards = () => jobsInStrip(allJobs())
  const localRunning = () => allJobs().filter((job) => isLocal(job) && isUnderWay(job))
  const selectedCard = () => cards().find((card) => card.id === store.getState().selectedJobId) ?? null
  const canFill = () => {
    const open = canvas()
    if (open === null || store.getState().isSubmitting) return false
    const state = open.store.getState()
    // A stroke in progress may be part of the mask, so it is ended first.
    return state.isPainting || fillDisabledReason(state) === null
  }
  return {
    ...createKeepActions({ services, store, canvas, allJobs, cards }),
    ...createCopyActions(options, () => selectedCard()?.resultId ?? null),
    cards,
    selectedCard,
    canFill,
    async fill(how) {
      const { seedMode, fixedSeed } = store.getState()
      const open = canvas()
      if (open === null || !canFill()) return
      open.tools.finishStroke()
      const disabledReason = fillDisabledReason(open.store.getState())
      if (disabledReason !== null)
        return intents.send({ type: 'notify', notice: { level: 'info', text: disabledReason } })
      const seed = how === 'as-set' && seedMode === 'fixed' ? toFillSeed(fixedSeed) : null
      await submitAll(store, () => localFill.fillMask([seed]))
    },
    hasLocalRunning: () => localRunning().length > 0,
    async cancelLocal() {
      await Promise.all(localRunning().map(({ id }) => client.call('jobs.cancel', { id })))
    },
    cancel: (id) => client.call('jobs.cancel', { id }),
    retry: (again) => retryJobs(again, options),
    walk: (step) => selectJob(store, neighborOf(cardsOf(cards()), store.getState().selectedJobId, step)),
    async openAsset(id) {
      const open = documents.store.getState().documents ?? []
      const job = [...jobs.store.getState().byId.values()].find(({ resultId }) => resultId === id)
      const isOwn = job === undefined || job.operation === 'generate' || job.verdict === 'rejected'
      const home = open.find((document) => document.id === job?.documentId)
      if (isOwn || home === undefined || open.some(({ baseId }) => baseId === id)) {
        await documents.open(id)
        return
      }
      await documents.activate(home.id)
      selectJob(store, job.id)
    },
    startDrag(id) {
      client.call('library.startDrag', { ids: [id] }).catch((error: unknown) => intents.send({ type: 'report', error }))
    },
  }
}

async function retryJobs(again: readonly JobSnapshot[], { services, store, gate }: ActionOptions): Promise<void> {
  if (!(await gate.admits(again.map(({ estimateUsd }) => estimateUsd)))) return
  const input = { ids: again.map(({ id }) => id) }
  const [first] = await services.client.call('jobs.retry', input).then(({ ids }) => ids, noneWhereCanceled)
  if (first === undefined) return
  selectJob(store, first)
  await dismissAll(services, again.filter(isFailedOrRefused))
}

type CopyActions = Pick<StudioActions, 'shownImage' | 'canCopyImage' | 'copyImage'>

function createCopyActions({ services, canvas }: ActionOptions, selectedResult: () => AssetId | null): CopyActions {
  const shownImage = async () => selectedResult() ?? (await canvas()?.output.compose())?.assetId ?? null
  return {
    shownImage,
    canCopyImage: () => canvas() !== null || selectedResult() !== null,
    async copyImage() {
      const id = await shownImage()
      if (id !== null) await copyImage(services, id)
    },
  }
}
