import type { DatabaseSync } from 'node:sqlite'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import type { CollectionQuery } from './collection-members.ts'
import type { SearchMemory } from './open-columns.ts'

/** A scope, plus the context needed to interpret its terms. */
export interface SearchInput extends Scope {
  /** Defines `today`. */
  readonly nowMs: number
  /** The rating from which images are covered; null = none are. */
  readonly covering: ContentFilter | null
}

export interface MatchContext {
  readonly db: DatabaseSync
  readonly memory: SearchMemory
  readonly input: SearchInput
  /** 1 at each image that is in one of them. */
  readonly maskOf: (collections: CollectionQuery) => Uint8Array
}
