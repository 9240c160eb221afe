import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/errors/index.ts'

/** The line to the process that started this one, whichever way it did. */
export interface ParentChannel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** An Electron utility process has `process.parentPort`; a forked Node process has `process.send`. Null: neither. */
export function openParentChannel(): ParentChannel | null {
  // Electron's types say it is always there; in a forked Node process it is not.
  const port = process.parentPort as Electron.ParentPort | undefined
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', (event) => listener(event.data)),
    }
  }
  if (!process.send) return null
  // A forked child outlives its parent unless it watches the line.
  process.on('disconnect', () => process.exit(0))
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  }
}

/** The line of a worker thread to the one that started it. The thread ends when it is closed and nothing is left to do. */
export function openThreadChannel(): ParentChannel & { close(): void } {
  const port = parentPort
  if (port === null) throw new AppError('internal/bug', 'This part of Atelier must be started as a worker thread.')
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  }
}
