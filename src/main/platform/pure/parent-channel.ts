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
