import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server'
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { agentMessageBytesMax } from '../../../shared/domain/agent-settings.ts'
import type { EditPlanBatchId } from '../../../shared/domain/ids.ts'
import { throttle } from '../../../shared/util/debounce.ts'
import type { TakenUp } from '../../edit-plans/plan-batches.ts'
import type { AgentSessions } from '../../mcp/index.ts'
import { waitForPlan } from '../generate/plan-runs.ts'
import {
  createAgentWorkspace,
  createAgentSession,
  createTrustedSession,
  type AgentWorkspace,
  type AgentWorkspaceNeeds,
} from './agent-session.ts'
import { createMcpServer } from './create-mcp-server.ts'
import { takeUpLeft } from './take-up-left.ts'

const changesPauseMs = 500

export interface AgentSessionsNeeds extends AgentWorkspaceNeeds {
  /** Called with what went wrong with a connection; the client has been told. */
  readonly onProblem: (error: unknown) => void
}

/** What an agent's program has: sessions, and plans that a process left which has ended. */
export interface OwnedSessions extends AgentSessions {
  /** Follows what was taken up to its end. */
  finish(ids: readonly EditPlanBatchId[]): void
}

function createTakenUp(
  { services, limiter }: AgentWorkspace,
  onProblem: (error: unknown) => void,
): Pick<OwnedSessions, 'takeUp' | 'finish' | 'idle' | 'isWorking'> {
  const { planBatches } = services
  const atWork = new Set<Promise<void>>()
  const { signal } = new AbortController()

  async function waitAndForget(id: EditPlanBatchId): Promise<void> {
    await waitForPlan(id, { planBatches, signal, report: () => undefined })
    await planBatches.remove(id)
  }

  function follow(work: Promise<void>): void {
    const followed = work.catch(onProblem).finally(() => atWork.delete(followed))
    atWork.add(followed)
  }

  const finish = (ids: readonly EditPlanBatchId[]) => ids.forEach((id) => follow(waitAndForget(id)))
  return {
    finish,
    takeUp: () => takeUpLeft({ takeUp: () => takeUpAll(services), onProblem }, finish),
    isWorking: () => !limiter.isIdle || atWork.size > 0,
    async idle() {
      await limiter.idle()
      while (atWork.size > 0) await Promise.all(atWork)
    },
  }
}

/** First ends what was not sent: no window is open where a person could release it. */
async function takeUpAll({ planBatches, jobs }: AgentWorkspace['services']): Promise<TakenUp> {
  const unsent = await jobs.endUnsentOfAgents()
  const { ids, left } = await planBatches.takeUp()
  return { ids, left: left + unsent }
}

export function createAgentSessions({ onProblem: onerror, ...needs }: AgentSessionsNeeds): OwnedSessions {
  const host = createAgentWorkspace(needs)
  const { trusted } = needs
  const openSession = () => (trusted ? createTrustedSession(host, trusted) : createAgentSession(host))
  const open = new Set<() => Promise<void>>()
  const web = openSession()
  // Over HTTP there is no connection: all requests share one session, and its limit.
  const handler = createMcpHandler(() => createMcpServer(web), { onerror, maxRequestBodySize: agentMessageBytesMax })
  const stopListening = host.services.assets.changes.onChanged(
    throttle(handler.notify.resourcesChanged, changesPauseMs, { isUnref: true }),
  )

  return {
    async serveStream(stream) {
      const session = openSession()
      const transport = new StdioServerTransport(stream, stream, { maxBufferSize: agentMessageBytesMax })
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
      // It may have waited for the services.
      if (stream.destroyed || stream.readableEnded) resolve()
      for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve())
      const handle = serveStdio(factory, { transport, onerror })
      open.add(handle.close)
      await ended
      stop()
      open.delete(handle.close)
      await handle.close().catch(onerror)
    },
    ...createTakenUp(host, onerror),
    handleHttp: (request) => handler.fetch(request),
    async dispose() {
      stopListening()
      await Promise.all([handler.close(), ...[...open].map((close) => close())])
    },
  }
}
