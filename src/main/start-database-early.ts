import { SHARE_ENV, Worker } from 'node:worker_threads'

/**
 * Starts the database's worker before what uses it is loaded. Nobody listens until then: an error that it ends with would
 * end the program. The library is then opened by another one, which says what is wrong.
 */
export function startDatabaseEarly(entry: string): Worker {
  const worker = new Worker(entry, { env: SHARE_ENV })
  worker.on('error', () => undefined)
  return worker
}
