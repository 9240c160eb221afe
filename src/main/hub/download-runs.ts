import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../shared/errors/index.ts'
import { pause } from '../providers/core/pause.ts'
import type { ModelSet } from './model-sets.ts'

interface RunsOptions {
  /** All files of a set. */
  readonly fetch: (set: ModelSet, signal: AbortSignal) => Promise<void>
  /** Between two tries where there is no connection; null = that ends a run. */
  readonly patienceMs: number | null
  readonly tell: () => void
}

/** What this program downloads, and what has failed since it began. */
export interface DownloadRuns {
  begin(set: ModelSet): void
  /** Resolves when nothing of it is under way any more. */
  stop(id: string): Promise<void>
  stopAll(): Promise<void>
  forget(id: string): void
  /** Aborting stops it. @throws what it failed with, request/cancelled */
  wait(id: string, signal: AbortSignal): Promise<void>
  look(id: string): {
    readonly state: 'downloading' | 'waiting' | 'paused' | 'failed'
    readonly error: ErrorData | null
  }
}

interface Run {
  readonly stop: AbortController
  readonly ended: Promise<void>
  state: 'downloading' | 'waiting' | 'paused' | 'failed'
  error: ErrorData | null
}

/** What passes by itself. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'network/offline',
  'network/interrupted',
  'network/timeout',
  'provider/rate-limited',
  'provider/unavailable',
])

export function createDownloadRuns({ fetch, patienceMs, tell }: RunsOptions): DownloadRuns {
  const runs = new Map<string, Run>()

  function change(run: Run, state: Run['state'], error: ErrorData | null): void {
    Object.assign(run, { state, error })
    tell()
  }

  async function work(set: ModelSet, run: Run): Promise<void> {
    const { signal } = run.stop
    for (;;) {
      try {
        await fetch(set, signal)
        return
      } catch (thrown) {
        const error = toErrorData(thrown)
        if (signal.aborted) return
        if (patienceMs === null || !passing.has(error.code)) return change(run, 'failed', error)
        change(run, 'waiting', error)
        await pause(patienceMs, signal)
        if (signal.aborted) return
        change(run, 'downloading', null)
      }
    }
  }

  const stop = async (id: string): Promise<void> => {
    runs.get(id)?.stop.abort()
    await runs.get(id)?.ended
  }

  return {
    begin(set) {
      const before = runs.get(set.id)
      if (before?.state === 'downloading' || before?.state === 'waiting') return
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      const run: Run = { stop: new AbortController(), ended, state: 'downloading', error: null }
      runs.set(set.id, run)
      tell()
      void work(set, run).finally(() => {
        if (run.state !== 'failed') change(run, 'paused', null)
        resolve()
      })
    },
    stop,
    stopAll: async () => void (await Promise.all([...runs.keys()].map(stop))),
    forget: (id) => void runs.delete(id),
    async wait(id, signal) {
      const run = runs.get(id)
      if (run === undefined) return
      const end = () => run.stop.abort()
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
      await run.ended
      signal.removeEventListener('abort', end)
      if (run.stop.signal.aborted) throw AppError.cancelled()
      if (run.error !== null) throw new AppError(run.error.code, run.error.message)
    },
    look(id) {
      const { state = 'paused', error = null } = runs.get(id) ?? {}
      return { state, error }
    },
  }
}
