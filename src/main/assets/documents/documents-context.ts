import type { Database } from '../../database/index.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'
import type { TurnTaker } from '../take-turns.ts'

/** State shared by the parts of the documents. */
export interface DocumentsContext {
  readonly database: Database
  readonly assets: Pick<Assets, 'records' | 'files' | 'results' | 'trash'>
  readonly imaging: Imaging
  readonly paths: HomePaths
  readonly clock: Clock
  readonly logger: Logger
  readonly appVersion: string
  /** Serializes work per document (`compose:<id>`). */
  readonly turns: TurnTaker
}
