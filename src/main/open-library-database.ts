import { join } from 'node:path'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import type { LibraryOpening } from '../shared/domain/library-opening.ts'
import { createDatabase, emitSlowOpening, type Database } from './database/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'

export interface LibraryDatabaseOptions {
  readonly paths: HomePaths
  readonly logger: Logger
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  /** Started already; null = it is started here. */
  readonly databaseWorker: Worker | null
  /** Called while the library takes long to open; null when that is over. */
  readonly onOpening: (opening: LibraryOpening | null) => void
}

/** Starts the worker, which opens the library meanwhile. Needs nothing of Electron. */
export function openLibraryDatabase(options: LibraryDatabaseOptions): Database {
  const { paths, logger, builtFolder, onOpening } = options
  let { databaseWorker: started } = options
  return createDatabase({
    file: paths.databaseFile,
    logger,
    start: (workerOptions) => {
      const worker = started ?? new Worker(join(builtFolder, 'database.js'), { ...workerOptions, env: SHARE_ENV })
      started = null
      return worker
    },
    onOpening: emitSlowOpening(onOpening),
  })
}
