import type { Worker, WorkerOptions } from 'node:worker_threads'
import { AppError, fromErrorData } from '../../shared/errors/index.ts'
import type { StorageProgress } from './storage.ts'
import type { StorageTaskName, StorageTasks, TaskMessage, TaskStart } from './worker/task.ts'

export type RunStorageTask = <K extends StorageTaskName>(
  name: K,
  input: StorageTasks[K]['input'],
  options?: StorageProgress,
) => Promise<StorageTasks[K]['output']>

/** Reading and writing gigabytes is done by a thread of its own, one for each task. */
export function createTaskRunner(start: (options: WorkerOptions) => Worker): RunStorageTask {
  return async (name, input, { signal, onProgress } = {}) => {
    if (signal?.aborted === true) throw AppError.cancelled()
    const worker = start({ workerData: { name, input } satisfies TaskStart })
    const stop = () => worker.postMessage('stop', [])
    signal?.addEventListener('abort', stop)
    try {
      return (await outcomeOf(worker, onProgress)) as StorageTasks[typeof name]['output']
    } finally {
      signal?.removeEventListener('abort', stop)
      await worker.terminate()
    }
  }
}

function outcomeOf(worker: Worker, onProgress: StorageProgress['onProgress']): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: TaskMessage) => {
      if (message.is === 'progress') onProgress?.(message.done, message.total)
      else if (message.is === 'done') resolve(message.value)
      else reject(fromErrorData(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', () =>
      reject(new AppError('internal/bug', 'The work on the library’s files stopped in the middle. Please try again.')),
    )
  })
}
