import type { Worker, WorkerOptions } from 'node:worker_threads'
import { AppError, fromErrorData, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { ProcessClient } from '../platform/process/process-client.ts'
import { workerPort, type WorkerThread } from '../platform/process/worker-port.ts'
import type { CallOptions } from '../platform/pure/call-map.ts'
import { storageCalls, type StorageTasks } from './worker/task.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

export interface StorageProgress {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export type RunStorageTask = <K extends keyof StorageTasks>(
  name: K,
  input: StorageTasks[K]['input'],
  options?: StorageProgress,
) => Promise<StorageTasks[K]['output']>

type TaskThread = WorkerThread & Pick<Worker, 'terminate'>

/** Runs each task, which reads and writes gigabytes, on a worker thread of its own. */
export function createTaskRunner(start: (options: WorkerOptions) => TaskThread): RunStorageTask {
  return async (name, input, { signal, onProgress } = {}) => {
    throwIfAborted(signal)
    const worker = start({})
    const client = new ProcessClient<StorageTasks>(workerPort(worker), {
      calls: storageCalls,
      who: messages.libraryWork,
    })
    const options: CallOptions<StorageTasks[keyof StorageTasks]> = {
      signal,
      onProgress: ({ done, total }) => onProgress?.(done, total),
    }
    const stopped = messages.libraryWorkInterrupted
    worker.on('error', (thrown) => client.fail(fromErrorData(toErrorData(thrown))))
    worker.on('exit', () => client.fail(new AppError('internal/bug', stopped)))
    try {
      return await client.call(name, input, options as CallOptions<StorageTasks[typeof name]>)
    } finally {
      await worker.terminate()
    }
  }
}
