import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import type { Migration } from '../migrations/migration.ts'
import type { WorkerMessage, WorkerRequest, WorkerStart } from '../protocol.ts'
import { allOperations } from '../queries/all-operations.ts'
import type { DatabaseOperation } from '../queries/operation.ts'
import { refreshSearch } from '../search/refresh-search.ts'
import { createSpaceKeeper } from './give-back-space.ts'
import { noteDamage } from './check-soundness.ts'
import { openDatabase } from './open-database.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { inTransaction } from './transaction.ts'

const operations = new Map<string, DatabaseOperation<unknown, unknown>>(
  Object.entries(allOperations) as [string, DatabaseOperation<unknown, unknown>][],
)

/** Opens the file named in `workerData` and answers one request at a time until asked to end. */
export function serveDatabase(migrations: readonly Migration[]): void {
  const port = parentPort
  if (port === null) throw new AppError('internal/bug', 'The database worker must be started as a worker thread.')
  const send = (message: WorkerMessage): void => port.postMessage(message)
  let db: DatabaseSync
  try {
    const { file } = workerData as WorkerStart
    const opened = openDatabase(file, migrations, (opening) => send({ kind: 'opening', opening }))
    db = opened.db
    send({ kind: 'opened', report: opened.report })
  } catch (thrown) {
    send({ kind: 'failed', error: toErrorData(thrown) })
    return
  }
  const space = createSpaceKeeper(db)
  space.noticeWrite()
  port.on('message', (request: WorkerRequest) => {
    if (request.name === null) {
      space.stop()
      close(db)
      port.close()
      return
    }
    send(answer(db, request))
    if (operations.get(request.name)?.kind === 'write') space.noticeWrite()
  })
}

function answer(db: DatabaseSync, { id, name, input }: WorkerRequest): WorkerMessage {
  const startedMs = performance.now()
  try {
    const operation = operations.get(name ?? '')
    if (operation === undefined) throw new AppError('internal/bug', `The database knows no operation “${name}”.`)
    const value = operation.kind === 'write' ? write(db, operation, input) : operation.run(db, input)
    return { kind: 'answered', id, value, tookMs: performance.now() - startedMs }
  } catch (thrown) {
    const error = toErrorData(toDatabaseError(thrown, 'use the library'))
    // What we find wrong in one record is no damage of the file.
    if (error.code === 'storage/corrupt' && !(thrown instanceof AppError)) noteDamage(db.location() ?? '')
    return { kind: 'refused', id, error, tookMs: performance.now() - startedMs }
  }
}

/** What pictures are found by is written with them. */
function write(db: DatabaseSync, operation: DatabaseOperation<unknown, unknown>, input: unknown): unknown {
  return inTransaction(db, () => {
    const value = operation.run(db, input)
    refreshSearch(db)
    return value
  })
}

function close(db: DatabaseSync): void {
  try {
    db.exec('PRAGMA optimize')
  } finally {
    db.close()
  }
}
