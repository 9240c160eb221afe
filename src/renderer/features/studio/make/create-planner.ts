import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import type { Client } from '../../../client/index.ts'

export interface PlanState {
  readonly plan: RequestPlan | null
  /** What the plan is of; null = of nothing. */
  readonly of: PlanRequest | null
  /** Why there is none. */
  readonly error: unknown
}

export interface Planner {
  readonly store: StoreApi<PlanState>
  /**
   * Asks once the form has been quiet for a moment; only the latest answer counts. The same request is asked for again
   * where `about` is another: a provider whose key or address has changed may answer otherwise.
   */
  ask(request: PlanRequest | null, about?: unknown): void
  /** Asks at once for what is waiting, and resolves when the answer is there. */
  settle(): Promise<void>
}

/** A pause in typing. */
const quietMs = 200

export function createPlanner(client: Client): Planner {
  const store = createStore<PlanState>(() => ({ plan: null, of: null, error: null }))
  let asked = ''
  let askedAbout: unknown
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: PlanRequest | null = null
  let running: Promise<void> = Promise.resolve()

  async function send(request: PlanRequest, { signal }: AbortController): Promise<void> {
    try {
      const plan = await client.call('providers.plan', request, { signal })
      if (!signal.aborted) store.setState({ plan, of: request, error: null })
    } catch (error) {
      if (!signal.aborted) store.setState({ plan: null, of: request, error })
    }
  }

  function flush(): void {
    clearTimeout(timer)
    if (waiting === null) return
    running = send(waiting, abort)
    waiting = null
  }

  return {
    store,
    ask(request, about) {
      const key = JSON.stringify(request)
      if (key === asked && about === askedAbout) return
      asked = key
      askedAbout = about
      abort.abort()
      abort = new AbortController()
      clearTimeout(timer)
      waiting = request
      if (request === null) store.setState({ plan: null, of: null, error: null })
      else timer = setTimeout(flush, quietMs)
    },
    async settle() {
      flush()
      await running
    },
  }
}

/** The plan, where it is of this very request. */
export function selectPlan({ plan, of }: PlanState, request: PlanRequest | null): RequestPlan | null {
  return of !== null && JSON.stringify(of) === JSON.stringify(request) ? plan : null
}

/** The plan as far as it holds whatever the words are: while a prompt is typed the price stays where it is. */
export function selectPrice({ plan, of }: PlanState, request: PlanRequest | null): RequestPlan | null {
  return of !== null && request !== null && wordless(of) === wordless(request) ? plan : null
}

function wordless(request: PlanRequest): string {
  return JSON.stringify({ ...request, prompt: '', negativePrompt: null })
}
