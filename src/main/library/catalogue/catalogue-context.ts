import type { ContentFilter } from '../../../shared/domain/generation.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Library } from '../library.ts'

/** What the parts of the catalog share. */
export interface CatalogueContext {
  readonly database: Database
  readonly library: Library
  readonly clock: Clock
  /** From when on pictures are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}
