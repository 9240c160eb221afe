import { McpServer } from '@modelcontextprotocol/server'
import * as messages from '../../../shared/messages/en/tools.ts'
import { tools } from '../tools/tools.ts'
import type { AgentSession } from './agent-session.ts'
import { callTool } from './call-tool.ts'
import { registerPrompts } from './register-prompts.ts'
import { registerResources } from './register-resources.ts'

/** The server that one client talks to: every tool, the library's resources, and prompts. */
export function createMcpServer(session: AgentSession): McpServer {
  const { host } = session
  const server = new McpServer(
    { name: 'atelier', title: 'Atelier', version: host.appVersion },
    { instructions: messages.mcpInstructions },
  )
  for (const tool of tools) {
    const { name, title, description, input, output, isReadOnly } = tool
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        outputSchema: output,
        // Nothing is ever overwritten or deleted.
        annotations: { readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: !isReadOnly },
      },
      (parameters, ctx) => callTool(tool, parameters, { session, server, ctx }),
    )
  }
  registerResources(server, host)
  registerPrompts(server)
  return server
}
