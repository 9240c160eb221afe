import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId, JobId, ThreadId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Thread } from '../../../../shared/domain/thread.ts'
import type { Client, Services } from '../../../client/index.ts'
import { createPlanner, type Planner } from '../form/create-planner.ts'
import { blankStep, type StepDraft } from './step-request.ts'

export interface ConversationState {
  readonly documentId: DocumentId | null
  /** Of the document, oldest first. */
  readonly threads: readonly Thread[]
  /** The one that is shown. */
  readonly threadId: ThreadId | null
  /** As loaded, by thread; jobs that have changed since are newer. */
  readonly loaded: ReadonlyMap<ThreadId, readonly JobSnapshot[]>
  readonly drafts: ReadonlyMap<ThreadId, StepDraft>
  readonly isSending: boolean
  /** Why the last step did not reach the queue. */
  readonly failure: unknown
}

export interface Conversation {
  readonly store: StoreApi<ConversationState>
  readonly planner: Planner
  /** Goes on from an image; null = shows the document's latest conversation. */
  open(documentId: DocumentId, assetId: AssetId | null): Promise<void>
  show(id: ThreadId): Promise<void>
  /** Undo, redo and branches. */
  go(thread: Thread, to: { readonly currentId: JobId | null; readonly tipId: JobId | null }): Promise<void>
  changeDraft(id: ThreadId, change: Partial<StepDraft>): void
  remove(thread: Thread): Promise<void>
  restore(id: ThreadId): Promise<void>
}

/** The conversations of the window. What is being typed stays with each while another is shown. */
export function createConversation({ client, jobs, intents }: Services): Conversation {
  const store = createStore<ConversationState>(() => ({
    documentId: null,
    threads: [],
    threadId: null,
    loaded: new Map(),
    drafts: new Map(),
    isSending: false,
    failure: null,
  }))

  async function loadThreads(documentId: DocumentId): Promise<readonly Thread[]> {
    const threads = await client.call('threads.list', { documentId })
    if (store.getState().documentId === documentId) store.setState({ threads })
    return threads
  }

  async function show(id: ThreadId): Promise<void> {
    store.setState({ threadId: id, failure: null })
    const steps = await client.call('threads.steps', { id })
    store.setState(({ loaded }) => ({ loaded: new Map(loaded).set(id, steps) }))
  }

  function reload(): void {
    const { documentId } = store.getState()
    if (documentId !== null) loadThreads(documentId).catch((error: unknown) => intents.send({ type: 'report', error }))
  }

  client.on('threads.changed', reload)
  let known = jobs.store.getState().byId
  // A step that is queued, here or by another program, is the current one of its thread.
  jobs.store.subscribe(({ byId }) => {
    const isNew = [...byId.values()].some((job) => (job.threadId ?? null) !== null && !known.has(job.id))
    known = byId
    if (isNew) reload()
  })

  return {
    store,
    planner: createPlanner(client),
    show,
    async open(documentId, assetId) {
      if (store.getState().documentId !== documentId) {
        store.setState({ documentId, threads: [], threadId: null, failure: null })
      }
      const started = assetId === null ? null : await client.call('threads.start', { documentId, assetId })
      const threads = await loadThreads(documentId)
      const id = started?.id ?? store.getState().threadId ?? threads.at(-1)?.id ?? null
      if (id !== null && store.getState().documentId === documentId) await show(id)
    },
    async go({ id }, to) {
      const moved = await client.call('threads.go', { id, ...to })
      store.setState(({ threads }) => ({ threads: threads.map((each) => (each.id === id ? moved : each)) }))
    },
    changeDraft(id, change) {
      store.setState(({ drafts }) => ({
        drafts: new Map(drafts).set(id, { ...(drafts.get(id) ?? blankStep), ...change }),
        failure: null,
      }))
    },
    ...createRemoval({ client, store, loadThreads, show }),
  }
}

interface RemovalNeeds {
  readonly client: Pick<Client, 'call'>
  readonly store: StoreApi<ConversationState>
  readonly loadThreads: (documentId: DocumentId) => Promise<unknown>
  readonly show: (id: ThreadId) => Promise<void>
}

function createRemoval({ client, store, loadThreads, show }: RemovalNeeds): Pick<Conversation, 'remove' | 'restore'> {
  return {
    async remove({ id }) {
      await client.call('threads.remove', { id })
      store.setState(({ threads, threadId }) => ({
        threads: threads.filter((each) => each.id !== id),
        threadId: threadId === id ? null : threadId,
      }))
    },
    async restore(id) {
      const { documentId } = await client.call('threads.restore', { id })
      if (documentId === null || documentId !== store.getState().documentId) return
      await loadThreads(documentId)
      await show(id)
    },
  }
}

const conversations = new WeakMap<Services, Conversation>()

/** The one of this window. */
export function conversationOf(services: Services): Conversation {
  let found = conversations.get(services)
  if (found === undefined) conversations.set(services, (found = createConversation(services)))
  return found
}

/** The steps of a thread, oldest first: as loaded, with what has changed since. */
export function mergeSteps(
  id: ThreadId,
  loaded: readonly JobSnapshot[],
  byId: ReadonlyMap<JobId, JobSnapshot>,
): readonly JobSnapshot[] {
  const merged = new Map(loaded.map((job) => [job.id, job]))
  for (const job of byId.values()) if (job.threadId === id) merged.set(job.id, job)
  return [...merged.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
