import { lazy } from '../../shared/util/lazy.ts'
import type { AgentSessions } from '../mcp/index.ts'
import type { AgentSessionsNeeds, OwnedSessions } from './mcp/agent-sessions.ts'
import { takeUpLeft } from './mcp/take-up-left.ts'

export { isForCommandLine } from './program/is-for-command-line.ts'
export { createOpeningLines } from './program/opening-lines.ts'
export { asksForVersion, programArguments, readPlaces, switchesAmongWords } from './program/program-arguments.ts'
export type { InstalledProgram } from './program/command.ts'
export { runCommand, type CommandProgram, type Invocation, type OpenProgram } from './program/run-command.ts'
export { printVersion, startCommandLine } from './program/start-command-line.ts'
export { lacksDisplay, runAgainWithoutDisplay } from './program/without-display.ts'

/** The services that the tools work with. */
export type AgentServices = AgentSessionsNeeds['services']

/** Loads the tools and their server when the first program connects: a start of the window needs neither. */
export function openAgentSessions(needs: AgentSessionsNeeds): AgentSessions {
  let loaded: OwnedSessions | null = null
  const load = lazy(async () => {
    const { createAgentSessions } = await import('./mcp/agent-sessions.ts')
    return (loaded = createAgentSessions(needs))
  })

  return {
    serveStream: async (stream) => (await load()).serveStream(stream),
    handleHttp: async (request) => (await load()).handleHttp(request),
    takeUp() {
      const { services, onProblem } = needs
      return takeUpLeft({ takeUp: () => services.planBatches.takeUp(), onProblem }, async (ids) =>
        (await load()).finish(ids),
      )
    },
    isWorking: () => loaded?.isWorking() ?? false,
    idle: async () => (await load.started())?.idle(),
    dispose: async () => (await load.started())?.dispose(),
  }
}
