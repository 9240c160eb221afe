import type { Command } from './command.ts'
import { compilePromptCommand } from './compile-prompt-command.ts'
import { expandCommand, mergeCommand, reblendCommand } from './edits-commands.ts'
import { fillCommand } from './fill-command.ts'
import { editCommand, generateCommand, variationsCommand } from './generation-commands.ts'
import { keysCommand } from './keys-command.ts'
import { ledgerCommand } from './ledger-command.ts'
import { exportCommand } from './export-command.ts'
import { importCommand, listCommand } from './library-commands.ts'
import { galleryCommand, sheetCommand } from './pages-commands.ts'
import { providersCommand } from './providers-command.ts'
import { queueCommand } from './queue-command.ts'
import { searchCommand } from './search-command.ts'
import { showCommand } from './show-command.ts'
import { backupCommand, restoreCommand, verifyCommand } from './storage-commands.ts'

export const commands: Readonly<Record<string, Command>> = {
  fill: fillCommand,
  generate: generateCommand,
  edit: editCommand,
  reblend: reblendCommand,
  merge: mergeCommand,
  expand: expandCommand,
  variations: variationsCommand,
  'compile-prompt': compilePromptCommand,
  providers: providersCommand,
  queue: queueCommand,
  import: importCommand,
  list: listCommand,
  search: searchCommand,
  show: showCommand,
  export: exportCommand,
  sheet: sheetCommand,
  gallery: galleryCommand,
  verify: verifyCommand,
  backup: backupCommand,
  restore: restoreCommand,
  ledger: ledgerCommand,
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
    'ATELIER_HOME sets where library, settings and logs live. Every command takes --json and then prints one object;',
    'generate, edit and variations with several --model print a list, one object for each.',
    'Exit codes: 0 done, 1 failed (one of several is enough), 2 bad input.',
  ].join('\n')
}
