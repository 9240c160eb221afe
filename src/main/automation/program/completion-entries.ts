import * as messages from '../../../shared/messages/en/cli.ts'
import type { CliCommand, OptionSpec } from './command.ts'

/** A command line up to the word to complete: the program, a command or a parent of commands. */
export interface CompletionEntry {
  /** `''`, `fill`, `engine` or `engine install`. */
  readonly path: string
  /** The commands that may follow, with their summaries. */
  readonly commands: readonly CompletionWord[]
  readonly options: readonly CompletionOption[]
  readonly argument: CompletionValue
}

export interface CompletionWord {
  readonly name: string
  readonly help: string
}

export interface CompletionOption extends CompletionWord {
  /** null = a flag. */
  readonly value: CompletionValue | null
}

export interface CompletionValue {
  readonly words: readonly string[]
  readonly isFile: boolean
}

/** Placeholders of arguments and options that name a file or folder. */
const filePlaceholders = /^(file|files|folder|from|image|images|library|onto|path|paths|path@scale|zip)$/

const helpOption: CompletionOption = { name: 'help', help: messages.showHelp, value: null }
const versionOption: CompletionOption = { name: 'version', help: messages.showVersion, value: null }
const jsonOption: CompletionOption = { name: 'json', help: messages.printJson, value: null }

/** Everything that can be completed, from the declarations of the commands. */
export function listCompletionEntries(
  commands: readonly CliCommand[],
  parentSummaries: Readonly<Record<string, string>>,
): CompletionEntry[] {
  const wordsBelow = new Map<string, CompletionWord[]>([['', []]])
  for (const { name, summary } of commands) {
    const [first = '', second] = name.split(' ')
    if (second === undefined) wordsBelow.get('')!.push({ name: first, help: summary })
    else if (wordsBelow.has(first)) wordsBelow.get(first)!.push({ name: second, help: summary })
    else {
      wordsBelow.get('')!.push({ name: first, help: parentSummaries[first] ?? '' })
      wordsBelow.set(first, [{ name: second, help: summary }])
    }
  }
  const topNames = wordsBelow.get('')!.map(({ name }) => name)
  wordsBelow.get('')!.push({ name: 'help', help: messages.showCommandHelp })
  const parents = [...wordsBelow].map(([path, words]) => ({
    path,
    commands: words,
    options: path === '' ? [helpOption, versionOption] : [helpOption],
    argument: noValue,
  }))
  const help = { path: 'help', commands: [], options: [], argument: { words: topNames, isFile: false } }
  return [...parents, ...commands.map(entryOf), help]
}

const noValue: CompletionValue = { words: [], isFile: false }

function entryOf({ name, options = {}, args = {}, suggestions = [] }: CliCommand): CompletionEntry {
  const placeholders = Object.keys(args).map((syntax) => syntax.replaceAll(/[<>[\].]/g, ''))
  return {
    path: name,
    commands: [],
    options: [...Object.entries(options).map(([option, spec]) => optionOf(option, spec)), jsonOption, helpOption],
    argument: { words: suggestions, isFile: placeholders.some((each) => filePlaceholders.test(each)) },
  }
}

function optionOf(name: string, { value, help, choices, suggestions }: OptionSpec): CompletionOption {
  if (value === undefined) return { name, help, value: null }
  return { name, help, value: { words: choices ?? suggestions ?? [], isFile: filePlaceholders.test(value) } }
}
