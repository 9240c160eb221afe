import { net } from 'electron'

/** Polled because Electron has no event for it. */
const lookEveryMs = 2_000

/** Whether this computer has a network at all; checking is cheap and sends nothing. */
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
