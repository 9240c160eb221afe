import type { DatabaseSync } from 'node:sqlite'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { cannotReadOrChangeLibrary } from '../../../shared/messages/en/database.ts'
import type { CallHandlers } from '../../platform/pure/call-map.ts'
import { openThreadChannel, type ThreadChannel } from '../../platform/pure/parent-channel.ts'
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

/**
 * Opens the file named by the first call, and serves one call at a time until asked to end.
 * @param channel default: to the parent of this thread
 */
export function serveDatabase(migrations: readonly Migration[], channel: ThreadChannel = openThreadChannel()): void {
  let file: OpenFile | null = null

  const open: CallHandlers<DatabaseCalls>['open'] = async (input, { onOpening }) => {
    const { db, report } = openDatabase(input.file, migrations, onOpening)
    file = { db, space: createSpaceKeeper(db) }
    file.space.noticeWrite()
    return report
  }
  const run = async (operation: AnyOperation, input: unknown): Promise<unknown> => {
    if (file === null) throw new AppError('internal/bug', 'The library is not open.')
    const value = runOperation(file.db, operation, input)
    if (operation.kind === 'write') file.space.noticeWrite()
    return value
  }
  const operationHandlers = Object.entries(allOperations).map(([name, operation]) => [
    name,
    (input: unknown) => run(operation as AnyOperation, input),
  ])
  const handlers = { open, ...Object.fromEntries(operationHandlers) } as CallHandlers<DatabaseCalls>

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

function runOperation(db: DatabaseSync, operation: AnyOperation, input: unknown): unknown {
  try {
    return operation.kind === 'write' ? write(db, operation, input) : operation.run(db, input)
  } catch (thrown) {
    const error = toDatabaseError(thrown, cannotReadOrChangeLibrary)
    // An invalid record that our own validation finds does not mean that the file is damaged.
    if (toErrorData(error).code === 'storage/corrupt' && !(thrown instanceof AppError)) noteDamage(db.location() ?? '')
    throw error
  }
}

/** The search index is updated in the same transaction. */
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

/** Space freed by saves and closed documents is reclaimed after this long without calls. */
const idleMs = 2_000

/** Free pages of 4 KiB kept for the next strokes: reclaiming them only to allocate them again is wasted work. */
const keptPages = 2_048

/** A step takes a few milliseconds, so that the next call need not wait. */
const pagesPerStep = 512

const stepPauseMs = 20

interface SpaceKeeper {
  /** Called after a write: checks again when idle. */
  noticeWrite(): void
  stop(): void
}

/**
 * Shrinks the file in small steps. SQLite moves the last pages into free ones and truncates the file (`auto_vacuum =
 * INCREMENTAL`); moved pages go through the log like every write, so a kill loses nothing.
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
      // The file itself is truncated at the checkpoint. PASSIVE does not wait for locks.
      else db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // Another process is writing, or the disk is full: the next write retries.
    }
  }

  return { noticeWrite: () => again(idleMs), stop: () => clearTimeout(timer) }
}

function freePages(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA freelist_count').get()?.['freelist_count'] ?? 0)
}
