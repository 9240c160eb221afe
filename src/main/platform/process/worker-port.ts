import type { ChildPort } from './child-port.ts'

/** What is needed of a worker thread. */
export interface WorkerThread {
  postMessage(message: unknown, transfer: []): void
  on(event: 'message', listener: (value: unknown) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (exitCode: number) => void): unknown
}

/** Wraps a thread as a port. Messages are copied, not transferred: the caller keeps its bytes. */
export function workerPort(worker: Pick<WorkerThread, 'postMessage' | 'on'>): Pick<ChildPort, 'post' | 'onMessage'> {
  return {
    post: (message) => worker.postMessage(message, []),
    onMessage: (listener) => void worker.on('message', listener),
  }
}
