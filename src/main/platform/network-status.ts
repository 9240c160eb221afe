import { net } from 'electron'

/** Electron has no event for it. */
const lookEveryMs = 2_000

/** Whether this computer has a network at all; a look costs nothing and asks nobody. */
export interface OwnNetworkStatus {
  isOnline(): boolean
  onChanged(listener: () => void): () => void
}

export function createNetworkStatus(): OwnNetworkStatus {
  return {
    isOnline: () => net.isOnline(),
    onChanged(listener) {
      let was = net.isOnline()
      const timer = setInterval(() => {
        const is = net.isOnline()
        if (is === was) return
        was = is
        listener()
      }, lookEveryMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
