/** How this process was started. */
interface Installation {
  readonly executable: string
  /** The folder of the program's code, which Electron is started with; null = packaged. */
  readonly appFolder: string | null
  readonly hasSandbox: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/**
 * Returns the entry for the configuration file of an MCP client, which starts this installation for this home. Clients
 * share the format, but start programs without the environment of a shell.
 */
export function agentConfiguration({ executable, appFolder, hasSandbox, env, home }: Installation): string {
  const hasOwnHome = Boolean(env['ATELIER_HOME']?.trim())
  // Where an AppImage is mounted changes with every start.
  const command = env['APPIMAGE'] ?? executable
  const args = [...(hasSandbox ? [] : ['--no-sandbox']), ...(appFolder === null ? [] : [appFolder]), 'mcp']
  const fields = [
    `"command": ${JSON.stringify(command)}`,
    `"args": [${args.map((text) => JSON.stringify(text)).join(', ')}]`,
    ...(hasOwnHome ? [`"env": { "ATELIER_HOME": ${JSON.stringify(home)} }`] : []),
  ]
  // Shown to people, so a list is on one line, which JSON.stringify cannot do.
  return ['{', '  "mcpServers": {', '    "atelier": {', `      ${fields.join(',\n      ')}`, '    }', '  }', '}'].join(
    '\n',
  )
}
