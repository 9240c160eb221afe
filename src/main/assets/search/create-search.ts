import type { ContentFilter } from '../../../shared/domain/generation.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Assets } from '../assets.ts'
import { groupVectors } from './group-vectors.ts'

export interface SearchContext {
  readonly database: Database
  readonly clock: Clock
  /** The rating from which images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}

export function createSearch({ database, clock, covering }: SearchContext): Assets['search'] {
  const currentInput = () => ({ nowMs: clock.nowMs(), covering: covering() })
  return {
    find: (scope, options) => database.call('search.find', { ...scope, ...options, ...currentInput() }),
    newest: (section, limit) => database.call('search.newest', { section, limit }),
    stack: (id, scope) => database.call('search.stack', { ...scope, id, ...currentInput() }),
    facets: (scope) => database.call('search.facets', { ...scope, ...currentInput() }),
    suggest: (query, at) => database.call('search.suggest', { query, at, nowMs: clock.nowMs() }),
  }
}

/** Similarity by a model's image vectors. */
export function createVectors({ database, clock, covering }: SearchContext): Assets['vectors'] {
  return {
    pending: (model, before, limit) => database.call('vectors.pending', { model, before, limit }),
    counts: (model) => database.call('vectors.counts', { model }),
    find: (model, id) => database.call('vectors.find', { model, id }),
    ids: (model) => database.call('vectors.ids', { model }),
    load: (model, ids) => database.call('vectors.load', { model, ids }),
    put: (model, vectors) => database.call('vectors.put', { model, vectors }),
    nearest: async ({ model, vector }, scope, limit) => {
      // In slices, between which the database serves others.
      while (!(await database.call('vectors.stepCodes', { model, dimensions: vector.length })));
      return database.call('vectors.nearest', {
        model,
        vector,
        scope: { ...scope, nowMs: clock.nowMs(), covering: covering() },
        limit,
      })
    },
    groups: (model, minLikeness, signal) => {
      const scope = { ...wholeLibrary, nowMs: clock.nowMs(), covering: covering() }
      return groupVectors(database, { model, minLikeness, scope }, signal)
    },
  }
}

const wholeLibrary = { section: 'library', collectionId: null, query: '' } as const
