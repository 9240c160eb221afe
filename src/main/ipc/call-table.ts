/** Pending calls, so that a window can cancel each of its own, and all are canceled when it closes. */
export interface CallTable {
  /** Returns null if this window already has a pending call with that id. */
  begin(windowId: number, callId: string): AbortSignal | null
  end(windowId: number, callId: string): void
  cancel(windowId: number, callId: string): void
  cancelWindow(windowId: number): void
}

export function createCallTable(): CallTable {
  const windows = new Map<number, Map<string, AbortController>>()
  return {
    begin(windowId, callId) {
      const calls = windows.get(windowId) ?? new Map<string, AbortController>()
      if (calls.has(callId)) return null
      const controller = new AbortController()
      windows.set(windowId, calls.set(callId, controller))
      return controller.signal
    },
    end(windowId, callId) {
      const calls = windows.get(windowId)
      calls?.delete(callId)
      if (calls?.size === 0) windows.delete(windowId)
    },
    cancel: (windowId, callId) => windows.get(windowId)?.get(callId)?.abort(),
    cancelWindow(windowId) {
      for (const controller of windows.get(windowId)?.values() ?? []) controller.abort()
    },
  }
}
