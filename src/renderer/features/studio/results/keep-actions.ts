import type { AssetId, JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import * as messages from '../../../../shared/messages/en/studio.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Services } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { isUnderWay, selectJob, successorOf, reviewStatesOf, type StudioStore } from '../create-studio-store.ts'
import { keepTargetOf } from './keep-target.ts'
import { loadFamily, type FindAsset } from './lineage.ts'
import { cardsOf, isFailedOrRefused } from '../strip/run-groups.ts'

/** Keeps and rejects results. */
export interface KeepActions {
  /** Whether Keep replaces the open image, or opens the result as a new document. */
  keepTarget(job: JobSnapshot): 'replace' | 'open'
  /** The area of the result over the open image, in its pixels; null = not related to it. */
  resultBox(job: JobSnapshot): Rect | null
  keep(job: JobSnapshot): Promise<void>
  /** Opens the result as a new document. */
  keepApart(job: JobSnapshot): Promise<void>
  /** Of a job that failed or was refused, the whole card is dismissed. */
  reject(job: JobSnapshot): Promise<void>
  /** Follows the base through Keep, undo and redo. */
  noteBase(baseId: AssetId): Promise<void>
}

interface KeepOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly canvas: () => CanvasSession | null
  readonly allJobs: () => readonly JobSnapshot[]
  readonly cards: () => readonly JobSnapshot[]
}

export function createKeepActions({ services, store, canvas, allJobs, cards }: KeepOptions): KeepActions {
  const { intents, assets } = services
  const find: FindAsset = (id) => assets.store.getState().records.get(id)

  const placeOf = (job: JobSnapshot) => {
    const open = canvas()?.store.getState() ?? null
    const result = job.resultId === null ? null : find(job.resultId)
    return keepTargetOf(job, result, open && { size: open.size, base: find(open.baseId) }, find)
  }
  const loadBoth = async (resultId: AssetId) => {
    const baseId = canvas()?.store.getState().baseId
    await Promise.all([loadFamily(services, resultId), baseId && loadFamily(services, baseId)])
  }
  const keepApart = (job: JobSnapshot) => openKept(services, store, job)

  return {
    keepApart,
    keepTarget: (job) => (placeOf(job) === null ? 'open' : 'replace'),
    resultBox(job) {
      const target = placeOf(job)
      const result = job.resultId === null ? null : find(job.resultId)
      if (target === null || !result) return null
      const { baseAt } = target
      return { x: 0 - baseAt.x, y: 0 - baseAt.y, widthPx: result.widthPx, heightPx: result.heightPx }
    },
    async keep(job) {
      const { resultId } = job
      if (resultId === null) return undefined
      await loadBoth(resultId)
      const target = placeOf(job)
      const result = find(resultId)
      if (target === null || !result) return keepApart(job)
      selectJob(store, null)
      canvas()?.extent.keep({
        id: resultId,
        size: { widthPx: result.widthPx, heightPx: result.heightPx },
        parentAt: target.baseAt,
        hasLayers: target.hasLayers,
        isMarkupDone: (result.recipe.generation?.markup ?? []).length > 0,
        prompts: promptsOf(job, result.recipe.generation?.negativePrompt ?? null),
      })
      return intents.send({ type: 'notify', notice: { level: 'done', text: messages.resultKept, topic: job.id } })
    },
    async reject(job) {
      if (job.resultId !== null && job.resultId === canvas()?.store.getState().baseId) {
        return intents.send({ type: 'notify', notice: { level: 'info', text: messages.isOpenImageReject } })
      }
      const shown = cardsOf(cards())
      const next = successorOf(shown, job.id)
      const card = shown.find(({ jobs }) => jobs.some(({ id }) => id === job.id))
      if (!isFailedOrRefused(job) || card === undefined) return reject(services, store, job, next)
      if (card.jobs.some(({ id }) => id === store.getState().selectedJobId)) selectJob(store, next)
      return dismissAll(services, card.jobs)
    },
    noteBase: createBaseNoter(services, { allJobs, find, canBeBase: (job) => placeOf(job) !== null }),
  }
}

interface BaseFacts {
  readonly allJobs: () => readonly JobSnapshot[]
  readonly find: FindAsset
  readonly canBeBase: (job: JobSnapshot) => boolean
}

/** One call at a time: after Keep and Undo in quick succession the last one wins. */
function createBaseNoter(services: Services, { allJobs, find, canBeBase }: BaseFacts): KeepActions['noteBase'] {
  let lastNoted: Promise<unknown> = Promise.resolve()
  return (baseId) => {
    const noted = lastNoted.then(async () => {
      const kept = allJobs().flatMap(({ verdict, resultId }) => (verdict === 'kept' && resultId ? [resultId] : []))
      await Promise.all([baseId, ...kept].map((id) => loadFamily(services, id)))
      const changes = reviewStatesOf(allJobs(), baseId, { canBeBase, find })
      for (const { job, verdict } of changes) {
        // That this one was kept is no longer said; another may just have been.
        if (verdict === 'open') services.intents.send({ type: 'withdraw', topic: job.id })
        await services.jobs.decide(job.id, verdict)
      }
    })
    lastNoted = noted.catch(() => undefined)
    return noted
  }
}

/** Opens a result as a new document. */
async function openKept({ documents, jobs }: Services, store: StudioStore, job: JobSnapshot): Promise<void> {
  if (job.resultId === null) return
  selectJob(store, null)
  await documents.open(job.resultId)
  if (job.verdict !== 'kept') await jobs.decide(job.id, 'kept')
}

/** The prompts of a job; null if it had none. */
function promptsOf({ prompt }: JobSnapshot, negativePrompt: string | null) {
  return prompt === null ? null : { prompt, negativePrompt: negativePrompt ?? '' }
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
  // There is no result, so there is nothing to restore.
  if (job.resultId === null) return undefined
  const undo = async () => {
    await jobs.decide(job.id, job.verdict === 'kept' ? 'kept' : 'open')
    selectJob(store, job.id)
  }
  const notice = {
    level: 'info',
    text: messages.resultMovedToTrash,
    action: { label: messages.undo, run: undo },
  } as const
  intents.send({ type: 'notify', notice })
  return undefined
}

/** There is nothing to restore. */
export async function dismissAll({ jobs }: Pick<Services, 'jobs'>, ended: readonly JobSnapshot[]): Promise<void> {
  await Promise.all(ended.map(({ id }) => jobs.decide(id, 'rejected')))
}
