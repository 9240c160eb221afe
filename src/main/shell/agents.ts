import type { AgentHttpState } from '../../shared/domain/agent-settings.ts'
import type { HandlerContext } from '../ipc/index.ts'
import type { AgentHost, AgentSessions } from '../mcp/index.ts'
import { launchOfThisProgram } from '../platform/this-program.ts'
import { agentConfiguration } from './agent-configuration.ts'
import type { WindowProgram } from './window/window-program.ts'

/** Programs that use Atelier while its window is open. */
export interface Agents {
  /** What the window may see and do. */
  readonly access: HandlerContext['agents']
  /** Lets programs connect. Call once, when the services are open. */
  open(sessions: AgentSessions): Promise<void>
  /** Whether one of them is being served right now. */
  isWorking(): boolean
  close(): Promise<void>
}

export function createAgents(
  { paths, settings, agentToken, logger }: WindowProgram,
  onHttpChanged: () => void,
): Agents {
  let host: AgentHost | null = null
  let isClosed = false
  const readToken = () => agentToken().get()
  const off: AgentHttpState = { type: 'off' }
  return {
    access: {
      http: () => host?.http() ?? off,
      configuration: () => agentConfiguration(launchOfThisProgram(paths.root)),
      readToken,
      async regenerateToken() {
        await agentToken().regenerate()
        await host?.renewToken()
      },
    },
    async open(sessions) {
      const { openAgentHost } = await import('../mcp/index.ts')
      if (isClosed) return sessions.dispose()
      host = openAgentHost({ sessions, home: paths.root, settings, token: readToken, onHttpChanged, logger })
    },
    isWorking: () => host?.isWorking() ?? false,
    async close() {
      isClosed = true
      await host?.close()
    },
  }
}
