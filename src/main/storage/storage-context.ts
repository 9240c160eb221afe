import type { Database } from '../database/index.ts'
import type { Assets } from '../assets/assets.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { PendingChangeFile } from './change-pending.ts'
import type { RunStorageTask } from './run-storage-task.ts'

/** State shared by the parts of this module. */
export interface StorageContext {
  readonly database: Database
  readonly assets: Pick<Assets, 'trash' | 'files' | 'originals'>
  readonly paths: HomePaths
  readonly clock: Clock
  readonly appVersion: string
  readonly run: RunStorageTask
  readonly pending: PendingChangeFile
  /** What the settings in a folder name, which will be in `home`. */
  readonly programsAndAddresses: (folder: string, home: string) => Promise<readonly string[]>
}
