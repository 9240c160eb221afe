import type { Command } from './command.ts'
import { fillCommand } from './fill-command.ts'
import { editCommand, generateCommand, variationsCommand } from './generation-commands.ts'
import { keysCommand } from './keys-command.ts'
import { exportCommand, importCommand, listCommand } from './library-commands.ts'
import { providersCommand } from './providers-command.ts'

export const commands: Readonly<Record<string, Command>> = {
  fill: fillCommand,
  generate: generateCommand,
  edit: editCommand,
  variations: variationsCommand,
  providers: providersCommand,
  import: importCommand,
  list: listCommand,
  export: exportCommand,
  keys: keysCommand,
}

export function helpText(appVersion: string): string {
  const entries = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
  return [
    `Atelier ${appVersion}`,
    '',
    ...entries,
    '',
    '  --help, --version',
    '',
    'ATELIER_HOME sets where library, settings and logs live. Every command takes --json and then prints one object.',
    'Exit codes: 0 done, 1 failed, 2 bad input.',
  ].join('\n')
}
