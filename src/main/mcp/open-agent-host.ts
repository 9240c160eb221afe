import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentHttpState, AgentSettings } from '../../shared/domain/agent-settings.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { listenLocal, type LocalListener } from '../platform/network/local-socket.ts'
import type { Logger } from '../platform/logger.ts'
import type { AgentHost, AgentSessions } from './agent-host.ts'
import type { HttpListener } from './http-listener.ts'

interface Settings {
  readonly agents: AgentSettings
}

export interface AgentHostOptions {
  readonly sessions: AgentSessions
  /** The root of the home whose library this process owns. */
  readonly home: string
  readonly settings: {
    load(): Promise<Settings>
    /** Returns how to stop listening. */
    onChanged(listener: (settings: Settings) => void): () => void
  }
  readonly token: () => Promise<string>
  readonly onHttpChanged: () => void
  readonly logger: Logger
  /** How long after an attempt to take over the local socket from another process the next one follows. */
  readonly retryMs?: number
}

/** Accepts programs on the local socket, and over HTTP while the settings say so. */
export function openAgentHost(options: AgentHostOptions): AgentHost {
  const local = keepLocal(options)
  const http = keepHttp(options)
  return {
    http: http.state,
    isWorking: () => options.sessions.isWorking(),
    renewToken: http.renew,
    async close() {
      await Promise.all([local.close(), http.close()])
      await options.sessions.dispose()
    },
  }
}

/** A command that owns the library without a window ends sooner or later. */
const usualRetryMs = 5_000

function keepLocal({ sessions, home, logger, retryMs = usualRetryMs }: AgentHostOptions): Pick<AgentHost, 'close'> {
  const closing = new AbortController()
  const serve = (stream: Duplex) => {
    sessions
      .serveStream(stream)
      .catch((thrown: unknown) => logger.warn('agents.session-failed', { error: thrown }))
      .finally(() => stream.end(() => stream.destroy()))
  }

  async function listen(): Promise<LocalListener | null> {
    while (!closing.signal.aborted) {
      try {
        const listener = await listenLocal(home, serve)
        void sessions.takeUp()
        return listener
      } catch (thrown) {
        if (toErrorData(thrown).code !== 'storage/locked') {
          logger.warn('agents.no-socket', { error: thrown })
          return null
        }
        await sleep(retryMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
      }
    }
    return null
  }

  const listening = listen()
  return {
    async close() {
      closing.abort()
      await (await listening)?.close()
    },
  }
}

interface HttpKeeper {
  state(): AgentHttpState
  renew(): Promise<void>
  close(): Promise<void>
}

function keepHttp({ sessions, settings, token, onHttpChanged, logger }: AgentHostOptions): HttpKeeper {
  let state: AgentHttpState = { type: 'off' }
  let running: { readonly port: number; readonly listener: HttpListener } | null = null
  /** The port to listen on; null = none. */
  let wanted: number | null = null
  let isClosed = false
  /** Changes are made one at a time. */
  let work: Promise<void> = Promise.resolve()

  async function stop(): Promise<void> {
    const { listener } = running ?? {}
    running = null
    await listener?.close()
  }

  const onError = (thrown: unknown) => logger.warn('agents.http-failed', { error: thrown })
  const handle = (request: Request) => sessions.handleHttp(request)

  async function start(port: number): Promise<AgentHttpState> {
    try {
      // Importing `node:http` loads all of Node's fetch, which a start without HTTP must not wait for.
      const { listenHttp } = await import('./http-listener.ts')
      const listener = await listenHttp({ port, token: await token(), handle, onError })
      running = { port, listener }
      return { type: 'listening', address: listener.address }
    } catch (thrown) {
      onError(thrown)
      return { type: 'failed', message: toErrorData(thrown).message }
    }
  }

  function follow({ isRenewed }: { readonly isRenewed: boolean }): Promise<void> {
    work = work.then(async () => {
      const port = wanted
      if (port !== null && running?.port === port && !isRenewed) return
      await stop()
      state = port === null ? { type: 'off' } : await start(port)
      onHttpChanged()
    })
    return work
  }

  function read({ agents: { http } }: Settings): void {
    const port = http.isOn ? http.port : null
    if (isClosed || port === wanted) return
    wanted = port
    void follow({ isRenewed: false })
  }

  const unsubscribe = settings.onChanged(read)
  void settings.load().then(read, (thrown: unknown) => logger.warn('agents.no-settings', { error: thrown }))
  return {
    state: () => state,
    renew: () => follow({ isRenewed: true }),
    async close() {
      unsubscribe()
      isClosed = true
      wanted = null
      await follow({ isRenewed: false })
    },
  }
}
