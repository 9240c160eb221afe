import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { chooseAssets } from '../../../src/main/database/queries/library/chosen-assets.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { AssetId, DocumentId, JobId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { everyPlan, plansOf } from '../../support/query-plans.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync
const ids: AssetId[] = []

/** 10,000 images: one in ten in the trash, every second one a child of the previous one. */
beforeAll(() => {
  db = openMemoryDatabase()
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
  ['the newest of the gallery', () => plansOf(db, 'search.newest', { section: 'library', limit: 200 })],
  ['the newest of the trash', () => plansOf(db, 'search.newest', { section: 'trash', limit: 200 })],
  ['trash order', () => plansOf(db, 'search.find', { ...whole, section: 'trash' })],
  ['records by id', () => plansOf(db, 'assets.byIds', { ids: ids.slice(0, 50) })],
  ['children', () => plansOf(db, 'assets.children', { parentId: ids[0]! })],
  ['relatives', () => plansOf(db, 'lineage.of', { id: ids[1]!, most: 50 })],
  ['uses', () => plansOf(db, 'lineage.uses', { id: ids[1]!, most: 50 })],
  ['images without a fingerprint', () => plansOf(db, 'looks.pending', { limit: 20 })],
  ['images without a vector', () => plansOf(db, 'vectors.pending', { model: 'clip', before: null, limit: 20 })],
  ['the number of images without a fingerprint', () => plansOf(db, 'looks.countPending', null)],
  ['fingerprints', () => plansOf(db, 'looks.hashes', null)],
  ['collections of images', () => plansOf(db, 'collections.namesOf', { ids: ids.slice(0, 50) })],
  ['collections', () => plansOf(db, 'collections.counts', null)],
  ['the name of a result', () => plansOf(db, 'assets.nameResult', { parentId: ids[1]!, from: 'coffee', task: 'fill' })],
  ['the same content', () => plansOf(db, 'assets.findByContent', { sha256: 'f'.repeat(64) })],
  ['a file by path', () => plansOf(db, 'assets.findByPath', { relativePath: '2026/a.png' })],
  ['old trash', () => plansOf(db, 'assets.trashedBefore', { atMs: 5 })],
  ['the latest action', () => plansOf(db, 'assets.latestAction', null)],
  ['images without a safety check', () => plansOf(db, 'assets.unchecked', { limit: 20 })],
  ['interrupted purges', () => plansOf(db, 'assets.purging', null)],
  ['open documents', () => plansOf(db, 'documents.list', null)],
  ['jobs of a document', () => plansOf(db, 'jobs.ofDocument', { documentId })],
  ['jobs of no document', () => plansOf(db, 'jobs.ofDocument', { documentId: null })],
  ['a job by ID', () => plansOf(db, 'jobs.find', { id: newId<JobId>() })],
  ['unfinished jobs', () => plansOf(db, 'jobs.unfinished', null)],
  ['unfinished calls', () => plansOf(db, 'queue.unfinished', { after: '', limit: 200 })],
  ['calls of other programs', () => plansOf(db, 'queue.others', { pid: 1, limit: 500 })],
  ['calls to cancel', () => plansOf(db, 'queue.askedToCancel', { pid: 1 })],
  ['timings of a model', () => plansOf(db, 'queue.timings', { lane: 'bfl', model: 'flux' })],
]

test.each(plans)('%s uses an index and sorts no large result', (what, explain) => {
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

test('jobs of runs, grids, and edit plans are read from indexes of their own', () => {
  const ofRuns = plansOf(db, 'jobs.ofRuns', { runIds: ['run-1'] })
  expect(ofRuns).toContain('SEARCH jobs USING INDEX jobs_run (<expr>=?)')
  const ofWork = plansOf(db, 'jobs.ofWork', { ids: ['grid-1'] })
  expect(ofWork).toContain('SEARCH jobs USING INDEX jobs_work (<expr>=?)')
})

test('orders 10,000 images newest first', () => {
  const { order } = allOperations['search.find'].run(db, whole)
  expect(unpackIds(order)).toEqual(ids.filter((_, n) => n % 10 !== 0).toReversed())
})

/** Tables that are scanned completely, and why. */
const reasons: Readonly<Record<string, string>> = {
  'assets.count assets': 'counts all of them',
  'assets.remove tags': 'tags are few',
  'marks.change tags': 'tags are few',
  'marks.restore tags': 'tags are few',
  'collections.counts collection_assets': 'counts all collections at once',
  'removed.purge collections': 'collections are few',
  'removed.purge named_references': 'references are few',
  'removed.purge grids': 'grids are few',
  'removed.purge threads': 'conversations are few',
  'agentHolds.today agent_holds': 'there are few holds, which last for minutes',
  'agentHolds.add agent_holds': 'there are few holds, which last for minutes',
  'ledger.committed ledger_holds': 'there are few holds, which last for minutes',
  'ledger.hold ledger_holds': 'there are few holds, which last for minutes',
  'queue.end queue_masks': 'masks go with their calls, of which 500 are kept',
  'descriptions.emptyQueue description_queue': 'empties it',
  'prompts.snippets snippets': 'snippets are few',
  'prompts.saveSnippet snippets': 'snippets are few',
  'prompts.deleteSnippet snippets': 'snippets are few',
  'prompts.ownStyles own_styles': 'styles are few',
  'grids.list grids': 'returns all of them',
  'skippedFiles.list skipped_files': 'returns all of them',
  'queue.unfinished wanted': 'the list of ids it was given',
  'queue.others wanted': 'the list of ids it was given',
  'vectors.load wanted': 'the list of ids it was given',
  'results.scopes model_results': 'counts the results of every task',
  'votes.tags votes': 'all votes are counted',
  'votes.counts votes': 'the ranking needs all votes',
}
/** Lists that a statement receives or builds, and changes not yet refreshed, whose number is limited. */
const notTables =
  /^SCAN (json_each|each|family|line\b|members|chain|chosen|branch|inside|CONSTANT|\(subquery|asset_touched|t$|t )/

test('no statement of any operation scans a whole table without a reason', () => {
  const empty = openMemoryDatabase()
  chooseAssets(empty, [])
  const { steps, unread } = everyPlan(empty)
  empty.close()
  expect(steps.length).toBeGreaterThan(200)
  // Restores the given field with the statement of marks.change.
  expect(unread).toEqual(['marks.restore'])
  const scans = steps
    .filter(({ step }) => step.startsWith('SCAN') && !notTables.test(step) && !step.includes('USING'))
    .map(({ operation, step }) => `${operation} ${step.split(' ')[1]}`)
  expect([...new Set(scans)].filter((scan) => reasons[scan] === undefined)).toEqual([])
  expect(Object.keys(reasons).filter((scan) => !scans.includes(scan))).toEqual([])
})
