type Listener<Args extends readonly unknown[]> = (...args: Args) => void

/** One event and its listeners. Its functions do not use `this`, so they can be passed around. */
export interface Emitter<Args extends readonly unknown[]> {
  /** Returns the unsubscribe function. */
  readonly on: (listener: Listener<Args>) => () => void
  /** Calls the listeners in the order they were added. */
  readonly emit: Listener<Args>
  readonly hasListeners: () => boolean
  readonly clear: () => void
}

/** @param onError receives what a listener throws, and the others are still called; without it, `emit` throws */
export function createEmitter<Args extends readonly unknown[] = []>(onError?: (error: unknown) => void): Emitter<Args> {
  const listeners = new Set<Listener<Args>>()
  const call = (listener: Listener<Args>, args: Args) => {
    if (onError === undefined) return listener(...args)
    try {
      listener(...args)
    } catch (error) {
      onError(error)
    }
  }
  return {
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    emit: (...args) => listeners.forEach((listener) => call(listener, args)),
    hasListeners: () => listeners.size > 0,
    clear: () => listeners.clear(),
  }
}
