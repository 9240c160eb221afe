import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId, JobId, ThreadId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Thread } from '../../../../shared/domain/thread.ts'
import type { Client, Services } from '../../../client/index.ts'
import { createPlanner, type Planner } from '../form/create-planner.ts'
import { throttle } from '../../../../shared/util/debounce.ts'
import { blankStep, keptDraft, type StepDraft, type StepMask } from './step-request.ts'

export interface ConversationState {
  readonly documentId: DocumentId | null
  /** Of the document, oldest first. */
  readonly threads: readonly Thread[]
  /** The one that is shown. */
  readonly threadId: ThreadId | null
  /** As loaded, by thread; jobs that have changed since are newer. */
  readonly loaded: ReadonlyMap<ThreadId, readonly JobSnapshot[]>
  readonly drafts: ReadonlyMap<ThreadId, StepDraft>
  /** Conversations that cannot be read. */
  readonly damaged: number
  /** Of steps that run again: with what they were limited to. */
  readonly masks: ReadonlyMap<JobId, LoadedMask>
  readonly isSending: boolean
  /** Why the last step did not reach the queue. */
  readonly failure: unknown
}

/** `mask` null = the whole image was edited. */
export type LoadedMask = { readonly mask: StepMask | null } | { readonly error: unknown }

export interface Conversation {
  readonly store: StoreApi<ConversationState>
  readonly planner: Planner
  /** Goes on from an image; null = shows the document's latest conversation. */
  open(documentId: DocumentId, assetId: AssetId | null): Promise<void>
  show(id: ThreadId): Promise<void>
  /** Undo, redo and branches. */
  go(thread: Thread, to: { readonly currentId: JobId | null; readonly tipId: JobId | null }): Promise<void>
  changeDraft(id: ThreadId, change: Partial<StepDraft>): void
  /** Loads the mask of a step once. Never rejects: see `masks`. */
  loadMask(id: JobId): Promise<LoadedMask>
  remove(thread: Thread): Promise<void>
  restore(id: ThreadId): Promise<void>
}

const nothingOpen: ConversationState = {
  documentId: null,
  threads: [],
  threadId: null,
  loaded: new Map(),
  drafts: new Map(),
  damaged: 0,
  masks: new Map(),
  isSending: false,
  failure: null,
}

/** The conversations of the window. What is being typed stays with each while another is shown. */
export function createConversation({ client, jobs, intents }: Services): Conversation {
  const store = createStore(() => nothingOpen)

  async function loadThreads(documentId: DocumentId): Promise<readonly Thread[]> {
    const { threads, damaged } = await client.call('threads.list', { documentId })
    if (store.getState().documentId === documentId) store.setState({ threads, damaged })
    // What is being typed here is newer than what is kept.
    const kept = threads.flatMap(({ id, draft }) => (draft === null ? [] : [[id, { ...blankStep, ...draft }] as const]))
    store.setState(({ drafts }) => ({ drafts: new Map([...kept, ...drafts]) }))
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
        store.setState({ documentId, threads: [], threadId: null, damaged: 0, failure: null })
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
    ...createDrafts({ client, store, intents }),
    loadMask: createMaskLoader({ client, store }),
    ...createRemoval({ client, store, loadThreads, show }),
  }
}

/** At most this much of what is typed is lost when the program is killed. */
const keepsAfterMs = 400

/** Keeps drafts on disk, soon after each change and before the window closes. */
function createDrafts({ client, store, intents }: DraftNeeds): Pick<Conversation, 'changeDraft'> {
  const changed = new Set<ThreadId>()
  const keepAll = () => {
    for (const id of changed) {
      const draft = keptDraft(store.getState().drafts.get(id) ?? blankStep)
      client.call('threads.keepDraft', { id, draft }).catch((error: unknown) => intents.send({ type: 'report', error }))
    }
    changed.clear()
  }
  const later = throttle(keepAll, keepsAfterMs)
  client.on('app.closing', keepAll)
  return {
    changeDraft(id, change) {
      const draft = { ...(store.getState().drafts.get(id) ?? blankStep), ...change }
      store.setState(({ drafts }) => ({ drafts: new Map(drafts).set(id, draft), failure: null }))
      changed.add(id)
      later()
    },
  }
}

interface DraftNeeds extends Pick<Services, 'client' | 'intents'> {
  readonly store: StoreApi<ConversationState>
}

function createMaskLoader({ client, store }: Omit<DraftNeeds, 'intents'>): Conversation['loadMask'] {
  return async (id) => {
    const before = store.getState().masks.get(id)
    if (before !== undefined && 'mask' in before) return before
    const loaded = await client.call('jobs.mask', { id }).then(
      (mask): LoadedMask => ({ mask }),
      (error: unknown): LoadedMask => ({ error }),
    )
    store.setState(({ masks }) => ({ masks: new Map(masks).set(id, loaded) }))
    return loaded
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
