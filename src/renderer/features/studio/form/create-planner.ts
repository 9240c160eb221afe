import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import type { Client } from '../../../client/index.ts'
import { modelKey } from '../../../lib/model-ref.ts'

/** What one model would do. */
export interface PlanEntry {
  readonly plan: RequestPlan | null
  /** What the plan is of. */
  readonly of: PlanRequest
  /** Why there is none. */
  readonly error: unknown
}

export interface PlanState {
  /** By the key of the model. */
  readonly entries: Readonly<Record<string, PlanEntry>>
}

export interface PlanWish {
  readonly request: PlanRequest
  /** A provider whose key or address has changed may answer the same request otherwise. */
  readonly about: unknown
}

export interface Planner {
  readonly store: StoreApi<PlanState>
  /** Asks, once the form has been quiet for a moment, for what is new; only the latest answer counts for each model. */
  ask(wishes: readonly PlanWish[]): void
  /** Asks at once for what is waiting, and resolves when the answers are there. */
  settle(): Promise<void>
}

/** A pause in typing. */
const quietMs = 200

interface Asked extends PlanWish {
  readonly text: string
  readonly abort: AbortController
  /** undefined as long as it waits. */
  sending: Promise<void> | undefined
}

export function createPlanner(client: Client): Planner {
  const store = createStore<PlanState>(() => ({ entries: {} }))
  const asked = new Map<string, Asked>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function put(key: string, entry: PlanEntry): void {
    store.setState(({ entries }) => ({ entries: { ...entries, [key]: entry } }))
  }

  async function send(key: string, { request, abort: { signal } }: Asked): Promise<void> {
    try {
      const plan = await client.call('providers.plan', request, { signal })
      if (!signal.aborted) put(key, { plan, of: request, error: null })
    } catch (error) {
      if (!signal.aborted) put(key, { plan: null, of: request, error })
    }
  }

  function flush(): void {
    clearTimeout(timer)
    for (const [key, each] of asked) each.sending ??= send(key, each)
  }

  /** Returns whether something is to be asked. */
  function note(key: string, { request, about }: PlanWish): boolean {
    const text = JSON.stringify(request)
    const before = asked.get(key)
    if (before?.text === text && before.about === about) return false
    before?.abort.abort()
    asked.set(key, { request, about, text, abort: new AbortController(), sending: undefined })
    return true
  }

  function forgetAllBut(keys: ReadonlySet<string>): void {
    const gone = [...asked.keys()].filter((key) => !keys.has(key))
    if (gone.length === 0) return
    for (const key of gone) {
      asked.get(key)?.abort.abort()
      asked.delete(key)
    }
    const kept = Object.entries(store.getState().entries).filter(([key]) => keys.has(key))
    store.setState({ entries: Object.fromEntries(kept) })
  }

  return {
    store,
    ask(wishes) {
      const byKey = new Map(wishes.map((wish) => [modelKey(wish.request), wish]))
      forgetAllBut(new Set(byKey.keys()))
      const isNew = [...byKey].map(([key, wish]) => note(key, wish))
      if (!isNew.includes(true)) return
      clearTimeout(timer)
      timer = setTimeout(flush, quietMs)
    },
    async settle() {
      flush()
      await Promise.all([...asked.values()].flatMap(({ sending }) => sending ?? []))
    },
  }
}

function entryOf({ entries }: PlanState, request: PlanRequest | null): PlanEntry | null {
  return request === null ? null : (entries[modelKey(request)] ?? null)
}

/** The plan, where it is of this very request; with its failure, where there is none. */
export function selectEntry(state: PlanState, request: PlanRequest | null): PlanEntry | null {
  const entry = entryOf(state, request)
  return entry !== null && JSON.stringify(entry.of) === JSON.stringify(request) ? entry : null
}

/** The plan as far as it holds whatever the words are: while a prompt is typed the price stays where it is. */
export function selectPrice(state: PlanState, request: PlanRequest | null): RequestPlan | null {
  const entry = entryOf(state, request)
  return entry !== null && request !== null && wordless(entry.of) === wordless(request) ? entry.plan : null
}

/** The last plan of this model for this task, though mask or numbers have changed since: what is drawn stays in place. */
export function selectLastEntry(state: PlanState, request: PlanRequest | null): PlanEntry | null {
  const entry = entryOf(state, request)
  const isAlike = entry?.of.intent === request?.intent && entry?.of.sourceId === request?.sourceId
  return isAlike ? entry : null
}

export function selectLastPlan(state: PlanState, request: PlanRequest | null): RequestPlan | null {
  return selectLastEntry(state, request)?.plan ?? null
}

function wordless(request: PlanRequest): string {
  return JSON.stringify({ ...request, prompt: '', negativePrompt: null })
}
