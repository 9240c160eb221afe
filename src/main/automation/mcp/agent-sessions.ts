import type { Duplex, Readable, Writable } from 'node:stream'
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { throttle } from '../../../shared/util/debounce.ts'
import { createAgentHost, createAgentSession, type AgentHostNeeds } from './agent-session.ts'
import { createMcpServer } from './create-mcp-server.ts'

/** Serves MCP to any number of clients. */
export interface AgentSessions {
  /** Serves one client until its stream ends. */
  serveStream(stream: Duplex | { readonly input: Readable; readonly output: Writable }): Promise<void>
  handleHttp(request: Request): Promise<Response>
  /** Ends all sessions. */
  dispose(): Promise<void>
}

/** A message may carry an image as base64. */
const messageBytesMax = 96 * 2 ** 20
const changesPauseMs = 500

interface AgentSessionsNeeds extends AgentHostNeeds {
  /** Called with what went wrong with a connection; the client has been told. */
  readonly onProblem: (error: unknown) => void
}

export function createAgentSessions({ onProblem: onerror, ...needs }: AgentSessionsNeeds): AgentSessions {
  const host = createAgentHost(needs)
  const open = new Set<() => Promise<void>>()
  const web = createAgentSession(host)
  // Over HTTP there is no connection: all requests share one session, and its limit.
  const handler = createMcpHandler(() => createMcpServer(web), { onerror, maxRequestBodySize: messageBytesMax })
  const stopListening = host.services.assets.changes.onChanged(
    throttle(handler.notify.resourcesChanged, changesPauseMs, { isUnref: true }),
  )

  return {
    async serveStream(stream) {
      const session = createAgentSession(host)
      const { input, output } = 'input' in stream ? stream : { input: stream, output: stream }
      const transport = new StdioServerTransport(input, output, { maxBufferSize: messageBytesMax })
      const servers = new Set<McpServer>()
      const factory = () => {
        const server = createMcpServer(session)
        servers.add(server)
        return server
      }
      const stop = host.services.assets.changes.onChanged(
        throttle(
          () => {
            for (const server of servers) if (server.isConnected()) server.sendResourceListChanged()
          },
          changesPauseMs,
          { isUnref: true },
        ),
      )
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      for (const event of ['end', 'close', 'error']) input.once(event, () => resolve())
      output.once('error', () => resolve())
      const handle = serveStdio(factory, { transport, onerror })
      open.add(handle.close)
      await ended
      stop()
      open.delete(handle.close)
      await handle.close().catch(onerror)
    },
    handleHttp: (request) => handler.fetch(request),
    async dispose() {
      stopListening()
      await Promise.all([handler.close(), ...[...open].map((close) => close())])
    },
  }
}
