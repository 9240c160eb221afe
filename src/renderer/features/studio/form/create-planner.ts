import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import { findMentions } from '../../../../shared/prompting/index.ts'
import { debounce } from '../../../../shared/util/debounce.ts'
import type { Client } from '../../../client/index.ts'
import { modelKey } from '../../../lib/models/model-ref.ts'

/** The plan for one model. */
export interface PlanEntry {
  readonly plan: RequestPlan | null
  /** The planned request. */
  readonly of: PlanRequest
  /** Why there is no plan. */
  readonly error: unknown
}

export interface PlanState {
  /** By model key. */
  readonly entries: Readonly<Record<string, PlanEntry>>
}

export interface PlanItem {
  readonly request: PlanRequest
  /** The same request is planned anew when one of them changes: its provider, the references it names. */
  readonly about: readonly unknown[]
}

/** @param references every named reference; null = not loaded yet */
export function planItems(picks: readonly Planable[], references: readonly unknown[] | null): readonly PlanItem[] {
  return picks.flatMap(({ request, provider }) => {
    if (request === null) return []
    const texts = [request.prompt, ...(request.markup ?? []).map(({ text }) => text)]
    const named = texts.some((text) => findMentions(text).length > 0) ? references : null
    return [{ request, about: [provider, named] }]
  })
}

interface Planable {
  readonly request: PlanRequest | null
  readonly provider: unknown
}

export interface Planner {
  readonly store: StoreApi<PlanState>
  /** Requests changed plans once the form has been idle for a moment; only the latest response per model counts. */
  ask(items: readonly PlanItem[]): void
  /** Sends pending requests immediately, and resolves when the responses have arrived. */
  settle(): Promise<void>
}

/** Debounce for typing. */
const quietMs = 200

interface Target extends PlanItem {
  readonly text: string
  readonly abort: AbortController
  /** undefined while it waits. */
  sending: Promise<void> | undefined
}

export function createPlanner(client: Client): Planner {
  const store = createStore<PlanState>(() => ({ entries: {} }))
  const pending = new Map<string, Target>()

  function setEntry(key: string, entry: PlanEntry): void {
    store.setState(({ entries }) => ({ entries: { ...entries, [key]: entry } }))
  }

  async function send(key: string, { request, abort: { signal } }: Target): Promise<void> {
    try {
      const plan = await client.call('providers.plan', request, { signal })
      if (!signal.aborted) setEntry(key, { plan, of: request, error: null })
    } catch (error) {
      if (!signal.aborted) setEntry(key, { plan: null, of: request, error })
    }
  }

  const sendAll = () => {
    for (const [key, each] of pending) each.sending ??= send(key, each)
  }
  const sendSoon = debounce(sendAll, quietMs)

  /** Returns whether a request is needed. */
  function note(key: string, { request, about }: PlanItem): boolean {
    const text = JSON.stringify(request)
    const previous = pending.get(key)
    if (previous?.text === text && previous.about.every((each, at) => each === about[at])) return false
    previous?.abort.abort()
    pending.set(key, { request, about, text, abort: new AbortController(), sending: undefined })
    return true
  }

  function forgetAllBut(keys: ReadonlySet<string>): void {
    const removed = [...pending.keys()].filter((key) => !keys.has(key))
    if (removed.length === 0) return
    for (const key of removed) {
      pending.get(key)?.abort.abort()
      pending.delete(key)
    }
    const kept = Object.entries(store.getState().entries).filter(([key]) => keys.has(key))
    store.setState({ entries: Object.fromEntries(kept) })
  }

  return {
    store,
    ask(items) {
      const byKey = new Map(items.map((request) => [modelKey(request.request), request]))
      forgetAllBut(new Set(byKey.keys()))
      const isNew = [...byKey].map(([key, request]) => note(key, request))
      if (!isNew.includes(true)) return
      sendSoon()
    },
    async settle() {
      // A provider may change meanwhile, and the same request be asked anew.
      let settled: readonly Target[] = []
      do {
        sendSoon.flush()
        settled = [...pending.values()]
        await Promise.all(settled.flatMap(({ sending }) => sending ?? []))
      } while ([...pending.values()].some((each) => !settled.includes(each)))
    },
  }
}

function entryOf({ entries }: PlanState, request: PlanRequest | null): PlanEntry | null {
  return request === null ? null : (entries[modelKey(request)] ?? null)
}

/** The plan of exactly this request, or its failure. */
export function selectEntry(state: PlanState, request: PlanRequest | null): PlanEntry | null {
  const entry = entryOf(state, request)
  return entry !== null && JSON.stringify(entry.of) === JSON.stringify(request) ? entry : null
}

/** The plan as far as it does not depend on the prompt text: while a prompt is typed the price stays. */
export function selectPrice(state: PlanState, request: PlanRequest | null): RequestPlan | null {
  const entry = entryOf(state, request)
  return entry !== null && request !== null && wordless(entry.of) === wordless(request) ? entry.plan : null
}

/** The last plan of this model for this task, even if mask or numbers have changed since: avoids flicker. */
export function selectLastEntry(state: PlanState, request: PlanRequest | null): PlanEntry | null {
  const entry = entryOf(state, request)
  const isAlike = entry?.of.intent === request?.intent && entry?.of.sourceId === request?.sourceId
  return isAlike ? entry : null
}

export function selectLastPlan(state: PlanState, request: PlanRequest | null): RequestPlan | null {
  return selectLastEntry(state, request)?.plan ?? null
}

function wordless(request: PlanRequest): string {
  return JSON.stringify({ ...request, prompt: '', negativePrompt: null, markup: request.markup?.length })
}
