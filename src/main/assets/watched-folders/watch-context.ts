import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'
import type { TurnTaker } from '../take-turns.ts'

/** State shared by the parts of the watcher. */
export interface WatchContext {
  readonly assets: Pick<Assets, 'imports'>
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly logger: Logger
  /** One batch at a time, across folders. */
  readonly turns: TurnTaker
  /** A file unchanged for this long is imported. */
  readonly settleMs: number
  /**
   * A file that cannot be decoded is reported, and what can be read of a damaged one is taken, only after it has been
   * unchanged for this long.
   */
  readonly brokenMs: number
  /** Whether the system reports all changes in a folder; absent = detected. */
  readonly reportsChanges?: (path: string) => Promise<boolean>
  /** Pause after a scan of a folder, as a multiple of the scan's duration; absent = 20. */
  readonly restFactor?: number
  /** Called when a folder's status changes. */
  readonly announce: () => void
}
