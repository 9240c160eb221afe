import { z } from 'zod'
import { agentLimitsSchema, agentPortSchema, agentsViewSchema } from '../domain/agent-settings.ts'
import { command, event, query } from './define.ts'

/** Programs that use Atelier through MCP. What they may do is in the settings, and only main changes it. */
export const agents = {
  'agents.view': query('read', z.object({}), agentsViewSchema),
  /** Shows a folder dialog and lets agents read there. */
  'agents.addFolder': command('agents', z.object({}), z.void()),
  'agents.removeFolder': command('agents', z.object({ path: z.string().max(4_000) }), z.void()),
  /** Shows a folder dialog and lets agents write there, and nowhere else. */
  'agents.chooseOutputFolder': command('agents', z.object({}), z.void()),
  'agents.resetOutputFolder': command('agents', z.object({}), z.void()),
  /** Main asks before limits are raised. @throws request/cancelled if the user declines */
  'agents.setLimits': command('agents', agentLimitsSchema, z.void()),
  /** Main asks before it is turned on. @throws request/cancelled if the user declines */
  'agents.setHttp': command('agents', z.object({ isOn: z.boolean(), port: agentPortSchema }), z.void()),
  /** Main copies it to the clipboard: the window never gets it. */
  'agents.copyToken': command('agents', z.object({}), z.void()),
  /** Disconnects agents that use the old one. @throws credential/unavailable if it cannot be replaced */
  'agents.regenerateToken': command('agents', z.object({}), z.void()),
  'agents.changed': event(z.object({})),
}
