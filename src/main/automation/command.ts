import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { LocalEngine } from '../engine/engine.ts'
import type { EngineReleases } from '../engine-releases/engine-releases.ts'
import type { ModelSource } from '../hub/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Exports } from '../assets/exports.ts'
import type { Assets } from '../assets/assets.ts'
import type { LocalService } from '../local/local-service.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Signing } from '../signing/index.ts'
import type { Storage } from '../storage/index.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Secrets } from '../secrets/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import type { Report } from './report.ts'

/** Where this run reads its configuration, over everything that is set. */
export interface Places {
  readonly configPath?: string
}

export interface ProgramServices {
  readonly assets: Assets
  readonly exports: Exports
  readonly jobs: Jobs
  readonly imaging: Imaging
  readonly storage: Storage
  readonly signing: Pick<Signing, 'identity'>
  readonly ledger: Pick<Ledger, 'pages'>
  /** What draws on this computer. */
  engine(): Promise<Pick<LocalEngine, 'prove' | 'generate' | 'unload'>>
  /** The engine and the models of this computer. */
  local(): Promise<LocalService>
  /** What installs engines. @throws configuration/invalid */
  engineReleases(): Promise<EngineReleases>
  /** Models of the hub. @throws configuration/invalid */
  downloads(): Promise<ModelSource>
  /** Loads every service: only for commands that ask one. @throws configuration/invalid */
  openProviders(): Promise<CommandProviders>
}

export interface CommandProviders {
  readonly manager: ProviderManager
  /** Whom the configuration names where nobody is named. */
  readonly defaultProvider: () => ProviderId | null
  /** The address for this run, over everything that is set. */
  readonly setBaseUrl: (id: ProviderId, baseUrl: string) => void
  /** The bytes at a public https address. @throws network/*, media/too-large */
  readonly downloadPicture: (url: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>
}

/** What a command may use. Services open when they are first asked for: `--help` must not wait for a database. */
export interface CommandContext {
  readonly paths: HomePaths
  readonly appVersion: string
  /** Relative paths are meant from here. */
  readonly workingFolder: string
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** Before every command: what is not understood in the settings is said, whether or not the command needs it. */
  prepare(): Promise<void>
  /** `places` count at the first call only: the services open once. */
  services(places?: Places): Promise<ProgramServices>
  secrets(): Secrets
  readonly settings: Pick<SettingsStore, 'load' | 'change'>
  /** A line on standard error, of work that takes its time. */
  readonly tellProgress: (line: string) => void
  /** All of standard input, or one hidden line where a person types it. */
  readSecret(): Promise<string>
  /** All of standard input as it is. */
  readBytes(): Promise<Uint8Array<ArrayBuffer>>
}

export interface CommandOutcome {
  /** For people, on standard output. */
  readonly lines: readonly string[]
  /** A list where several models were asked: one for each. */
  readonly report: Report | readonly Report[]
  /** One line each on standard error. */
  readonly problems?: readonly string[]
}

/** Headings of the overview, in their order. */
export const cliCommandGroups = ['Edit', 'Generate', 'Library', 'Export', 'Models', 'Providers and costs'] as const

export interface OptionSpec {
  /** What the help calls its value; absent = a switch. */
  readonly value?: string
  /** May be given several times. */
  readonly isMany?: true
  readonly isRequired?: true
  /** The option it cannot be used with. */
  readonly conflictsWith?: string
  readonly help: string
  /** Its heading in the help; absent = "Options". */
  readonly group?: string
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

interface CommandOf<T extends OptionSpecs> {
  /** `export`, or with a parent `keys set`. */
  readonly name: string
  readonly group: (typeof cliCommandGroups)[number]
  /** One line for the overview. */
  readonly summary: string
  /** What its own help adds to that. */
  readonly details?: string
  /** As commander writes them, `<image>`, `[prompt]` or `<ids...>`, each with its help. */
  readonly args?: Readonly<Record<string, string>>
  readonly options?: T
  /** What follows the program's name. */
  readonly examples: readonly string[]
  run(values: OptionValues<T>, args: readonly string[], context: CommandContext): Promise<CommandOutcome>
}

/** Every command also takes `--json`. */
export type CliCommand = CommandOf<OptionSpecs>

/** Gives `run` the types of its options. */
export function defineCommand<const T extends OptionSpecs>(command: CommandOf<T>): CliCommand {
  return command
}

/** The options under one heading of the help. */
export function optionGroup<const T extends OptionSpecs>(group: string, options: T): T {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, group }])
  return Object.fromEntries(entries) as T
}
