type Listener<Args extends readonly unknown[]> = (...args: Args) => void

/** One event and who listens to it. Its functions need no `this`: they are handed on as they are. */
export interface Emitter<Args extends readonly unknown[]> {
  /** Returns how to stop listening. */
  readonly on: (listener: Listener<Args>) => () => void
  /** Calls the listeners in the order in which they came. */
  readonly emit: Listener<Args>
  readonly hasListeners: () => boolean
  readonly clear: () => void
}

/**
 * @param onError where given, it gets what a listener throws, and the others are still called; without it, `emit` throws
 */
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
