import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/errors/index.ts'

/** The channel to the parent process, however that started this one. */
export interface ParentChannel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/**
 * Uses `process.parentPort` in an Electron utility process and `process.send` in a forked Node process. Null: neither.
 */
export function openParentChannel(): ParentChannel | null {
  // Electron's types declare it as always present; in a forked Node process it is not.
  const port = process.parentPort as Electron.ParentPort | undefined
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', (event) => listener(event.data)),
    }
  }
  if (!process.send) return null
  // A forked child outlives its parent unless it watches the channel.
  process.on('disconnect', () => process.exit(0))
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  }
}

/** The channel of a worker thread to its parent. The thread ends once it is closed and no work is left. */
export interface ThreadChannel extends ParentChannel {
  close(): void
}

export function openThreadChannel(): ThreadChannel {
  const port = parentPort
  if (port === null) throw new AppError('internal/bug', 'This part of Atelier must be started as a worker thread.')
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  }
}
