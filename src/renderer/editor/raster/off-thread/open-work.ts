import { AppError, fromErrorData } from '../../../../shared/errors/index.ts'
import {
  hasWebWorkers,
  buffersIn,
  runTask,
  type TaskAnswer,
  type TaskCall,
  type TaskInput,
  type TaskOutput,
} from './worker-calls.ts'
import type { PixelTasks } from './pixel-tasks.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

/** A unit of work in a worker; one call at a time. */
export interface PixelWork {
  /**
   * Arrays in `input` are transferred and empty afterwards.
   * @throws AppError request/cancelled when aborted
   */
  call<Task extends keyof PixelTasks>(name: Task, ...input: TaskInput<Task>): Promise<TaskOutput<Task>>
  /** Frees everything; must be called when the work ends, however it ended. */
  close(): void
}

/**
 * Each unit of work has its own worker, which ends with it: cancellation is immediate, and its memory is freed. Without
 * workers (tests, benchmarks) the same tasks run on the calling thread.
 */
export function openWork(signal: AbortSignal): PixelWork {
  throwIfAborted(signal)
  const work = hasWebWorkers() ? workInWorker(signal) : workHere(signal)
  // The tasks are the same, and each returns its own output type.
  return work as PixelWork
}

interface UntypedWork {
  call(name: keyof PixelTasks, ...input: readonly unknown[]): Promise<unknown>
  close(): void
}

function workHere(signal: AbortSignal): UntypedWork {
  let tasks: PixelTasks | null = null
  return {
    call: async (name, ...input) => {
      throwIfAborted(signal)
      // Imported here only: the window, which has workers, starts without it.
      const { createPixelTasks } = await import('./pixel-tasks.ts')
      tasks ??= createPixelTasks()
      const value = runTask(tasks, { name, input })
      throwIfAborted(signal)
      return value
    },
    close: () => undefined,
  }
}

function workInWorker(signal: AbortSignal): UntypedWork {
  const worker = new Worker(new URL('./pixel-worker.ts', import.meta.url), { type: 'module', name: 'pixels' })
  let waiting: PromiseWithResolvers<unknown> | null = null
  const end = (error: AppError) => {
    worker.terminate()
    waiting?.reject(error)
    waiting = null
  }
  const handleAbort = () => end(AppError.cancelled())
  signal.addEventListener('abort', handleAbort)
  worker.addEventListener('message', ({ data }: MessageEvent<TaskAnswer>) => {
    if ('error' in data) waiting?.reject(fromErrorData(data.error))
    else waiting?.resolve(data.value)
    waiting = null
  })
  worker.addEventListener('error', ({ message }) => {
    end(new AppError('internal/bug', `Working on the pixels failed: ${message || 'the helper did not start'}.`))
  })
  return {
    call: (name, ...input) => {
      if (signal.aborted) return Promise.reject(AppError.cancelled())
      if (waiting !== null) return Promise.reject(new AppError('internal/bug', 'Two tasks of one work at once.'))
      waiting = Promise.withResolvers<unknown>()
      const call: TaskCall = { name, input }
      worker.postMessage(call, buffersIn(input))
      return waiting.promise
    },
    close: () => {
      signal.removeEventListener('abort', handleAbort)
      worker.terminate()
    },
  }
}
