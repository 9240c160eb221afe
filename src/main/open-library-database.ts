import { join } from 'node:path'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { LibraryOpening } from '../shared/domain/library.ts'
import { createDatabase, emitSlowOpening, type Database } from './database/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'
import type { WorkerThread } from './platform/process/worker-port.ts'

export interface LibraryDatabaseOptions {
  readonly paths: HomePaths
  readonly logger: Logger
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  /** Started early for the window, which needs the library at once; null = it is started here. */
  readonly databaseWorker: Worker | null
  readonly shared?: { startDatabase(): WorkerThread }
  /** Called while the library takes long to open; null when that is over. */
  readonly onOpening: (opening: LibraryOpening | null) => void
}

/** Node's ID of a thread that has ended. */
const endedThreadId = -1

/** Starts the worker, which opens the library meanwhile. Needs nothing of Electron. */
export function openLibraryDatabase(options: LibraryDatabaseOptions): Database {
  const { paths, logger, builtFolder, shared, onOpening } = options
  let { databaseWorker: started } = options
  return createDatabase({
    file: paths.databaseFile,
    logger,
    start: (workerOptions) => {
      const early = started
      started = null
      if (early !== null && early.threadId !== endedThreadId) return early
      if (early !== null) logger.warn('database.ended-early')
      if (shared !== undefined) return shared.startDatabase()
      return new Worker(join(builtFolder, 'database.js'), { ...workerOptions, env: SHARE_ENV })
    },
    onOpening: emitSlowOpening(onOpening),
  })
}
