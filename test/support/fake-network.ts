import type { NetworkStatus } from '../../src/main/jobs/queue/lane-gate.ts'

/** A network that is there until a test says otherwise. */
export function createFakeNetwork(): NetworkStatus & { set(isOnline: boolean): void } {
  const listeners = new Set<() => void>()
  let isOnline = true
  return {
    isOnline: () => isOnline,
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      isOnline = next
      for (const listener of listeners) listener()
    },
  }
}
