import type { Worker, WorkerOptions } from 'node:worker_threads'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { AppError, fromErrorData } from '../../shared/errors/index.ts'
import type { JobStore } from '../jobs/jobs.ts'
import type { Logger } from '../platform/logger.ts'
import type { OpenReport, WorkerMessage, WorkerRequest, WorkerStart } from './protocol.ts'
import { createStoredQueue } from './create-queue-store.ts'
import type { OperationInput, OperationName, OperationOutput } from './queries/all-operations.ts'

/** The library's database as the rest of main sees it. Everything is on disk before a call resolves. */
export interface Database {
  /** Resolves when the file is open, saying how that went. @throws storage/* where it cannot be opened */
  opened(): Promise<OpenReport>
  call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>>
  readonly jobs: JobStore
  /** Waits for the calls under way, closes the file and ends the worker. */
  dispose(): Promise<void>
}

export interface DatabaseOptions {
  readonly file: string
  /** Starts `worker/database-worker.ts`, or what it was bundled to, with these options. */
  readonly start: (options: WorkerOptions) => Worker
  readonly logger: Logger
  /** How opening goes, where it has much to do; null at its end, well or not. */
  readonly onOpening?: (opening: LibraryOpening | null) => void
}

interface Waiting {
  readonly name: string
  readonly resolve: (value: unknown) => void
  readonly reject: (error: AppError) => void
}

/** One life of the worker thread. */
interface Session {
  readonly worker: Worker
  readonly opened: Promise<OpenReport>
  readonly ended: Promise<void>
  readonly waiting: Map<number, Waiting>
}

const slowMs = 40

/** The worker starts at once; should it die, the calls under way fail and the next call starts another. */
export function createDatabase(options: DatabaseOptions): Database {
  let session: Session | null = null
  let isDisposed = false
  let nextId = 1

  function requireSession(): Session {
    if (isDisposed) throw new AppError('request/cancelled', 'Atelier is closing.')
    if (session !== null) return session
    const started = startSession(options, () => {
      // A worker that could not open the file ends later, when the one after it may already be at work.
      if (session === started) session = null
    })
    session = started
    return started
  }
  requireSession()

  async function call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>> {
    const { worker, opened, waiting } = requireSession()
    const id = nextId++
    const answered = new Promise<unknown>((resolve, reject) => waiting.set(id, { name, resolve, reject }))
    // Should opening fail, that is the better answer; the other then has nobody waiting for it.
    answered.catch(() => undefined)
    post(worker, { id, name, input })
    await opened
    return (await answered) as OperationOutput<K>
  }

  async function dispose(): Promise<void> {
    isDisposed = true
    if (session === null) return
    const { worker, ended } = session
    post(worker, { id: 0, name: null, input: null })
    await ended
  }

  return {
    opened: async () => requireSession().opened,
    call,
    jobs: {
      saveJob: (job) => call('jobs.save', { job }),
      findJob: (id) => call('jobs.find', { id }),
      listJobs: (documentId) => call('jobs.ofDocument', { documentId }),
      listUnfinishedJobs: () => call('jobs.unfinished', null),
      queue: createStoredQueue(call),
    },
    dispose,
  }
}

function startSession(
  { file, start, logger, onOpening = () => undefined }: DatabaseOptions,
  onEnded: () => void,
): Session {
  const waiting = new Map<number, Waiting>()
  const worker = start({ workerData: { file } satisfies WorkerStart })
  const opened = Promise.withResolvers<OpenReport>()
  const ended = Promise.withResolvers<void>()
  // Calls wait for it too; without any call its failure must not count as unhandled.
  opened.promise.catch(() => undefined).finally(() => onOpening(null))

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'opening') onOpening(message.opening)
    else if (message.kind === 'opened') opened.resolve(message.report)
    else if (message.kind === 'failed') {
      // What kept it from opening may be over by the next call: that one starts afresh.
      onEnded()
      opened.reject(fromErrorData(message.error))
    } else settle(waiting, message, logger)
  })
  worker.on('error', (error) => logger.error('database.worker-failed', { error }))
  worker.on('exit', (exitCode) => {
    onEnded()
    const error = new AppError(
      'internal/bug',
      'The part of Atelier that keeps the library stopped. It has been started again: please repeat what you did last.',
      { detail: { exitCode } },
    )
    if (waiting.size > 0) logger.error('database.worker-exited', { exitCode, waiting: waiting.size })
    opened.reject(error)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    ended.resolve()
  })
  return { worker, opened: opened.promise, ended: ended.promise, waiting }
}

function post(worker: Worker, request: WorkerRequest): void {
  // Copied, not transferred: the caller keeps its bytes.
  worker.postMessage(request, [])
}

function settle(waiting: Map<number, Waiting>, message: Extract<WorkerMessage, { id: number }>, logger: Logger): void {
  const waiter = waiting.get(message.id)
  if (waiter === undefined) return
  waiting.delete(message.id)
  if (message.tookMs > slowMs) logger.warn('database.slow', { name: waiter.name, tookMs: Math.round(message.tookMs) })
  if (message.kind === 'answered') waiter.resolve(message.value)
  else waiter.reject(fromErrorData(message.error))
}
