import type { WorkerOptions } from 'node:worker_threads'
import type { LibraryOpening } from '../../shared/domain/library.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/database.ts'
import type { Logger } from '../platform/logger.ts'
import { ProcessClient } from '../platform/process/process-client.ts'
import { workerPort, type WorkerThread } from '../platform/process/worker-port.ts'
import { openingCalls, type OpenReport } from './protocol.ts'
import type { DatabaseCalls, OperationInput, OperationName, OperationOutput } from './queries/all-operations.ts'

/** The library's database as seen by the rest of main. Everything is on disk before a call resolves. */
export interface Database {
  /** Resolves when the file is open, with a report of how that went. @throws storage/* where it cannot be opened */
  opened(): Promise<OpenReport>
  call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>>
  /** Waits for pending calls, closes the file and ends the worker. */
  dispose(): Promise<void>
}

export interface DatabaseOptions {
  readonly file: string
  /** Starts `worker/database-worker.ts`, or its bundled version, with these options. */
  readonly start: (options: WorkerOptions) => WorkerThread
  readonly logger: Logger
  /** Progress of a slow opening; null when it ends, successfully or not. */
  readonly onOpening?: (opening: LibraryOpening | null) => void
}

/** One lifetime of the worker thread. */
interface Session {
  readonly client: ProcessClient<DatabaseCalls>
  readonly opened: Promise<OpenReport>
  readonly ended: Promise<void>
}

const slowMs = 40

/** Starts the worker at once; if it dies, the pending calls fail and the next call starts another. */
export function createDatabase(options: DatabaseOptions): Database {
  let session: Session | null = null
  let isDisposed = false

  function requireSession(): Session {
    if (isDisposed) throw new AppError('request/cancelled', messages.atelierIsClosing)
    if (session !== null) return session
    const started = startSession(options, () => {
      // A worker that could not open the file may exit only after its successor has started.
      if (session === started) session = null
    })
    session = started
    return started
  }
  requireSession()

  async function call<K extends OperationName>(name: K, input: OperationInput<K>): Promise<OperationOutput<K>> {
    const { client, opened } = requireSession()
    const answered = client.call(name, input)
    // If opening fails, its error is the better one to report; this rejection then has no handler.
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
  // The cause of a failed opening may be gone by the next call, which starts afresh. Calls await this promise too;
  // without any, its failure must not count as unhandled.
  opened.catch(onEnded).finally(() => onOpening(null))
  const ended = Promise.withResolvers<void>()

  worker.on('error', (error) => logger.error('database.worker-failed', { error }))
  worker.on('exit', (exitCode) => {
    onEnded()
    const error = new AppError('internal/bug', messages.databaseStopped, { detail: { exitCode } })
    if (client.pendingCount > 0) logger.error('database.worker-exited', { exitCode, waiting: client.pendingCount })
    client.fail(error)
    ended.resolve()
  })
  return { client, opened, ended: ended.promise }
}
