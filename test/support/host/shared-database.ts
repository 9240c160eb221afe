import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { WorkerThread } from '../../../src/main/platform/process/worker-port.ts'

/** Starts database-thread.ts, and returns what opens a library in it as if in a thread of its own. */
export function shareDatabaseThread(entry: string): () => WorkerThread {
  const worker = new Worker(entry)
  return () => {
    const { port1, port2 } = new MessageChannel()
    worker.postMessage(port2, [port2])
    return threadOf(port1)
  }
}

/** A port that its other end closes is to its user what a thread is that ends. */
function threadOf(port: MessagePort): WorkerThread {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: string, listener: (value: never) => void) {
      if (event === 'message') port.on('message', listener as (value: unknown) => void)
      else if (event === 'exit') port.on('close', () => (listener as (code: number) => void)(0))
    },
  }
}
