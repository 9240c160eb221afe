import type { CliCommand } from './command.ts'

/** Commands that are quicker than loading all of them. A test compares them with the list. */
export const quickCommands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  list: async () => (await import('../library/library-commands.ts')).listCommand,
  search: async () => (await import('../library/search-command.ts')).searchCommand,
}

export const isQuick = ([first = '']: readonly string[]): boolean => Object.hasOwn(quickCommands, first)

/** Returns the commands that these arguments may concern: all of them, unless the first names a quick one. */
export async function loadCommands([first = '']: readonly string[]): Promise<readonly CliCommand[]> {
  const load = Object.hasOwn(quickCommands, first) ? quickCommands[first] : undefined
  return load === undefined ? (await import('./commands.ts')).commands : [await load()]
}
