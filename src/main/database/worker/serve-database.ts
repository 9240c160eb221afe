import type { DatabaseSync } from 'node:sqlite'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import type { CallHandlers } from '../../platform/pure/call-map.ts'
import { openThreadChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import type { Migration } from '../migrations/migration.ts'
import { openingCalls } from '../protocol.ts'
import { allOperations, type DatabaseCalls } from '../queries/all-operations.ts'
import type { DatabaseOperation } from '../queries/operation.ts'
import { refreshSearch } from '../search/refresh-search.ts'
import { noteDamage } from './check-soundness.ts'
import { openDatabase } from './open-database.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { inTransaction } from './transaction.ts'

type AnyOperation = DatabaseOperation<unknown, unknown>

interface OpenFile {
  readonly db: DatabaseSync
  readonly space: ReturnType<typeof createSpaceKeeper>
}

/** Opens the file that the first call names, and answers one call at a time until asked to end. */
export function serveDatabase(migrations: readonly Migration[]): void {
  const channel = openThreadChannel()
  let file: OpenFile | null = null

  const open: CallHandlers<DatabaseCalls>['open'] = async (input, { onOpening }) => {
    const { db, report } = openDatabase(input.file, migrations, onOpening)
    file = { db, space: createSpaceKeeper(db) }
    file.space.noticeWrite()
    return report
  }
  const run = async (operation: AnyOperation, input: unknown): Promise<unknown> => {
    if (file === null) throw new AppError('internal/bug', 'The library is not open.')
    const value = answer(file.db, operation, input)
    if (operation.kind === 'write') file.space.noticeWrite()
    return value
  }
  const answers = Object.entries(allOperations).map(([name, operation]) => [
    name,
    (input: unknown) => run(operation as AnyOperation, input),
  ])
  const handlers = { open, ...Object.fromEntries(answers) } as CallHandlers<DatabaseCalls>

  serveCalls<DatabaseCalls>(channel, handlers, {
    calls: openingCalls,
    who: 'The database',
    onFailed: () => {
      // A file that cannot be opened stays closed: the next call starts another worker.
      if (file === null) channel.close()
    },
    onEnd: () => {
      if (file !== null) close(file)
      channel.close()
    },
  })
}

function answer(db: DatabaseSync, operation: AnyOperation, input: unknown): unknown {
  try {
    return operation.kind === 'write' ? write(db, operation, input) : operation.run(db, input)
  } catch (thrown) {
    const error = toDatabaseError(thrown, 'use the library')
    // What we find wrong in one record is no damage of the file.
    if (toErrorData(error).code === 'storage/corrupt' && !(thrown instanceof AppError)) noteDamage(db.location() ?? '')
    throw error
  }
}

/** What pictures are found by is written with them. */
function write(db: DatabaseSync, operation: AnyOperation, input: unknown): unknown {
  return inTransaction(db, () => {
    const value = operation.run(db, input)
    refreshSearch(db)
    return value
  })
}

function close({ db, space }: OpenFile): void {
  space.stop()
  try {
    db.exec('PRAGMA optimize')
  } finally {
    db.close()
  }
}

/** What saves and closed documents leave free is given back once nothing has been asked for that long. */
const idleMs = 2_000

/** Pages of 4 KiB kept for the next strokes: giving them back only to ask for them again is work for nothing. */
const keptPages = 2_048

/** A step takes a few milliseconds, so that whoever asks next need not wait. */
const pagesPerStep = 512

const stepPauseMs = 20

interface SpaceKeeper {
  /** Something was written: look again when it is quiet. */
  noticeWrite(): void
  stop(): void
}

/**
 * Makes the file small again, a little at a time. SQLite moves the last pages into free places and cuts the file
 * (`auto_vacuum = INCREMENTAL`); what is moved goes through the log like every write, so a kill loses nothing.
 */
function createSpaceKeeper(db: DatabaseSync): SpaceKeeper {
  let timer: NodeJS.Timeout | undefined

  function again(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(step, afterMs)
    timer.unref()
  }

  function step(): void {
    try {
      if (freePages(db) <= keptPages) return
      db.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`)
      if (freePages(db) > keptPages) again(stepPauseMs)
      // The file itself is cut when the log is brought over. PASSIVE waits for nobody.
      else db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // Another process is writing, or the disk is full: the next write asks again.
    }
  }

  return { noticeWrite: () => again(idleMs), stop: () => clearTimeout(timer) }
}

function freePages(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA freelist_count').get()?.['freelist_count'] ?? 0)
}
