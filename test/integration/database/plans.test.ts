import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import {
  allOperations,
  type OperationInput,
  type OperationName,
} from '../../../src/main/database/queries/all-operations.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { AssetId, DocumentId, JobId } from '../../../src/shared/domain/ids.ts'
import { buildAsset } from '../../support/build-asset.ts'

let db: DatabaseSync
const ids: AssetId[] = []

/** 10,000 pictures: one in ten in the trash, every other one made from the one before. */
beforeAll(() => {
  db = new DatabaseSync(':memory:')
  for (const { apply } of allMigrations) apply(db)
  db.exec('BEGIN')
  for (let n = 0; n < 10_000; n++) {
    const record = buildAsset({
      createdAtMs: 1_000 * Math.floor(n / 3),
      trashedAtMs: n % 10 === 0 ? n : null,
      parentId: n % 2 === 1 ? ids.at(-1)! : null,
    })
    ids.push(record.id)
    allOperations['assets.add'].run(db, { record })
  }
  db.exec('COMMIT; ANALYZE')
})
afterAll(() => db.close())

/** Runs an operation and returns the plan of every statement it prepared. */
function plansOf<K extends OperationName>(name: K, input: OperationInput<K>): string[] {
  const seen: string[] = []
  const recording = new Proxy(db, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property)
      if (property !== 'prepare') return typeof value === 'function' ? value.bind(target) : value
      return (sql: string) => {
        seen.push(sql)
        return target.prepare(sql)
      }
    },
  })
  const run = allOperations[name].run as (db: DatabaseSync, input: OperationInput<K>) => unknown
  run(recording, input)
  return seen.flatMap((sql) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail'])),
  )
}

const documentId = newId<DocumentId>()
const plans: [string, () => string[]][] = [
  ['gallery order', () => plansOf('assets.order', { trashed: false })],
  ['trash order', () => plansOf('assets.order', { trashed: true })],
  ['records by id', () => plansOf('assets.byIds', { ids: ids.slice(0, 50) })],
  ['children', () => plansOf('assets.children', { parentId: ids[0]! })],
  ['the same content', () => plansOf('assets.findByContent', { sha256: 'f'.repeat(64) })],
  ['a path', () => plansOf('assets.findByPath', { relativePath: '2026/a.png' })],
  ['old trash', () => plansOf('assets.trashedBefore', { atMs: 5 })],
  ['interrupted purges', () => plansOf('assets.purging', null)],
  ['open documents', () => plansOf('documents.list', null)],
  ['jobs of a document', () => plansOf('jobs.ofDocument', { documentId })],
  ['jobs of no document', () => plansOf('jobs.ofDocument', { documentId: null })],
  ['one job', () => plansOf('jobs.find', { id: newId<JobId>() })],
  ['unfinished jobs', () => plansOf('jobs.unfinished', null)],
]

test.each(plans)('%s: by an index, without sorting', (what, explain) => {
  const steps = explain()
  expect(steps.length).toBeGreaterThan(0)
  expect(steps.filter((step) => /^SCAN (?!json_each)/.test(step) && !/USING (COVERING )?INDEX/.test(step))).toEqual([])
  // Sorting the few pictures of one content is fine; sorting the gallery is not.
  const sorts = steps.filter((step) => step.includes('TEMP B-TREE FOR ORDER BY'))
  expect(sorts).toHaveLength(what === 'the same content' ? 1 : 0)
})

test('the order of 10,000 pictures is newest first and fast', () => {
  const startedMs = performance.now()
  const order = allOperations['assets.order'].run(db, { trashed: false })
  const tookMs = performance.now() - startedMs
  expect(order).toEqual(ids.filter((_, n) => n % 10 !== 0).toReversed())
  expect(tookMs).toBeLessThan(200)
})
