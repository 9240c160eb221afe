import { EventEmitter } from 'node:events'
import { MessageChannel, type Worker } from 'node:worker_threads'
import type { ThreadChannel } from '../../src/main/platform/pure/parent-channel.ts'
import type { WorkerThread } from '../../src/main/platform/process/worker-port.ts'

/**
 * Serves from this thread what a worker serves from its own, behind the same messages, copied like them: starting a
 * thread and loading its modules takes forty times as long as opening a library. What its thread would die of ends it.
 */
export function serveHere(serve: (channel: ThreadChannel) => void): WorkerThread & Pick<Worker, 'terminate'> {
  const { port1: parent, port2: child } = new MessageChannel()
  const events = new EventEmitter()
  let exitCode = 0
  parent.on('message', (message) => events.emit('message', message))
  parent.on('close', () => events.emit('exit', exitCode))
  const dieOf = (error: unknown): void => {
    exitCode = 1
    events.emit('error', error)
    child.close()
  }
  serve({
    post: (message) => child.postMessage(message),
    onMessage: (listener) =>
      void child.on('message', (message) => {
        try {
          listener(message)
        } catch (error) {
          dieOf(error)
        }
      }),
    close: () => child.close(),
  })
  return {
    postMessage: (message: unknown) => parent.postMessage(message),
    on: events.on.bind(events) as Worker['on'],
    terminate: async () => {
      child.close()
      return exitCode
    },
  }
}
