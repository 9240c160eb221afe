import { session, type Session } from 'electron'
import { resolveHost, sendByNet } from './net-request.ts'
import { openSocket } from './open-socket.ts'
import type { Transport } from './transport.ts'

/** Chromium's network stack: the system's proxy and certificates, and kept-alive connections. No cookies, no cache. */
export function createNetTransport(): Transport {
  const sessions = createFreshSessions()
  return {
    async send(request) {
      if (request.isOnce !== true) return sendByNet(request, servicesSession())
      const netSession = await sessions.take()
      return sendByNet(request, netSession, () => sessions.giveBack(netSession))
    },
    openSocket,
    resolveHost,
  }
}

/** Not the default one, which belongs to the window and has no network. Created with the first request. */
function servicesSession(): Session {
  return session.fromPartition(servicesPartition, { cache: false })
}

/** In memory: nothing of it is kept. */
const servicesPartition = 'atelier-services'

interface FreshSessions {
  /** A session that is not in use and has no open connections. */
  take(): Promise<Session>
  giveBack(used: Session): void
}

/**
 * Chromium resends a request, even a POST, when a reused connection breaks before the response
 * (`HttpNetworkTransaction::ShouldResendRequest`), and the service may already have received the first one. A dedicated
 * session has no reused connection. There are as many sessions as there are concurrent requests of this type.
 */
function createFreshSessions(): FreshSessions {
  const idle: Session[] = []
  let sessionCount = 0
  return {
    async take() {
      const free = idle.pop() ?? session.fromPartition(`atelier-once-${++sessionCount}`, { cache: false })
      await free.closeAllConnections()
      return free
    },
    giveBack: (used) => void idle.push(used),
  }
}
