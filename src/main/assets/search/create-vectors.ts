import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'

/** Likeness by what a model makes of a picture. No model comes with Atelier yet: nothing asks for it in the window. */
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
