import type { Assets } from '../assets.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { ContentFilter } from '../../../shared/domain/generation.ts'

export interface SearchContext {
  readonly database: Database
  readonly clock: Clock
  /** The rating from which images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}

export function createSearch({ database, clock, covering }: SearchContext): Assets['search'] {
  const now = () => ({ nowMs: clock.nowMs(), covering: covering() })
  return {
    find: (scope, options) => database.call('search.find', { ...scope, ...options, ...now() }),
    newest: (section, limit) => database.call('search.newest', { section, limit }),
    stack: (id, scope) => database.call('search.stack', { ...scope, id, ...now() }),
    facets: (scope) => database.call('search.facets', { ...scope, ...now() }),
    suggest: (query, at) => database.call('search.suggest', { query, at, nowMs: clock.nowMs() }),
  }
}
