import type { Duplex, Readable } from 'node:stream'
import { oneOfValues } from '../../../shared/messages/en/cli.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { ProgramLaunch } from '../../platform/pure/program-launch.ts'
import type { LibraryImages } from '../../read-library.ts'
import type { Secrets } from '../../secrets/index.ts'
import type { ConfigurationSource, SettingsStore } from '../../settings/index.ts'
import type { MainServices } from '../../main-services.ts'
import type { Report } from '../report-schema.ts'

/** Standard input: a pipe, a file or a terminal. */
export type CommandInput = Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode'>>

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How this installation is started by others, and what it gives them for that. */
export interface InstalledProgram {
  /** Of a command. */
  launch(): ProgramLaunch
  /** Folder of the built client library. */
  readonly clientFolder: string
}

/** Configuration paths for this run, overriding all settings. */
export interface Places {
  readonly configPath?: string
}

/** What commands and tools work with. Most is opened on first use. */
export type ProgramServices = Pick<
  MainServices,
  | 'assets'
  | 'exports'
  | 'grids'
  | 'planBatches'
  | 'jobs'
  | 'modelValue'
  | 'imaging'
  | 'storage'
  | 'signing'
  | 'ledger'
  | 'engine'
  | 'local'
  | 'engineReleases'
  | 'downloads'
  | 'embeddings'
  | 'backgrounds'
  | 'controls'
  | 'descriptions'
  | 'objects'
  | 'detection'
  | 'openProviders'
>

/** What a command may use that runs while Electron starts. Services open on first use. */
export interface EarlyContext {
  readonly paths: HomePaths
  readonly appVersion: string
  /** Of whoever gave the command, with the keys. */
  readonly env: Environment
  /** Base for relative paths. */
  readonly workingFolder: string
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** `places` only matters in the first call: services open once. */
  services(places?: Places): Promise<ProgramServices>
  /** The images, read without opening any service where that is possible. */
  libraryImages(): Promise<LibraryImages>
}

/** What all other commands may use: Electron is ready, and invalid settings are reported. */
export interface CommandContext extends EarlyContext {
  secrets(): Secrets
  readonly settings: Pick<SettingsStore, 'load' | 'get' | 'reload' | 'change' | 'own'>
  /** `atelier.yaml`; its problems end only commands that open services or show it. */
  readonly configuration: Pick<ConfigurationSource, 'path' | 'get' | 'problem' | 'use'>
  /** Prints a line to standard error, for long-running work. */
  readonly reportProgress: (line: string) => void
  /** Reads all of standard input or, in a terminal, one hidden line after `prompt`. */
  readSecret(prompt: string): Promise<string>
  /** Reads all of standard input unchanged. */
  readBytes(): Promise<Uint8Array<ArrayBuffer>>
  /** Standard input and output, for a command that holds a conversation. */
  openStreams(): Duplex
  installed(): Promise<InstalledProgram>
}

export interface CommandOutcome {
  /** For people, on standard output. */
  readonly lines: readonly string[]
  /** On standard output, in place of lines. */
  readonly bytes?: Uint8Array
  /** A list where several models were used: one each. */
  readonly report: Report | readonly Report[]
  /** One line each on standard error. */
  readonly problems?: readonly string[]
}

/** The report takes longer than the lines: it is made where it is printed, which is with `--json`. */
export interface EarlyOutcome extends Omit<CommandOutcome, 'report'> {
  readonly report: () => Promise<Report>
}

/** Groups of the overview, in order. */
export const cliCommandGroups = ['edit', 'generate', 'library', 'export', 'models', 'providers', 'automation'] as const
export type CliCommandGroup = (typeof cliCommandGroups)[number]

export interface OptionSpec {
  /** Placeholder for its value in the help; absent = a flag. */
  readonly value?: string
  /** May be given several times. */
  readonly isMany?: true
  readonly isRequired?: true
  /** The option it cannot be combined with. */
  readonly conflictsWith?: string
  /** The only values it takes. */
  readonly choices?: readonly string[]
  /** Some of the values it takes, offered by shells. */
  readonly suggestions?: readonly string[]
  readonly help: string
  /** Its heading in the help; absent = "Options:". */
  readonly heading?: string
}
/** By name, without the dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>

export type OptionValues<T extends OptionSpecs> = { readonly [K in keyof T]: ValueOf<T[K]> }
type ValueOf<T extends OptionSpec> = T extends { readonly value: string }
  ? T extends { readonly isMany: true }
    ? readonly string[] | undefined
    : T extends { readonly isRequired: true }
      ? string
      : string | undefined
  : boolean | undefined

interface CommandOf<T extends OptionSpecs, Context = CommandContext, Outcome = CommandOutcome> {
  /** `export`, or with a parent command `keys set`. */
  readonly name: string
  readonly group: CliCommandGroup
  /** One line for the overview. */
  readonly summary: string
  /** Further text for its own help. */
  readonly details?: string
  /** In commander syntax, `<image>`, `[prompt]` or `<ids...>`, each with its help. */
  readonly args?: Readonly<Record<string, string>>
  /** Values offered by shells for the first argument. */
  readonly suggestions?: readonly string[]
  readonly options?: T
  /** What `--out -` writes to standard output: the file that `--out` names, or the only image. Absent = nothing. */
  readonly standardOutput?: 'file' | 'image'
  /** Of that file, where it is not a PNG. */
  outputExtension?(values: OptionValues<T>, args: readonly string[], context: Context): Promise<string>
  /** Without the program's name. */
  readonly examples: readonly string[]
  run(values: OptionValues<T>, args: readonly string[], context: Context): Promise<Outcome>
}

/** Every command also takes `--json`. */
export type CliCommand =
  | (CommandOf<OptionSpecs> & { readonly isEarly?: undefined })
  /** Runs while Electron starts. */
  | (CommandOf<OptionSpecs, EarlyContext, EarlyOutcome> & { readonly isEarly: true })

/** Types the values that `run` gets by the command's options. */
export function defineCommand<const T extends OptionSpecs>(command: CommandOf<T>): CliCommand {
  return command
}

/** Defines one that waits neither for Electron nor for the settings. */
export function defineEarlyCommand<const T extends OptionSpecs>(
  command: CommandOf<T, EarlyContext, EarlyOutcome>,
): CliCommand {
  return { ...command, isEarly: true }
}

/** Puts options under one heading of the help. */
export function optionGroup<const T extends OptionSpecs>(heading: string, options: T): T {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, heading }])
  return Object.fromEntries(entries) as T
}

/** Declares the only values that an option takes, with a help that lists them. */
export function oneOf<const T extends readonly string[]>(choices: T): { readonly choices: T; readonly help: string } {
  return { choices, help: oneOfValues({ values: choices.join(', ') }) }
}
