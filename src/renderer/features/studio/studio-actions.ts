import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { selectActiveDocument, type Services } from '../../client/index.ts'
import {
  cardsOf,
  fillObstacle,
  isUnderWay,
  neighbourOf,
  selectJob,
  successorOf,
  verdictsOf,
  type StudioStore,
} from './create-studio-store.ts'
import { whileSubmitting } from './while-submitting.ts'
import { keepWay } from './keep-way.ts'
import { jobsBeneath } from './strip-jobs.ts'
import type { StudioCanvas } from './studio-canvas.ts'

export interface StudioActions {
  cards(): readonly JobSnapshot[]
  selectedCard(): JobSnapshot | null
  canFill(): boolean
  /** `another`: a new random seed, whatever the seed field says. */
  fill(how: 'as-set' | 'another'): Promise<void>
  /** Cancels the fills under way. What a service makes, and may bill, is cancelled one by one. */
  cancelFills(): Promise<void>
  hasFillRunning(): boolean
  cancel(id: JobId): Promise<void>
  walk(step: 1 | -1): void
  /** Whether Keep puts the result in the place of the picture, or opens it as one of its own. */
  keepWay(job: JobSnapshot): 'replace' | 'open'
  keep(job: JobSnapshot): Promise<void>
  reject(job: JobSnapshot): Promise<void>
  /** Follows the base through Keep, undo and redo. */
  noteBase(baseId: AssetId): Promise<void>
  startDrag(id: AssetId): void
}

interface ActionOptions {
  readonly services: Services
  readonly store: StudioStore
  /** The canvas of the picture on screen. */
  readonly canvas: () => StudioCanvas | null
}

export function createStudioActions({ services, store, canvas }: ActionOptions): StudioActions {
  const { client, jobs, documents, intents } = services
  const activeDocument = () => selectActiveDocument(documents.store.getState())
  const allJobs = () => jobsBeneath(jobs.store.getState(), activeDocument())
  const cards = () => cardsOf(allJobs())
  const fillsRunning = () => allJobs().filter((job) => job.operation === 'fill' && isUnderWay(job))
  let lastNoted: Promise<unknown> = Promise.resolve()
  const canFill = (target = canvas()) =>
    target !== null && fillObstacle(target.store.getState(), store.getState().isSubmitting) === null

  const wayOf = (job: JobSnapshot) => {
    const result = job.resultId === null ? null : services.assets.store.getState().records.get(job.resultId)
    return keepWay(job, result, canvas()?.size ?? null)
  }

  const canBeBase = (job: JobSnapshot) => wayOf(job) === 'replace'

  return {
    cards,
    selectedCard: () => cards().find((card) => card.id === store.getState().selectedJobId) ?? null,
    canFill,
    async fill(how) {
      const target = canvas()
      const { seedMode, fixedSeed } = store.getState()
      if (target === null || !canFill(target)) return
      const seed = how === 'as-set' && seedMode === 'fixed' ? fixedSeed : null
      await whileSubmitting(store, () => submit(services, target, seed))
    },
    hasFillRunning: () => fillsRunning().length > 0,
    async cancelFills() {
      await Promise.all(fillsRunning().map(({ id }) => client.call('jobs.cancel', { id })))
    },
    cancel: (id) => client.call('jobs.cancel', { id }),
    walk: (step) => selectJob(store, neighbourOf(cards(), store.getState().selectedJobId, step)),
    keepWay: wayOf,
    async keep(job) {
      if (job.resultId === null) return
      const way = wayOf(job)
      selectJob(store, null)
      if (way === 'open') return openKept(services, job, job.resultId)
      canvas()?.keepResult(job.resultId)
      const text = 'Kept. Undo brings the picture and the mask back.'
      return intents.send({ do: 'notify', notice: { level: 'done', text } })
    },
    async reject(job) {
      if (job.resultId !== null && job.resultId === canvas()?.store.getState().baseId) {
        const text = 'This result is the picture now. Undo brings the one before it back; then it can be rejected.'
        return intents.send({ do: 'notify', notice: { level: 'info', text } })
      }
      return reject(services, store, job, successorOf(cards(), job.id))
    },
    noteBase(baseId) {
      // One after the other: Keep and Undo in quick succession must end as the last one said.
      const noted = lastNoted.then(async () => {
        for (const { job, verdict } of verdictsOf(allJobs(), baseId, canBeBase)) await jobs.decide(job.id, verdict)
      })
      lastNoted = noted.catch(() => undefined)
      return noted
    },
    startDrag(id) {
      client.call('library.startDrag', { ids: [id] }).catch((error: unknown) => intents.send({ do: 'report', error }))
    },
  }
}

/** A result that is a picture of its own. */
async function openKept({ intents, jobs }: Services, job: JobSnapshot, resultId: AssetId): Promise<void> {
  intents.send({ do: 'open-in-studio', assetId: resultId })
  if (job.verdict !== 'kept') await jobs.decide(job.id, 'kept')
}

async function submit(services: Services, canvas: StudioCanvas, seed: number | null): Promise<JobId> {
  const { baseId, edge } = canvas.store.getState()
  // Both are taken at this moment, before the hand goes on.
  const [maskPng, samplingPng] = await Promise.all([canvas.exportMaskPng(), canvas.exportSamplingPng()])
  const { id } = await services.client.call('jobs.fill', {
    documentId: selectActiveDocument(services.documents.store.getState())?.id ?? null,
    assetId: baseId,
    maskPng: maskPng as Uint8Array<ArrayBuffer>,
    samplingPng: samplingPng as Uint8Array<ArrayBuffer> | null,
    growPx: edge.growPx,
    featherPx: edge.featherPx,
    seed,
    colourAdaptation: services.settings.store.getState().fill.colourAdaptation,
  })
  return id
}

async function reject(
  { client, jobs, intents }: Services,
  store: StudioStore,
  job: JobSnapshot,
  next: JobId | null,
): Promise<void> {
  if (store.getState().selectedJobId === job.id) selectJob(store, next)
  if (isUnderWay(job)) return client.call('jobs.cancel', { id: job.id })
  await jobs.decide(job.id, 'rejected')
  // A failed one leaves nothing to bring back.
  if (job.resultId === null) return undefined
  const undo = async () => {
    await jobs.decide(job.id, job.verdict === 'kept' ? 'kept' : 'open')
    selectJob(store, job.id)
  }
  const notice = {
    level: 'info',
    text: 'Rejected: the result is in the trash.',
    action: { label: 'Undo', run: undo },
  } as const
  intents.send({ do: 'notify', notice })
  return undefined
}
