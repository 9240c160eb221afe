import { Worker } from 'node:worker_threads'
import { createDatabase, type Database } from '../../src/main/database/index.ts'
import type { Logger } from '../../src/main/platform/logger.ts'
import { builtProgram } from './built/built-program.ts'
import { createRecordingLogger } from './recording-logger.ts'

export const databaseWorkerUrl = builtProgram(
  new URL('../../src/main/database/worker/database-worker.ts', import.meta.url),
)

/** Opens a real database in a real worker thread. */
export function openTestDatabase(
  file: string,
  { logger = createRecordingLogger(), worker = databaseWorkerUrl }: { logger?: Logger; worker?: URL } = {},
): Database {
  return createDatabase({ file, logger, start: (options) => new Worker(worker, options) })
}
