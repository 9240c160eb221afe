import type { WireSocket, WireSocketOptions } from './transport.ts'
import { WireFailure } from './wire-failure.ts'

/** How long a local server may take for the handshake; cloud services have no live channel. */
const openingTimeoutMs = 10_000

/**
 * Opens a WebSocket with Node's own client. It sends no `Origin`, so ComfyUI, which rejects foreign origins, accepts
 * it; and unlike Chromium's client it allows custom headers. It ignores proxies: whatever it cannot reach, the caller
 * must do without.
 */
export function openSocket(url: string, options: WireSocketOptions): Promise<WireSocket> {
  const { signal, onFrame, onClose } = options
  if (signal.aborted) return Promise.reject(new WireFailure('aborted', 'no', 'aborted'))
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { ...options.headers } })
    socket.binaryType = 'arraybuffer'
    let isOpen = false
    const stop = () => socket.close()
    const timer = setTimeout(() => {
      reject(new WireFailure('refused', 'no', 'WEBSOCKET_TIMEOUT'))
      stop()
    }, openingTimeoutMs)
    signal.addEventListener('abort', stop, { once: true })
    socket.addEventListener('open', () => {
      isOpen = true
      clearTimeout(timer)
      resolve({ send: (text) => socket.send(text), close: stop })
    })
    socket.addEventListener('message', ({ data }: MessageEvent) => {
      if (signal.aborted) return
      if (typeof data === 'string') onFrame(data)
      else if (data instanceof ArrayBuffer) onFrame(new Uint8Array(data))
    })
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      reject(new WireFailure(signal.aborted ? 'aborted' : 'refused', 'no', 'WEBSOCKET_CLOSED'))
      if (isOpen) onClose()
    })
  })
}
