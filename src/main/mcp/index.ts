export type { AgentHost, AgentSessions } from './agent-host.ts'
export { openAgentHost } from './open-agent-host.ts'
