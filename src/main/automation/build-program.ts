import { Command as Program, CommanderError, Option } from 'commander'
import { cliCommandGroups, type CliCommand, type OptionSpec, type OptionSpecs, type OptionValues } from './command.ts'
import { badInput } from './read-options.ts'

export interface ProgramNeeds {
  readonly appVersion: string
  /** Help and version, as they are laid out. */
  readonly write: (text: string) => void
  /** The help where no command is named. */
  readonly writeError: (text: string) => void
  readonly onRun: (command: CliCommand, values: OptionValues<OptionSpecs>, args: readonly string[]) => Promise<void>
}

const jsonOption: OptionSpec = { help: 'Print one JSON object instead of text.' }

const notes = `
Every command takes --json, and its own help: atelier generate --help
ATELIER_HOME sets the folder of the library, settings and logs.
Exit codes: 0 done · 1 failed · 2 bad input · 130 interrupted`

/** The command line as commander runs it: parsing, help and suggestions are its own. */
export function buildProgram(commands: readonly CliCommand[], needs: ProgramNeeds): Program {
  const program = new Program('atelier')
  program
    .description('Generate, edit and organize images from the command line.')
    .version(needs.appVersion, '-v, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show help.')
    .addHelpCommand(helpCommand())
    .configureHelp({ subcommandTerm: termOf })
    .usage('<command> [options]')
    .exitOverride()
    .configureOutput({ writeOut: needs.write, writeErr: needs.writeError, outputError: () => undefined })
    .addHelpText('after', notes)
  for (const group of cliCommandGroups) {
    for (const command of commands) if (command.group === group) addCommand(program, command, needs)
  }
  return program
}

function helpCommand(): Program {
  return new Program('help').argument('[command]').description('Show the help of a command.').helpGroup('Help:')
}

/** Without “[options]”, which all have. */
function termOf(command: Program): string {
  const args = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...args].join(' ')
}

function addCommand(program: Program, command: CliCommand, { onRun }: ProgramNeeds): void {
  const [first = '', second] = command.name.split(' ')
  const added = second === undefined ? program.command(first) : parentOf(program, first, command).command(second)
  const { details, args = {}, options = {}, examples } = command
  added.summary(command.summary).description([command.summary, details].filter(Boolean).join(' '))
  if (second === undefined) added.helpGroup(`${command.group}:`)
  for (const [syntax, help] of Object.entries(args)) added.argument(syntax, help)
  const specs = Object.entries({ ...options, json: jsonOption }).map(
    ([name, spec]) => [name, spec, optionOf(name, spec)] as const,
  )
  for (const [, , option] of specs) added.addOption(option)
  added.addHelpText('after', ['', 'Examples:', ...examples.map((example) => `  atelier ${example}`)].join('\n'))
  added.action(async () => {
    const given = added.opts<Readonly<Record<string, unknown>>>()
    const values = specs.map(([name, spec, option]) => {
      const value = given[option.attributeName()]
      if (spec.isRequired && value === undefined) throw badInput(`Required option ${option.flags} is missing.`)
      return [name, option.negate ? value === false || undefined : value]
    })
    await onRun(command, Object.fromEntries(values) as OptionValues<OptionSpecs>, added.args)
  })
}

function parentOf(program: Program, name: string, { group }: CliCommand): Program {
  const found = program.commands.find((each) => each.name() === name)
  if (found !== undefined) return found
  const parent = program
    .command(name)
    .description(parentSummaries[name] ?? '')
    .usage('<command>')
  return parent.helpGroup(`${group}:`).helpCommand(false)
}

const parentSummaries: Readonly<Record<string, string>> = {
  engine: 'Manage the engine that draws on this computer: list, install, use, remove, test, forget.',
  models: 'Manage models on this computer: list, import, forget, catalog, search, download, add, remove, convert.',
  keys: 'Manage API keys: list, set, test, delete.',
  queue: 'Manage the queue: list, cancel, retry.',
}

function optionOf(name: string, { value, isMany, isRequired, conflictsWith, help, group }: OptionSpec): Option {
  const option = new Option(
    value === undefined ? `--${name}` : `--${name} <${value}>`,
    isRequired ? `${help} Required.` : help,
  )
  if (isMany) option.argParser<string[]>((text, before: string[] | undefined) => [...(before ?? []), text])
  if (conflictsWith !== undefined) option.conflicts(conflictsWith)
  if (group !== undefined) option.helpGroup(`${group}:`)
  return option
}

/** What commander says of bad input, in one line; null = it has shown help or the version. */
export function readProgramError(thrown: unknown): Error | null {
  if (!(thrown instanceof CommanderError)) return thrown instanceof Error ? thrown : new Error(String(thrown))
  if (thrown.exitCode === 0) return null
  if (thrown.code === 'commander.help') return badInput('Name a command.')
  const [problem = '', suggestion] = withoutValues(thrown.message).split('\n')
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.$/, '')}.`
  return badInput(suggestion === undefined ? sentence : `${sentence} ${suggestion.replaceAll(/[()]/g, '')}`)
}

/** A key that was given as an argument by mistake must not be repeated. */
function withoutValues(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/(but got \d+): [^]*$/, '$1')
    .replace(/('--[\w-]+)=[^]*?'/, "$1'")
}
