import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'

/** Similarity by a model's image vectors. */
export function createVectors({ database, clock, covering }: SearchContext): Assets['vectors'] {
  return {
    pending: (model, before, limit) => database.call('vectors.pending', { model, before, limit }),
    counts: (model) => database.call('vectors.counts', { model }),
    find: (model, id) => database.call('vectors.find', { model, id }),
    put: (model, vectors) => database.call('vectors.put', { model, vectors }),
    nearest: ({ model, vector }, scope, limit) =>
      database.call('vectors.nearest', {
        model,
        vector,
        scope: { ...scope, nowMs: clock.nowMs(), covering: covering() },
        limit,
      }),
  }
}
