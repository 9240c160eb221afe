import { commands } from '../../../src/main/automation/program/commands.ts'
import type { CliCommand, OptionSpec } from '../../../src/main/automation/program/command.ts'

const head = `# Commands

<!-- Written from the commands’ declarations by \`npm run docs\`. -->

Every command takes \`--json\`: it prints one JSON object whatever happened, described by [report.schema.json](report.schema.json) (\`atelier schema\`). Exit codes: 0 done, 1 failed, 2 bad input, 3 refused by the service, 4 over a spending limit, 5 canceled.
`

/** The reference of all commands, from their declarations. */
export function renderCommands(): string {
  return [head, ...commands.map(renderCommand)].join('\n')
}

function renderCommand({ name, summary, details, args = {}, options = {}, examples }: CliCommand): string {
  const rows = [
    ...Object.entries(args).map(([syntax, help]) => row([`\`${syntax}\``, help])),
    ...Object.entries(options).map(([option, spec]) => row([`\`${termOf(option, spec)}\``, helpOf(spec)])),
  ]
  return [
    `## ${name}`,
    '',
    [summary, details].filter(Boolean).join(' '),
    '',
    ...(rows.length === 0 ? [] : ['| argument or option | meaning |', '| --- | --- |', ...rows, '']),
    '```sh',
    ...examples.map((example) => `atelier ${example}`),
    '```',
    '',
  ].join('\n')
}

function termOf(name: string, { value }: OptionSpec): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`
}

function helpOf({ help, isRequired, isMany }: OptionSpec): string {
  const notes = [isRequired && 'required', isMany && 'can be repeated'].filter(Boolean)
  return notes.length === 0 ? help : `${help} (${notes.join(', ')})`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
