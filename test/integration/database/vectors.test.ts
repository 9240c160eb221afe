import * as fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { buildAsset } from '../../support/build-asset.ts'

const scope = { section: 'library', collectionId: null, query: '', nowMs: 0, covering: null } as const
let db: DatabaseSync
beforeEach(() => {
  db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  for (const { apply } of allMigrations) apply(db)
})

function add(changes: Partial<AssetRecord> = {}): AssetRecord {
  const record = buildAsset(changes)
  allOperations['assets.add'].run(db, { record })
  return record
}

const put = ({ id }: AssetRecord, vector: readonly number[], model = 'clip') =>
  allOperations['vectors.put'].run(db, { model, vectors: [{ id, vector: Float32Array.from(vector) }] })

const nearest = (vector: readonly number[], limit = 10, query = '', model = 'clip') =>
  allOperations['vectors.nearest'].run(db, {
    model,
    vector: Float32Array.from(vector),
    scope: { ...scope, query },
    limit,
  })

test('the nearest of one model come first, in the scope only, and as many as were asked for', () => {
  const [east, north, west] = [add({ name: 'east' }), add({ name: 'north' }), add({ name: 'west' })]
  put(east, [1, 0])
  put(north, [0.1, 5])
  put(west, [-2, 0])
  put(west, [1, 0], 'other')
  expect(nearest([3, 1]).map(({ id }) => id)).toEqual([east.id, north.id, west.id])
  expect(nearest([1, 0], 1)).toEqual([{ id: east.id, likeness: 1 }])
  expect(nearest([1, 0], 10, '-name:east').map(({ id }) => id)).toEqual([north.id, west.id])
  expect(nearest([1, 0], 10, '', 'other').map(({ id }) => id)).toEqual([west.id])
  // Of other dimensions, so of another model in truth.
  expect(nearest([1, 0, 0])).toEqual([])
})

test('a vector is replaced, and goes with its image and with the bytes it was made of', () => {
  const [one, two] = [add(), add()]
  put(one, [1, 0])
  put(one, [0, 1])
  put(two, [1, 0])
  expect(nearest([0, 1], 1)).toEqual([{ id: one.id, likeness: 1 }])
  allOperations['assets.updateFile'].run(db, { record: { ...one, sha256: 'e'.repeat(64) } })
  expect(nearest([0, 1]).map(({ id }) => id)).toEqual([two.id])
  allOperations['assets.setPurging'].run(db, { ids: [two.id], isPurging: true })
  allOperations['assets.remove'].run(db, { ids: [two.id] })
  expect(db.prepare('SELECT count(*) AS n FROM asset_vectors').get()).toEqual({ n: 0 })
  put(two, [1, 0])
  expect(nearest([1, 0])).toEqual([])
})

test.each([[[0, 0]], [[Number.NaN, 1]], [[Infinity, 1]]])('%j has no direction and is refused', (vector) => {
  const record = add()
  expect(() => put(record, vector)).toThrow('needs a direction')
  expect(() => nearest(vector)).toThrow('needs a direction')
})

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)

test('a byte for each dimension tells likeness to a twentieth', () => {
  const values = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 })
  fc.assert(
    fc.property(values, values, (one, other) => {
      fc.pre([one, other].every((vector) => vector.some((value) => Math.abs(value) > 0.01)))
      put(add(), one)
      const [near] = nearest(other)
      expect(near!.likeness).toBeCloseTo(dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other)), 1)
      db.exec('DELETE FROM asset_vectors')
    }),
    { numRuns: 40 },
  )
})

test('images without a vector are listed newest first, from any place on, and counted', () => {
  const records = [add(), add(), add(), add()].toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const [newest, second, third, oldest] = records as [AssetRecord, AssetRecord, AssetRecord, AssetRecord]
  const pending = (before: AssetRecord | null, limit = 10) =>
    allOperations['vectors.pending'].run(db, { model: 'clip', before: before?.id ?? null, limit })
  const counts = () => allOperations['vectors.counts'].run(db, { model: 'clip' })
  put(second, [1, 0])
  put(newest, [1, 0], 'other')
  expect(pending(null)).toEqual([newest.id, third.id, oldest.id])
  expect(pending(newest, 1)).toEqual([third.id])
  expect(counts()).toEqual({ embedded: 1, total: 4 })
  allOperations['assets.setTrashed'].run(db, { ids: [third.id], trashedAtMs: 1 })
  expect(pending(null)).toEqual([newest.id, oldest.id])
  expect(counts()).toEqual({ embedded: 1, total: 3 })
})

test('a stored vector keeps its direction', () => {
  const image = add()
  const find = (model: string) => allOperations['vectors.find'].run(db, { model, id: image.id })
  put(image, [0.5, -0.25, 0])
  expect(find('clip')).toEqual(Float32Array.from([127, -63, 0]))
  expect(find('other')).toBeNull()
})
