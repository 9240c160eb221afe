import { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import * as messages from '../../../shared/messages/en/tools.ts'
import { asMeant } from '../tools/as-meant.ts'
import type { ToolDefinition } from '../tools/tool.ts'
import { tools } from '../tools/tools.ts'
import type { AgentSession, AgentWorkspace } from './agent-session.ts'
import { callTool } from './call-tool.ts'
import { registerResources } from './register-resources.ts'

/** The server that one client talks to: every tool, the library's resources, and prompts. */
export function createMcpServer(session: AgentSession): McpServer {
  const { host } = session
  const server = new McpServer(
    { name: 'atelier', title: 'Atelier', version: host.appVersion },
    { instructions: instructionsOf(host) },
  )
  for (const tool of tools) {
    const { name, title, description, input, output, isReadOnly } = tool
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: readsAsMeant(input),
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

/** The schema that a client is shown, which reads what a client sends as that client means it. */
function readsAsMeant(input: ToolDefinition['input']): Pick<ToolDefinition['input'], '~standard'> {
  const standard = input['~standard']
  return { '~standard': { ...standard, validate: (value) => standard.validate(asMeant(input, value)) } }
}

/** Says where files are, which a client cannot find out otherwise. */
function instructionsOf(host: AgentWorkspace): string {
  const { folders } = host.settings().agents
  return messages.mcpInstructions({
    folders: folders.length === 0 ? messages.noFolders : folders.join(', '),
    output: host.outputFolder(),
  })
}

const text = z.string().min(1).max(2_000)

/** Tasks that a person starts from the client's menu. */
function registerPrompts(server: McpServer): void {
  server.registerPrompt(
    'restyle-image',
    {
      title: messages.restylePromptTitle,
      description: messages.restylePrompt,
      argsSchema: z.object({
        image: text.describe(messages.restyleImage),
        style: text.describe(messages.restyleStyle),
      }),
    },
    (values) => toPrompt(messages.restyleText(values)),
  )
  server.registerPrompt(
    'remove-object',
    {
      title: messages.cleanPromptTitle,
      description: messages.cleanPrompt,
      argsSchema: z.object({
        image: text.describe(messages.restyleImage),
        object: text.describe(messages.cleanObject),
      }),
    },
    (values) => toPrompt(messages.cleanText(values)),
  )
  server.registerPrompt(
    'explore-idea',
    {
      title: messages.explorePromptTitle,
      description: messages.explorePrompt,
      argsSchema: z.object({
        idea: text.describe(messages.exploreIdea),
        budget: text.describe(messages.exploreBudget),
      }),
    },
    (values) => toPrompt(messages.exploreText(values)),
  )
}

function toPrompt(words: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text: words } }] }
}
