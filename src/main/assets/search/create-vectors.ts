import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'

/** Similarity by a model's image vectors. Atelier does not ship such a model yet: the window does not use it. */
export function createVectors({ database, clock, covering }: SearchContext): Assets['vectors'] {
  return {
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
