import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DocumentId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Client } from '../client.ts'

export interface JobsState {
  readonly byId: ReadonlyMap<JobId, JobSnapshot>
}

export interface JobsStore {
  readonly store: StoreApi<JobsState>
  /** null: jobs without an image. */
  load(documentId: DocumentId | null): Promise<void>
  decide(id: JobId, reviewState: JobSnapshot['verdict']): Promise<void>
}

/**
 * Updates from up to a thousand jobs arrive at almost the same time: those within this interval are rendered together.
 */
const pauseMs = 50

/** A window may be open for weeks. The list of an image holds fewer, and is loaded again when the image is shown. */
const endedMax = 4_000
const endedKept = 3_000

export function createJobsStore(client: Client): JobsStore {
  const store = createStore<JobsState>(() => ({ byId: new Map() }))
  let received: JobSnapshot[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  /** Applies the jobs after the events received earlier. */
  function merge(jobs: readonly JobSnapshot[]): void {
    const earlier = received
    received = []
    if (earlier.length + jobs.length === 0) return
    const byId = new Map(store.getState().byId)
    for (const job of [...earlier, ...jobs]) byId.set(job.id, job)
    if (byId.size > endedMax) forgetOldest(byId)
    store.setState({ byId })
  }

  function receive(job: JobSnapshot): void {
    received.push(job)
    if (timer === null) flush()
  }

  function flush(): void {
    timer = received.length === 0 ? null : setTimeout(flush, pauseMs)
    merge([])
  }

  client.on('jobs.changed', receive)
  return {
    store,
    async load(documentId) {
      const listed = await client.call('jobs.list', { documentId })
      merge([])
      const { byId } = store.getState()
      // An event that arrived during the request is newer than the list.
      merge(listed.filter((job) => !byId.has(job.id)))
    },
    async decide(id, reviewState) {
      merge([await client.call('jobs.decide', { id, verdict: reviewState })])
    },
  }
}

/** Returns the jobs of one open image, or those without one, oldest first; ids sort by time. Grids show their own. */
export function selectJobsOf(state: JobsState, documentId: DocumentId | null): readonly JobSnapshot[] {
  return [...state.byId.values()]
    .filter((job) => job.documentId === documentId && !job.gridId && !job.editPlanId)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function forgetOldest(byId: Map<JobId, JobSnapshot>): void {
  const ended = [...byId.values()].filter(({ state }) => state !== 'queued' && state !== 'running')
  if (ended.length <= endedMax) return
  const ids = ended.map(({ id }) => id).toSorted()
  for (const id of ids.slice(0, -endedKept)) byId.delete(id)
}
