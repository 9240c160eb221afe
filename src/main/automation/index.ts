import type { AgentSessions } from '../mcp/index.ts'
import type { AgentSessionsNeeds } from './mcp/agent-sessions.ts'

export { isForCommandLine } from './is-for-command-line.ts'
export { createOpeningLines } from './opening-lines.ts'
export { programArguments, readPlaces } from './program-arguments.ts'
export { startCommandLine, type CommandLineProgram } from './start-command-line.ts'
export { lacksDisplay, runAgainWithoutDisplay } from './without-display.ts'

/** The services that the tools work with. */
export type AgentServices = AgentSessionsNeeds['services']

/** Loaded late: the first frame needs no tools. */
export async function openAgentSessions(needs: AgentSessionsNeeds): Promise<AgentSessions> {
  const { createAgentSessions } = await import('./mcp/agent-sessions.ts')
  return createAgentSessions(needs)
}
