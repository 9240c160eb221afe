import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { countStart } from '../../support/count-start.ts'
import { call } from './bridge.ts'
import type { Running } from './launch.ts'

/** An agent, by the configuration that Settings shows. */
export async function connectByConfiguration({ page }: Running, name: string): Promise<Client> {
  const { configuration } = await call(page, 'agents.view', {})
  const { mcpServers } = JSON.parse(configuration) as {
    mcpServers: { atelier: { command: string; args: string[]; env: Record<string, string> } }
  }
  const client = new Client({ name, version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  const { command, args, env } = mcpServers.atelier
  const { ELECTRON_RUN_AS_NODE: _asNode, ...own } = process.env as Record<string, string>
  countStart()
  await client.connect(new StdioClientTransport({ command, args, env: { ...own, ...env }, stderr: 'ignore' }))
  return client
}
