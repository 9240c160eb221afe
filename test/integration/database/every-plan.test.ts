import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allMigrations } from '../../../src/main/database/migrations/all-migrations.ts'
import { chooseAssets } from '../../../src/main/database/queries/chosen-assets.ts'
import { everyPlan } from '../../support/every-plan.ts'

let db: DatabaseSync
beforeAll(() => {
  db = new DatabaseSync(':memory:')
  for (const { apply } of allMigrations) apply(db)
  chooseAssets(db, [])
})
afterAll(() => db.close())

/** What is read from one end to the other, for a reason. */
const reasons: Readonly<Record<string, string>> = {
  'assets.count assets': 'counts them all',
  'assets.remove tags': 'tags are few',
  'marks.change tags': 'tags are few',
  'marks.restore tags': 'tags are few',
  'collections.counts collection_assets': 'counts all collections at once',
  'collections.purge collections': 'collections are few',
  'ledger.committed ledger_holds': 'holds last for minutes',
  'ledger.hold ledger_holds': 'holds last for minutes',
  'queue.end queue_masks': 'masks go with their calls, of which 500 are kept',
  'prompts.snippets snippets': 'snippets are few',
  'prompts.saveSnippet snippets': 'snippets are few',
  'prompts.deleteSnippet snippets': 'snippets are few',
  'prompts.ownStyles own_styles': 'styles are few',
  'skippedFiles.list skipped_files': 'all are asked for',
  'queue.unfinished wanted': 'the list of ids it was given',
  'queue.others wanted': 'the list of ids it was given',
  'votes.tags votes': 'all votes are counted',
  'votes.counts votes': 'all votes make the league',
}
/** Lists that a statement is given or makes, and what is behind until the next refresh, which ends at its limit. */
const notTables =
  /^SCAN (json_each|each|family|line\b|members|chosen|branch|inside|CONSTANT|\(subquery|asset_touched|t$|t )/

test('no statement of any operation reads a whole table without a reason', () => {
  const { steps, unread } = everyPlan(db)
  expect(steps.length).toBeGreaterThan(200)
  // Puts back the field it is given: the statement is the one of marks.change.
  expect(unread).toEqual(['marks.restore'])
  const scans = steps
    .filter(({ step }) => step.startsWith('SCAN') && !notTables.test(step) && !step.includes('USING'))
    .map(({ operation, step }) => `${operation} ${step.split(' ')[1]}`)
  expect([...new Set(scans)].filter((scan) => reasons[scan] === undefined)).toEqual([])
  expect(Object.keys(reasons).filter((scan) => !scans.includes(scan))).toEqual([])
})
