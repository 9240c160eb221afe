import { join } from 'node:path'
import { agentFoldersMax, areLimitsRaised, type AgentSettings } from '../../../shared/domain/agent-settings.ts'
import { agentFolderSchema } from '../../../shared/domain/guarded-values.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/agents.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

/** What programs may do is chosen or confirmed in dialogs shown by main. */
export function createAgentsHandlers(context: HandlerContext): HandlersOf<'agents'> {
  const { settings, desktop, agents, about } = context
  const load = async () => (await settings.load()).agents
  /** `next` is given what is in force after a dialog was answered. */
  const change = async (next: (current: AgentSettings) => Partial<AgentSettings>) => {
    const current = await load()
    await settings.change({ agents: { ...current, ...next(current) } })
  }

  return {
    'agents.view': async () => ({
      http: agents.http(),
      outputFolder: (await load()).outputFolder ?? join(about.home, 'output'),
      configuration: agents.configuration(),
    }),
    ...folderHandlers(context, change),
    'agents.setLimits': async (limits, { windowId }) => {
      const from = await load()
      if (areLimitsRaised(from, limits) && !(await desktop.confirmAgentLimits(windowId, { from, to: limits }))) {
        throw AppError.cancelled()
      }
      await change(() => limits)
    },
    'agents.setHttp': async (http, { windowId }) => {
      const isTurnedOn = http.isOn && !(await load()).http.isOn
      if (isTurnedOn && !(await desktop.confirmAgentHttp(windowId, http.port))) throw AppError.cancelled()
      await change(() => ({ http }))
    },
    'agents.copyToken': async () => desktop.copySecret(await agents.readToken()),
    'agents.regenerateToken': () => agents.regenerateToken(),
  }
}

function folderHandlers(
  { desktop }: HandlerContext,
  change: (next: (current: AgentSettings) => Partial<AgentSettings>) => Promise<void>,
): Pick<
  HandlersOf<'agents'>,
  'agents.addFolder' | 'agents.removeFolder' | 'agents.chooseOutputFolder' | 'agents.resetOutputFolder'
> {
  return {
    'agents.addFolder': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      if (path === null) return
      const added = agentFolderSchema.parse(path)
      await change(({ folders }) => {
        if (folders.includes(added)) return {}
        if (folders.length >= agentFoldersMax) throw tooManyFolders()
        return { folders: [...folders, added] }
      })
    },
    'agents.removeFolder': ({ path }) =>
      change(({ folders }) => ({ folders: folders.filter((folder) => folder !== path) })),
    'agents.chooseOutputFolder': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      if (path !== null) await change(() => ({ outputFolder: agentFolderSchema.parse(path) }))
    },
    'agents.resetOutputFolder': () => change(() => ({ outputFolder: null })),
  }
}

function tooManyFolders(): AppError {
  return new AppError('request/invalid', messages.tooManyFolders({ count: agentFoldersMax }))
}
