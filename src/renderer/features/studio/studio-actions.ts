import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { selectActiveDocument, selectJobsOf, type Services } from '../../client/index.ts'
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
import type { StudioCanvas } from './studio-canvas.ts'

export interface StudioActions {
  cards(): readonly JobSnapshot[]
  selectedCard(): JobSnapshot | null
  canFill(): boolean
  /** `another`: a new random seed, whatever the seed field says. */
  fill(how: 'as-set' | 'another'): Promise<void>
  cancelRunning(): Promise<void>
  hasRunning(): boolean
  cancel(id: JobId): Promise<void>
  walk(step: 1 | -1): void
  keep(job: JobSnapshot): void
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
  const allJobs = () => selectJobsOf(jobs.store.getState(), activeDocument()?.id ?? null)
  const cards = () => cardsOf(allJobs())
  const running = () => allJobs().filter(isUnderWay)
  let lastNoted: Promise<unknown> = Promise.resolve()
  const canFill = (target = canvas()) =>
    target !== null && fillObstacle(target.store.getState(), store.getState().isSubmitting) === null

  return {
    cards,
    selectedCard: () => cards().find((card) => card.id === store.getState().selectedJobId) ?? null,
    canFill,
    async fill(how) {
      const target = canvas()
      const { seedMode, fixedSeed } = store.getState()
      if (target === null || !canFill(target)) return
      store.setState({ isSubmitting: true, submitError: null })
      try {
        selectJob(store, await submit(services, target, how === 'as-set' && seedMode === 'fixed' ? fixedSeed : null))
      } catch (error) {
        store.setState({ submitError: error })
      } finally {
        store.setState({ isSubmitting: false })
      }
    },
    hasRunning: () => running().length > 0,
    async cancelRunning() {
      await Promise.all(running().map(({ id }) => client.call('jobs.cancel', { id })))
    },
    cancel: (id) => client.call('jobs.cancel', { id }),
    walk: (step) => selectJob(store, neighbourOf(cards(), store.getState().selectedJobId, step)),
    keep(job) {
      if (job.resultId === null) return
      canvas()?.keepResult(job.resultId)
      selectJob(store, null)
      intents.send({
        do: 'notify',
        notice: { level: 'done', text: 'Kept. Undo brings the picture and the mask back.' },
      })
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
        for (const { job, verdict } of verdictsOf(allJobs(), baseId)) await jobs.decide(job.id, verdict)
      })
      lastNoted = noted.catch(() => undefined)
      return noted
    },
    startDrag(id) {
      client.call('library.startDrag', { ids: [id] }).catch((error: unknown) => intents.send({ do: 'report', error }))
    },
  }
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
