import { app } from 'electron'
import type { AgentHttpState } from '../../shared/domain/agent-settings.ts'
import type { HandlerContext } from '../ipc/index.ts'
import type { AgentHost, AgentSessions } from '../mcp/index.ts'
import { agentConfiguration } from './agent-launch.ts'
import type { WindowProgram } from './window-program.ts'

/** Programs that use Atelier while its window is open. */
export interface Agents {
  /** What the window may see and do. */
  readonly access: HandlerContext['agents']
  /** Lets programs connect. Call once, when the services are open. */
  open(sessions: AgentSessions): Promise<void>
  close(): Promise<void>
}

export function createAgents(
  { paths, settings, agentToken, logger }: WindowProgram,
  onHttpChanged: () => void,
): Agents {
  let host: AgentHost | null = null
  let isClosed = false
  const off: AgentHttpState = { type: 'off' }
  return {
    access: {
      http: () => host?.http() ?? off,
      configuration: () =>
        agentConfiguration({
          executable: process.execPath,
          appFolder: app.isPackaged ? null : app.getAppPath(),
          hasSandbox: !app.commandLine.hasSwitch('no-sandbox'),
          env: process.env,
          home: paths.root,
        }),
      readToken: () => agentToken().get(),
      async regenerateToken() {
        await agentToken().regenerate()
        await host?.renewToken()
      },
    },
    async open(sessions) {
      const { openAgentHost } = await import('../mcp/index.ts')
      if (isClosed) return sessions.dispose()
      const token = () => agentToken().get()
      host = openAgentHost({ sessions, home: paths.root, settings, token, onHttpChanged, logger })
    },
    async close() {
      isClosed = true
      await host?.close()
    },
  }
}
