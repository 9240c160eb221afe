import type { Catalogue } from '../catalogue.ts'
import type { CatalogueContext } from './catalogue-context.ts'

type Search = Pick<Catalogue, 'find' | 'newest' | 'stack' | 'facets' | 'suggest'>

/** Which pictures there are, in which order, and what they have in common. */
export function createSearch({ database, clock, covering }: CatalogueContext): Search {
  const now = () => ({ nowMs: clock.nowMs(), covering: covering() })
  return {
    find: (scope, options) => database.call('search.find', { ...scope, ...options, ...now() }),
    newest: (shelf, limit) => database.call('search.newest', { shelf, limit }),
    stack: (id, scope) => database.call('search.stack', { ...scope, id, ...now() }),
    facets: (scope) => database.call('search.facets', { ...scope, ...now() }),
    suggest: (query, at) => database.call('search.suggest', { query, at, nowMs: clock.nowMs() }),
  }
}
