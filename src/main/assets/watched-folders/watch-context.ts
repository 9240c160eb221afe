import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'
import type { TurnTaker } from '../take-turns.ts'

/** What the parts of watching share. */
export interface WatchContext {
  readonly assets: Pick<Assets, 'imports'>
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly logger: Logger
  /** One batch at a time, of whichever folder. */
  readonly turns: TurnTaker
  /** A file that has not changed for so long is imported. */
  readonly settleMs: number
  /** One that cannot be decoded is reported only after it has not changed for so long. */
  readonly brokenMs: number
  /** Whether the system tells of whatever changes in a folder; absent = it is asked. */
  readonly tellsOfChanges?: (path: string) => Promise<boolean>
  /** How many times as long as a look through a folder takes it is left alone after it; absent = 20. */
  readonly restFactor?: number
  /** Something about a folder has changed. */
  readonly announce: () => void
}
