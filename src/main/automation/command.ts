import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Catalogue } from '../library/catalogue.ts'
import type { Exports } from '../library/exports.ts'
import type { Library } from '../library/library.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Signing } from '../signing/index.ts'
import type { Storage } from '../storage/index.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Secrets } from '../secrets/index.ts'
import type { Report } from './report.ts'

/** Where this run reads its configuration and sends its requests, over everything that is set. */
export interface Places {
  readonly configPath?: string
  readonly baseUrls?: Partial<Record<ProviderId, string>>
}

export interface ProgramServices {
  readonly library: Library
  readonly catalogue: Catalogue
  readonly exports: Exports
  readonly jobs: Jobs
  readonly imaging: Imaging
  readonly storage: Storage
  readonly signing: Pick<Signing, 'identity'>
  readonly ledger: Pick<Ledger, 'pages'>
  /** Loads every service: only for commands that ask one. @throws configuration/invalid */
  openProviders(): Promise<CommandProviders>
}

export interface CommandProviders {
  readonly manager: ProviderManager
  /** Whom the configuration names where nobody is named. */
  readonly defaultProvider: () => ProviderId | null
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
  /** Every command: what is not understood in the settings is said, whatever the command needs of them. */
  loadSettings(): Promise<unknown>
  /** `places` count at the first call only: the services open once. */
  services(places?: Places): Promise<ProgramServices>
  secrets(): Secrets
  /** All of standard input, or one hidden line where a person types it. */
  readSecret(): Promise<string>
  /** All of standard input as it is. */
  readBytes(): Promise<Uint8Array<ArrayBuffer>>
}

export interface Outcome {
  /** For people, on standard output. */
  readonly lines: readonly string[]
  /** A list where several models were asked: one for each. */
  readonly report: Report | readonly Report[]
  /** One line each on standard error. */
  readonly problems?: readonly string[]
}

export interface Command {
  /** What follows the program's name. */
  readonly usage: string
  readonly summary: string
  run(words: string[], context: CommandContext): Promise<Outcome>
}
