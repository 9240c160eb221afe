import * as fc from 'fast-check'
import type { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { refreshSearch } from '../../../src/main/database/search/refresh-search.ts'
import { inTransaction } from '../../../src/main/database/worker/transaction.ts'
import { facetFields } from '../../../src/shared/domain/searched-values.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { toggleTerm, withoutField } from '../../../src/shared/search/index.ts'
import { buildAsset, fillRecipe } from '../../support/build-asset.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import { naiveSearch } from '../../support/naive-search.ts'
import { openNewDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const nowMs = new Date(2026, 9, 31, 12).getTime()
const whole = { section: 'library', collectionId: null, nowMs, covering: null } as const

const home = withHome()
let runs = 0

const word = fc.constantFrom('heron', 'Héron', 'her', 'fox', 'blue-hour', '山の猫', '猫', 'print', 'flux', '12')
const sentence = fc.array(word, { maxLength: 4 }).map((all) => all.join(' '))

const image = fc.record({
  name: sentence.map((text) => text || 'plain'),
  prompt: fc.option(sentence),
  isGenerated: fc.boolean(),
  hasParent: fc.boolean(),
  model: fc.constantFrom('flux-pro', 'flux-dev', 'gpt-image-1'),
  costUsd: fc.constantFrom(null, 0, 0.01, 0.04, 1.5),
  size: fc.constantFrom([100, 100], [300, 200], [2_000, 3_000]),
  day: fc.integer({ min: 1, max: 60 }),
  mime: fc.constantFrom('image/png', 'image/jpeg'),
})
type Image = typeof image extends fc.Arbitrary<infer T> ? T : never

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('add' as const), image }) },
  fc.record({
    type: fc.constant('mark' as const),
    at: fc.nat(),
    change: fc.record(
      {
        rating: fc.integer({ min: 0, max: 5 }),
        flag: fc.constantFrom('none' as const, 'pick' as const, 'reject' as const),
        label: fc.constantFrom(null, 'red' as const, 'green' as const),
        notes: sentence,
        addTags: fc.array(fc.constantFrom('print', 'Client work', 'héron'), { maxLength: 2 }),
        removeTags: fc.array(fc.constantFrom('print', 'Client work'), { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ type: fc.constantFrom('trash' as const, 'restore' as const, 'purge' as const), at: fc.nat() }),
)

const term = fc.constantFrom(
  'heron',
  'her',
  '"heron"',
  'fox',
  'blue-hour',
  '猫',
  'の猫',
  '"12"',
  'name:fox',
  'prompt:heron,fox',
  'notes:blue',
  'provider:bfl',
  'model:flux*',
  'model:gpt-image-1,flux-dev',
  'operation:generate',
  'rating:>2',
  'rating:0,5',
  'is:pick',
  'flag:none',
  'label:red,none',
  'tag:PRINT',
  'tag:"client work",héron',
  'has:parent',
  'has:children',
  'has:prompt,notes',
  'is:edited',
  'cost:<0.04',
  'cost:0,>=1',
  'width:>=300',
  'megapixels:>1',
  'shape:square',
  'shape:portrait,landscape',
  'format:png',
  'before:2026-10',
  'after:30d',
  'month:2026-09,2026-10',
  'seed:7',
  'seed:18446744073709551557',
  'seed:>9007199254740992',
  'seed:4294967296..9007199254740993',
)
const query = fc
  .array(fc.tuple(fc.boolean(), term), { maxLength: 4 })
  .map((all) => all.map(([isNegated, text]) => (isNegated ? `-${text}` : text)).join(' '))

const seeds = [7, 2 ** 32, 2 ** 53 - 1, '9007199254740993', '18446744073709551557']

function toRecord({ isGenerated, hasParent, day, size, ...fields }: Image, known: readonly AssetRecord[]): AssetRecord {
  const generatedRecipe = {
    ...fillRecipe,
    operation: 'generate' as const,
    provider: 'bfl',
    model: fields.model,
    seed: seeds[day % seeds.length]!,
    runId: `run-${day}`,
  }
  return buildAsset({
    name: fields.name,
    mime: fields.mime,
    widthPx: size[0],
    heightPx: size[1],
    createdAtMs: new Date(2026, 8, day, 12).getTime(),
    parentId: hasParent ? (known.at(-1)?.id ?? null) : null,
    recipe: {
      ...(isGenerated ? generatedRecipe : importRecipe),
      prompt: fields.prompt || null,
      costUsd: fields.costUsd,
    },
  })
}

/** Applies a step as the worker does; with `isBare`, as a program without the search index would. */
function applyStep(
  db: DatabaseSync,
  change: typeof step extends fc.Arbitrary<infer T> ? T : never,
  isBare: boolean,
): void {
  inTransaction(db, () => {
    const known = recordsIn(db)
    if (change.type === 'add') allOperations['assets.add'].run(db, { record: toRecord(change.image, known) })
    else if (known.length > 0) {
      const ids = [known[change.at % known.length]!.id]
      if (change.type === 'mark') allOperations['marks.change'].run(db, { ids, change: change.change })
      if (change.type === 'trash') allOperations['assets.setTrashed'].run(db, { ids, trashedAtMs: 5 })
      if (change.type === 'restore') allOperations['assets.setTrashed'].run(db, { ids, trashedAtMs: null })
      if (change.type === 'purge') {
        allOperations['assets.setPurging'].run(db, { ids, isPurging: true })
        allOperations['assets.remove'].run(db, { ids })
      }
    }
    if (!isBare) refreshSearch(db)
  })
}

function recordsIn(db: DatabaseSync): AssetRecord[] {
  const ids = db.prepare('SELECT id FROM assets ORDER BY created_at_ms, id').all()
  return allOperations['assets.byIds'].run(db, { ids: ids.map((row) => row['id'] as AssetId) })
}

function find(db: DatabaseSync, text: string): AssetId[] {
  const options = { sort: 'newest', isStacked: false, withShapes: false } as const
  return unpackIds(allOperations['search.find'].run(db, { ...whole, ...options, query: text }).order)
}

test('search matches a naive search of all records after any writes by this or another program', () => {
  const steps = fc.array(fc.tuple(step, fc.constantFrom('own', 'own', 'other', 'bare')), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(steps, query), { minLength: 1, maxLength: 4 }), (rounds) => {
      const file = `${home.paths.databaseFile}-${runs++}`
      const first = openNewDatabase(file)
      const second = openNewDatabase(file)
      try {
        for (const [changes, text] of rounds) {
          for (const [change, by] of changes) applyStep(by === 'own' ? first : second, change, by === 'bare')
          const expected = naiveSearch(recordsIn(first), text, nowMs).map(({ id }) => id)
          expect(find(first, text)).toEqual(expected)
          expect(find(second, text)).toEqual(expected)
        }
        allOperations['search.facets'].run(first, { ...whole, query: '' })
        expectConsistentIndex(first)
      } finally {
        first.close()
        second.close()
      }
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('each facet counts what its value would find as the only term of its field', () => {
  const images = fc.array(image, { minLength: 3, maxLength: 25 })
  fc.assert(
    fc.property(images, query, (all, text) => {
      const db = openNewDatabase(`${home.paths.databaseFile}-${runs++}`)
      try {
        for (const added of all) applyStep(db, { type: 'add', image: added }, false)
        const { count, facets } = allOperations['search.facets'].run(db, { ...whole, query: text })
        expect(count).toBe(find(db, text).length)
        expect(facets.map(({ field }) => field)).toEqual(facetFields)
        for (const { field, values } of facets) {
          const rest = withoutField(text, field)
          for (const { value, count: counted } of values) {
            expect([field, value, find(db, toggleTerm(rest, field, value)).length]).toEqual([field, value, counted])
          }
        }
      } finally {
        db.close()
      }
    }),
    { numRuns: 30 },
  )
}, 120_000)

/** Expects one text row and one index row for each image, and no others. */
function expectConsistentIndex(db: DatabaseSync): void {
  const count = (sql: string) => Number(db.prepare(sql).get()?.['n'])
  const images = count('SELECT count(*) AS n FROM assets')
  expect(count('SELECT count(*) AS n FROM asset_index')).toBe(images)
  expect(count('SELECT count(*) AS n FROM asset_text')).toBe(images)
  expect(count('SELECT count(*) AS n FROM asset_touched')).toBe(0)
  db.exec(`INSERT INTO asset_text (asset_text) VALUES ('integrity-check')`)
}
