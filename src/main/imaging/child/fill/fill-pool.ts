import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import { AppError } from '../../../../shared/errors/index.ts'
import { fillStopped } from '../../../../shared/messages/en/imaging.ts'
import { debounce } from '../../../../shared/util/debounce.ts'
import type { FillJobMessage, FillReportMessage } from './fill-message.ts'
import type { ProgramSettings } from './fill-program.ts'
import { WorkTeam } from './work-team.ts'

export interface FillPool {
  /** Fills one region on `threads` workers. Jobs run one at a time: each gets the whole machine. */
  run(job: PoolJob): Promise<'filled' | 'nothing-to-copy'>
  /** Starts workers ahead of a job. */
  start(threads: number): void
  /** Terminates the workers immediately; a later job starts new ones. */
  close(): Promise<void>
}

export interface PoolJob {
  readonly memory: SharedArrayBuffer
  readonly settings: ProgramSettings
  readonly threads: number
  readonly signal: AbortSignal | undefined
  readonly onFraction: (fraction: number) => void
  readonly onLevel: (level: number) => void
}

/** Idle workers cost a few megabytes; starting them costs the next fill a third of a second. */
const idleShutdownMs = 600_000
const mostThreads = 8

export function defaultThreads(): number {
  return Math.min(mostThreads, Math.max(1, availableParallelism()))
}

/**
 * Starts the worker entry next to this module. Bundled, that is `fill-worker.js` next to the bundle (or one folder up,
 * if the bundler moved this code into a chunk folder); from source, it is `fill-worker.ts`, whose types Node strips
 * itself because it and all its imports use only erasable syntax and explicit file extensions.
 */
export function createFillWorker(): Worker {
  const entry = import.meta.url.endsWith('.ts') ? './fill-worker.ts' : bundledEntry
  return new Worker(new URL(entry, import.meta.url), { name: 'fill' })
}

const bundledEntry = /\/chunks\/[^/]*$/.test(import.meta.url) ? '../fill-worker.js' : './fill-worker.js'

let shared: FillPool | undefined

/** The pool of the whole process: two would compete for the same cores. */
export function sharedFillPool(): FillPool {
  return (shared ??= createFillPool())
}

/** Returns a pool of worker threads that persists between fills and shuts down when idle. */
export function createFillPool(createWorker: () => Worker = createFillWorker, idleMs = idleShutdownMs): FillPool {
  const workers: Worker[] = []
  let queue: Promise<unknown> = Promise.resolve()

  const drop = (worker: Worker): void => {
    const at = workers.indexOf(worker)
    if (at >= 0) workers.splice(at, 1)
  }
  const enlist = (threads: number): Worker[] => {
    const count = Math.min(mostThreads, Math.max(1, Math.floor(threads)))
    while (workers.length < count) {
      const worker = createWorker()
      worker.unref()
      worker.on('error', () => drop(worker))
      worker.on('exit', () => drop(worker))
      workers.push(worker)
    }
    return workers.slice(0, count)
  }
  const close = async (): Promise<void> => {
    closeWhenIdle.cancel()
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()))
  }
  const closeWhenIdle = debounce(() => void close(), idleMs, { isUnref: true })
  const runNow = async (job: PoolJob): Promise<'filled' | 'nothing-to-copy'> => {
    job.signal?.throwIfAborted()
    closeWhenIdle.cancel()
    try {
      return await runOnTeam(enlist(job.threads), job)
    } finally {
      closeWhenIdle()
    }
  }
  const run = (job: PoolJob): Promise<'filled' | 'nothing-to-copy'> => {
    const turn = queue.then(() => runNow(job))
    queue = turn.catch(() => undefined)
    return settleOnAbort(turn, job.signal)
  }
  const start = (threads: number): void => {
    enlist(threads)
    closeWhenIdle()
  }
  return { run, start, close }
}

/** Rejects immediately on abort; the workers stop at their next band, and the next job waits for that. */
function settleOnAbort<T>(turn: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return turn
  return new Promise<T>((resolve, reject) => {
    // The signal's reason is arbitrary and is passed on unchanged.
    const onAbort = (): void => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function runOnTeam(team: readonly Worker[], job: PoolJob): Promise<'filled' | 'nothing-to-copy'> {
  const control = WorkTeam.createControl()
  const cancel = (): void => WorkTeam.cancel(control)
  job.signal?.addEventListener('abort', cancel, { once: true })
  if (job.signal?.aborted === true) cancel()
  try {
    const ends = team.map((worker, rank) => followWorker(worker, rank, control, job))
    // A failing thread stops the others at their next band, so all of them end.
    const outcomes = await Promise.allSettled(
      ends.map((end) =>
        end.catch((error: unknown) => {
          cancel()
          throw error
        }),
      ),
    )
    const failure = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failure !== undefined) throw failure.reason
    job.signal?.throwIfAborted()
    const first = outcomes[0]
    if (first?.status !== 'fulfilled' || first.value === 'cancelled')
      throw new AppError('internal/bug', 'The fill stopped early.')
    return first.value
  } finally {
    job.signal?.removeEventListener('abort', cancel)
  }
}

type Outcome = 'filled' | 'nothing-to-copy' | 'cancelled'

function followWorker(worker: Worker, rank: number, control: SharedArrayBuffer, job: PoolJob): Promise<Outcome> {
  return new Promise<Outcome>((resolve, reject) => {
    const onMessage = (message: FillReportMessage): void => {
      if (message.type === 'fraction') job.onFraction(message.fraction)
      else if (message.type === 'level') job.onLevel(message.level)
      else if (message.outcome === 'failed')
        settle(() => reject(new AppError('internal/bug', `The fill failed: ${message.message}`)))
      else settle(() => resolve(message.outcome))
    }
    const onError = (error: unknown): void => settle(() => reject(error))
    const onExit = (code: number): void =>
      settle(() => reject(new AppError('imaging/process-exited', fillStopped, { detail: { exitCode: code } })))
    const settle = (finish: () => void): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      finish()
    }
    worker.ref()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    const message: FillJobMessage = { memory: job.memory, control, rank, settings: job.settings }
    worker.postMessage(message)
  })
}
