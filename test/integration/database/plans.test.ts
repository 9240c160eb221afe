import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { AssetId, DocumentId, JobId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { plansOf } from '../../support/query-plans.ts'

let db: DatabaseSync
const ids: AssetId[] = []

/** 10,000 images: one in ten in the trash, every other one made from the one before. */
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

const whole = {
  section: 'library',
  collectionId: null,
  query: '',
  nowMs: 0,
  covering: null,
  sort: 'newest',
  isStacked: false,
  withShapes: false,
} as const

const documentId = newId<DocumentId>()
const plans: [string, () => string[]][] = [
  ['gallery order', () => plansOf(db, 'search.find', whole)],
  ['the first of the gallery', () => plansOf(db, 'search.newest', { section: 'library', limit: 200 })],
  ['the first of the trash', () => plansOf(db, 'search.newest', { section: 'trash', limit: 200 })],
  ['trash order', () => plansOf(db, 'search.find', { ...whole, section: 'trash' })],
  ['records by id', () => plansOf(db, 'assets.byIds', { ids: ids.slice(0, 50) })],
  ['children', () => plansOf(db, 'assets.children', { parentId: ids[0]! })],
  ['relatives', () => plansOf(db, 'lineage.of', { id: ids[1]!, most: 50 })],
  ['uses', () => plansOf(db, 'lineage.uses', { id: ids[1]!, most: 50 })],
  ['what nobody has described', () => plansOf(db, 'looks.pending', { limit: 20 })],
  ['what no model has embedded', () => plansOf(db, 'vectors.pending', { model: 'clip', before: null, limit: 20 })],
  ['how many nobody has described', () => plansOf(db, 'looks.countPending', null)],
  ['how an image looks', () => plansOf(db, 'looks.hashes', null)],
  ['collections of images', () => plansOf(db, 'collections.namesOf', { ids: ids.slice(0, 50) })],
  ['collections', () => plansOf(db, 'collections.counts', null)],
  ['the name of a result', () => plansOf(db, 'assets.nameResult', { parentId: ids[1]!, from: 'coffee', task: 'fill' })],
  ['the same content', () => plansOf(db, 'assets.findByContent', { sha256: 'f'.repeat(64) })],
  ['a path', () => plansOf(db, 'assets.findByPath', { relativePath: '2026/a.png' })],
  ['old trash', () => plansOf(db, 'assets.trashedBefore', { atMs: 5 })],
  ['what nobody has looked at', () => plansOf(db, 'assets.unchecked', { limit: 20 })],
  ['interrupted purges', () => plansOf(db, 'assets.purging', null)],
  ['open documents', () => plansOf(db, 'documents.list', null)],
  ['jobs of a document', () => plansOf(db, 'jobs.ofDocument', { documentId })],
  ['jobs of no document', () => plansOf(db, 'jobs.ofDocument', { documentId: null })],
  ['one job', () => plansOf(db, 'jobs.find', { id: newId<JobId>() })],
  ['unfinished jobs', () => plansOf(db, 'jobs.unfinished', null)],
  ['calls that have not ended', () => plansOf(db, 'queue.unfinished', { after: '', limit: 200 })],
  ['calls of other programs', () => plansOf(db, 'queue.others', { pid: 1, limit: 500 })],
  ['calls to cancel', () => plansOf(db, 'queue.askedToCancel', { pid: 1 })],
  ['how long a model takes', () => plansOf(db, 'queue.timings', { lane: 'bfl', model: 'flux' })],
]

test.each(plans)('%s: by an index, without sorting', (what, explain) => {
  const steps = explain()
  expect(steps.length).toBeGreaterThan(0)
  expect(
    steps.filter(
      (step) =>
        /^SCAN (?!json_each|family|line|members|\(subquery)/.test(step) && !/USING (COVERING )?INDEX/.test(step),
    ),
  ).toEqual([])
  // Sorting the few images of one content, or of one family, is fine; sorting the gallery is not.
  const sorts = steps.filter((step) => step.includes('TEMP B-TREE FOR ORDER BY'))
  expect(sorts).toHaveLength(['the same content', 'relatives'].includes(what) ? 1 : 0)
})

test('the order of 10,000 images is newest first', () => {
  const { order } = allOperations['search.find'].run(db, whole)
  expect(unpackIds(order)).toEqual(ids.filter((_, n) => n % 10 !== 0).toReversed())
})
