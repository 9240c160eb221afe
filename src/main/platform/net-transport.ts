import { session, type Session } from 'electron'
import { resolveHost, sendByNet } from './net-request.ts'
import { openSocket } from './open-socket.ts'
import type { Transport } from './transport.ts'

/** Chromium's network stack: the system's proxy and certificates, and connections that are kept. No cookies, no cache. */
export function createNetTransport(): Transport {
  const sessions = createFreshSessions()
  return {
    async send(request) {
      if (request.isOnce !== true) return sendByNet(request)
      const own = await sessions.take()
      return sendByNet(request, own, () => sessions.giveBack(own))
    },
    openSocket,
    resolveHost,
  }
}

interface FreshSessions {
  /** A session that nobody else uses and that has no connection open. */
  take(): Promise<Session>
  giveBack(used: Session): void
}

/**
 * Chromium sends a request again, POST too, where a connection that it had used before breaks before the answer
 * (`HttpNetworkTransaction::ShouldResendRequest`), and the service may have had the first one. A session of its own has
 * no used connection. There are as many as there are such requests at once.
 */
function createFreshSessions(): FreshSessions {
  const idle: Session[] = []
  let made = 0
  return {
    async take() {
      const free = idle.pop() ?? session.fromPartition(`atelier-once-${++made}`, { cache: false })
      await free.closeAllConnections()
      return free
    },
    giveBack: (used) => void idle.push(used),
  }
}
