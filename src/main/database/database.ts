import type { Worker, WorkerOptions } from 'node:worker_threads'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Logger } from '../platform/logger.ts'
import { ProcessClient } from '../platform/process-client.ts'
import { workerPort } from '../platform/worker-port.ts'
import { openingCalls, type OpenReport } from './protocol.ts'
import type { DatabaseCalls, OperationInput, OperationName, OperationOutput } from './queries/all-operations.ts'

/** The library's database as the rest of main sees it. Everything is on disk before a call resolves. */
export interface Database {
  /** Resolves when the file is open, saying how that went. @throws storage/* where it cannot be opened */
  opened(): Promise<OpenReport>
  call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>>
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

/** One life of the worker thread. */
interface Session {
  readonly client: ProcessClient<DatabaseCalls>
  readonly opened: Promise<OpenReport>
  readonly ended: Promise<void>
}

const slowMs = 40

/** The worker starts at once; should it die, the calls under way fail and the next call starts another. */
export function createDatabase(options: DatabaseOptions): Database {
  let session: Session | null = null
  let isDisposed = false

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
    const { client, opened } = requireSession()
    const answered = client.call(name, input)
    // Should opening fail, that is the better answer; the other then has nobody waiting for it.
    answered.catch(() => undefined)
    await opened
    return answered as Promise<OperationOutput<K>>
  }

  async function dispose(): Promise<void> {
    isDisposed = true
    if (session === null) return
    session.client.end()
    await session.ended
  }

  return { opened: async () => requireSession().opened, call, dispose }
}

function startSession(
  { file, start, logger, onOpening = () => undefined }: DatabaseOptions,
  onEnded: () => void,
): Session {
  const worker = start({})
  const client = new ProcessClient<DatabaseCalls>(workerPort(worker), {
    calls: openingCalls,
    who: 'The database',
    onAnswered: ({ name, tookMs }) => {
      const isSlow = name !== null && name !== 'open' && tookMs > slowMs
      if (isSlow) logger.warn('database.slow', { name, tookMs: Math.round(tookMs) })
    },
  })
  const opened = client.call('open', { file }, { onOpening })
  // What kept it from opening may be over by the next call: that one starts afresh. Calls wait for it too; without any
  // call its failure must not count as unhandled.
  opened.catch(onEnded).finally(() => onOpening(null))
  const ended = Promise.withResolvers<void>()

  worker.on('error', (error) => logger.error('database.worker-failed', { error }))
  worker.on('exit', (exitCode) => {
    onEnded()
    const error = new AppError(
      'internal/bug',
      'The part of Atelier that keeps the library stopped. It has been started again: please repeat what you did last.',
      { detail: { exitCode } },
    )
    if (client.pendingCount > 0) logger.error('database.worker-exited', { exitCode, waiting: client.pendingCount })
    client.fail(error)
    ended.resolve()
  })
  return { client, opened, ended: ended.promise }
}
