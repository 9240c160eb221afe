import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Library } from '../library/library.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Secrets } from '../secrets/index.ts'
import type { Report } from './report.ts'

/** What a command may use. Services open when they are first asked for: `--help` must not wait for a database. */
export interface CommandContext {
  readonly paths: HomePaths
  readonly appVersion: string
  /** Relative paths are meant from here. */
  readonly workingFolder: string
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  services(): Promise<{ readonly library: Library; readonly jobs: Jobs; readonly imaging: Imaging }>
  secrets(): Secrets
  /** All of standard input, or one hidden line where a person types it. */
  readSecret(): Promise<string>
}

export interface Outcome {
  /** For people, on standard output. */
  readonly lines: readonly string[]
  readonly report: Report
  /** One line each on standard error. */
  readonly problems?: readonly string[]
}

export interface Command {
  /** What follows the program's name. */
  readonly usage: string
  readonly summary: string
  run(words: string[], context: CommandContext): Promise<Outcome>
}
