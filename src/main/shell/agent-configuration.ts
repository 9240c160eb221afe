import type { ProgramLaunch } from '../platform/pure/program-launch.ts'

/** Returns the entry for the configuration file of an MCP client: clients share the format. */
export function agentConfiguration({ command, args, env }: ProgramLaunch): string {
  const fields = [
    `"command": ${JSON.stringify(command)}`,
    `"args": [${[...args, 'mcp'].map((text) => JSON.stringify(text)).join(', ')}]`,
    ...Object.entries(env).map(([name, value]) => `"env": { ${JSON.stringify(name)}: ${JSON.stringify(value)} }`),
  ]
  // Shown to people, so a list is on one line, which JSON.stringify cannot do.
  return ['{', '  "mcpServers": {', '    "atelier": {', `      ${fields.join(',\n      ')}`, '    }', '  }', '}'].join(
    '\n',
  )
}
