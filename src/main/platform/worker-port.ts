import type { Worker } from 'node:worker_threads'
import type { ChildPort } from './child-port.ts'

/** Wraps a thread as a port. Messages are copied, not transferred: the caller keeps its bytes. */
export function workerPort(worker: Worker): Pick<ChildPort, 'post' | 'onMessage'> {
  return {
    post: (message) => worker.postMessage(message, []),
    onMessage: (listener) => void worker.on('message', listener),
  }
}
