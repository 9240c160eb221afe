import { Command as Program, Option } from 'commander'
import * as messages from '../../../shared/messages/en/cli.ts'
import {
  cliCommandGroups,
  type CliCommand,
  type CliCommandGroup,
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
} from './command.ts'
import { badInput } from '../read-options.ts'

export interface ProgramNeeds {
  readonly appVersion: string
  /** Writes formatted help and version text. */
  readonly write: (text: string) => void
  /** Writes the help shown where no command is given. */
  readonly writeError: (text: string) => void
  readonly onRun: (command: CliCommand, values: OptionValues<OptionSpecs>, args: readonly string[]) => Promise<void>
}

const jsonOption: OptionSpec = { help: messages.printJson }

const notes = ['', messages.everyCommand, messages.homeFolder, messages.exitCodes].join('\n')

const groupHeadings: Readonly<Record<CliCommandGroup, string>> = {
  edit: messages.editGroup,
  generate: messages.generateGroup,
  library: messages.libraryGroup,
  export: messages.exportGroup,
  models: messages.modelsGroup,
  providers: messages.providersGroup,
  automation: messages.automationGroup,
}

/** Headings that commander writes itself. */
const ownHeadings: Readonly<Record<string, string>> = {
  'Usage:': messages.usageHeading,
  'Arguments:': messages.argumentsHeading,
  'Options:': messages.optionsHeading,
  'Commands:': messages.commandsHeading,
}

/** Builds the command line as a commander program: parsing, help and suggestions are commander's. */
export function buildProgram(commands: readonly CliCommand[], needs: ProgramNeeds): Program {
  const program = new Program('atelier')
  program
    .description(messages.programSummary)
    .version(needs.appVersion, '-v, --version', messages.showVersion)
    .helpOption('-h, --help', messages.showHelp)
    .addHelpCommand(helpCommand())
    .configureHelp({ subcommandTerm: termOf, styleTitle: (title) => ownHeadings[title] ?? title })
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
  return new Program('help').argument('[command]').description(messages.showCommandHelp).helpGroup(messages.helpHeading)
}

/** Without “[options]”, which all commands have. */
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
  if (second === undefined) added.helpGroup(groupHeadings[command.group])
  for (const [syntax, help] of Object.entries(args)) added.argument(syntax, help)
  const specs = Object.entries({ ...options, json: jsonOption }).map(
    ([name, spec]) => [name, spec, optionOf(name, spec)] as const,
  )
  for (const [, , option] of specs) added.addOption(option)
  added.addHelpText(
    'after',
    ['', messages.examplesHeading, ...examples.map((example) => `  atelier ${example}`)].join('\n'),
  )
  added.action(async () => {
    const given = added.opts<Readonly<Record<string, unknown>>>()
    const values = specs.map(([name, spec, option]) => {
      const value = given[option.attributeName()]
      if (spec.isRequired && value === undefined) {
        throw badInput(messages.requiredOptionMissing({ option: option.flags }))
      }
      requireChoice(`--${name}`, spec, value)
      return [name, option.negate ? value === false || undefined : value]
    })
    await onRun(command, Object.fromEntries(values) as OptionValues<OptionSpecs>, added.args)
  })
}

function requireChoice(option: string, { choices }: OptionSpec, given: unknown): void {
  if (choices === undefined) return
  const wrong = [given].flat().find((value): value is string => typeof value === 'string' && !choices.includes(value))
  if (wrong !== undefined) throw badInput(messages.notOneOf({ option, values: choices.join(', '), value: wrong }))
}

function parentOf(program: Program, name: string, { group }: CliCommand): Program {
  const command = program.commands.find((each) => each.name() === name)
  if (command !== undefined) return command
  const parent = program
    .command(name)
    .description(messages.parentSummaries[name] ?? '')
    .usage('<command>')
  return parent.helpGroup(groupHeadings[group]).helpCommand(false)
}

function optionOf(name: string, { value, isMany, isRequired, conflictsWith, help, heading }: OptionSpec): Option {
  const option = new Option(
    value === undefined ? `--${name}` : `--${name} <${value}>`,
    isRequired ? `${help} ${messages.required}` : help,
  )
  if (isMany) option.argParser<string[]>((text, previous: string[] | undefined) => [...(previous ?? []), text])
  if (conflictsWith !== undefined) option.conflicts(conflictsWith)
  if (heading !== undefined) option.helpGroup(heading)
  return option
}
