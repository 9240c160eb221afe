import type { Database } from '../database/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { LibraryChange } from './assets.ts'
import type { SharedFolders } from './originals/shared-folders.ts'
import type { TurnTaker } from './take-turns.ts'

/** State shared by the parts of the library. */
export interface AssetsContext {
  readonly database: Database
  readonly imaging: Imaging
  readonly paths: HomePaths
  readonly clock: Clock
  readonly logger: Logger
  readonly appVersion: string
  /** Where originals may be besides the library folder. */
  readonly originals: SharedFolders
  /** Serializes work per image (`asset:<id>`) and per content (`content:<sha256>`). */
  readonly turns: TurnTaker
  /** Library-relative paths that an import or filing in progress is using: the sweep leaves them alone. */
  readonly filing: Set<string>
  readonly announce: (change: LibraryChange) => void
}
