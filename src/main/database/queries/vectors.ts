import type { AssetId } from '../../../shared/domain/ids.ts'
import { nearestVectors, packVector, type Near, type NearestInput } from '../search/nearest-vectors.ts'
import { read, write } from './operation.ts'
import { change } from './statement.ts'

interface NewVectors {
  readonly model: string
  readonly vectors: readonly { readonly id: AssetId; readonly vector: Float32Array }[]
}

/** What models make of pictures' looks. */
export const vectors = {
  /** Those of pictures that are gone meanwhile are passed over. */
  'vectors.put': write((db, input: NewVectors): void => {
    const sql = `INSERT INTO asset_vectors (asset_id, model, vector) SELECT id, ?, ? FROM assets WHERE id = ?
      ON CONFLICT (model, asset_id) DO UPDATE SET vector = excluded.vector`
    for (const { id, vector } of input.vectors) change(db, sql, input.model, packVector(vector), id)
  }),

  'vectors.nearest': read((db, input: NearestInput): Near[] => nearestVectors(db, input)),
}
