import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import type { Recipe } from '../../../src/shared/domain/asset.ts'
import { automaticBlend, type EditIntent, type EditRecord } from '../../../src/shared/domain/edit.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import { buildAsset, plainGeneration } from '../../support/build-asset.ts'
import { plansOf } from '../../support/query-plans.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync

beforeEach(() => {
  db = openMemoryDatabase()
})
afterEach(() => db.close())

const everything = { tag: null, task: null, sinceMs: null, beforeMs: null }
const made = (changes: Partial<Recipe>): Recipe => ({
  ...importRecipe,
  operation: 'generate',
  provider: 'openai',
  model: 'gpt-image-2',
  timingMs: 9_000.4,
  costUsd: 0.04,
  generation: { ...plainGeneration, estimateUsd: 0.05 },
  ...changes,
})

const size = { widthPx: 16, heightPx: 12 }
const editOf = (intent: EditIntent, reblendOf: string | null): EditRecord => ({
  intent,
  sent: { crop: { x: 0, y: 0, ...size }, frame: size, box: { x: 0, y: 0, ...size } },
  answer: size,
  blend: automaticBlend(intent, { growPx: 0, featherPx: 0 }),
  alignment: null,
  insidePx: 1,
  outsidePx: 1,
  maskVerdict: 'kept',
  isRefused: false,
  reblendOf,
})

function add(recipe: Recipe, changes: Partial<AssetRecord> = {}): AssetRecord {
  const record = buildAsset({ recipe, ...changes })
  allOperations['assets.add'].run(db, { record })
  return record
}
const read = (scope = {}) => allOperations['results.byModel'].run(db, { ...everything, ...scope })
const mark = (ids: readonly AssetRecord['id'][], change: object) =>
  allOperations['marks.change'].run(db, { ids: [...ids], change })

test('sums images, prices, times and stars by model, and tells reported prices from estimates', () => {
  const [first] = [add(made({})), add(made({ costUsd: null, timingMs: null }))]
  add(made({ costUsd: null, generation: plainGeneration }))
  add(made({ provider: 'local', model: 'sdxl', costUsd: 0, timingMs: 30_000 }))
  add(importRecipe)
  mark([first.id], { rating: 4 })
  expect(read()).toEqual([
    {
      provider: 'local',
      model: 'sdxl',
      images: 1,
      kept: 1,
      reported: 1,
      estimated: 0,
      usd: 0,
      timesMs: [30_000],
      rated: 0,
      stars: 0,
    },
    {
      provider: 'openai',
      model: 'gpt-image-2',
      images: 3,
      kept: 3,
      reported: 1,
      estimated: 1,
      usd: 0.09,
      timesMs: [9_000, 9_000],
      rated: 1,
      stars: 4,
    },
  ])
})

test('tells tasks apart: intents of edits, whole images, upscaling on this computer', () => {
  const edit = (intent: EditIntent, reblendOf: string | null = null) =>
    made({ operation: 'edit', edit: editOf(intent, reblendOf) })
  add(edit('fill'))
  add(edit('remove'))
  // The same response, blended again: it is no second result.
  add(edit('fill', 'earlier'))
  add(made({ operation: 'edit' }))
  add(made({ operation: 'variations' }))
  add(made({ operation: 'edit', provider: 'local', generation: { ...plainGeneration, options: { scale: 4 } } }))
  const { tasks } = allOperations['results.scopes'].run(db, null)
  expect(Object.fromEntries(tasks.map(({ name, count }) => [name, count]))).toEqual({
    fill: 1,
    remove: 1,
    whole: 1,
    variations: 1,
    upscale: 1,
  })
  expect(read({ task: 'upscale' })).toMatchObject([{ provider: 'local', images: 1 }])
})

test('follows what happens to images: tags, rejects, the trash, deletion', () => {
  const [kept, rejected, trashed, gone] = [0, 1, 2, 3].map((n) => add(made({}), { createdAtMs: 1_000 * n }))
  mark([kept!.id, gone!.id], { addTags: ['Kites'] })
  mark([rejected!.id], { flag: 'reject' })
  allOperations['assets.setTrashed'].run(db, { ids: [trashed!.id], trashedAtMs: 5 })
  expect(read()).toMatchObject([{ images: 4, kept: 2 }])
  expect(read({ tag: 'kites' })).toMatchObject([{ images: 2 }])
  expect(read({ tag: 'none' })).toEqual([])
  expect(read({ sinceMs: 1_000, beforeMs: 3_000 })).toMatchObject([{ images: 2, kept: 0 }])
  expect(allOperations['results.scopes'].run(db, null).tags).toEqual([{ name: 'Kites', count: 2 }])
  allOperations['assets.setPurging'].run(db, { ids: [gone!.id], isPurging: true })
  allOperations['assets.remove'].run(db, { ids: [gone!.id] })
  expect(read()).toMatchObject([{ images: 3, kept: 1 }])
})

const source = ({ recipe: { provider, model } }: AssetRecord) => ({ provider, model })

test('votes keep what their images were made for, and count for a task where both were made for it', () => {
  const filled = made({ operation: 'edit', edit: editOf('fill', null) })
  const [one, other, third] = [add(filled), add({ ...filled, model: 'other' }), add(made({}))]
  const vote = (winner: AssetRecord, loser: AssetRecord, atMs: number) => {
    const row = { voteId: '1', atMs, winnerId: winner.id, loserId: loser.id, isTie: false, tags: [] }
    allOperations['votes.add'].run(db, [{ ...row, winner: source(winner), loser: source(loser) }])
  }
  vote(one, other, 10)
  vote(one, third, 20)
  allOperations['assets.setPurging'].run(db, { ids: [one.id], isPurging: true })
  allOperations['assets.remove'].run(db, { ids: [one.id] })
  const counts = (scope = {}) =>
    allOperations['votes.counts'].run(db, { ...everything, ...scope }).reduce((sum, { count }) => sum + count, 0)
  expect([counts(), counts({ task: 'fill' }), counts({ task: 'generate' })]).toEqual([2, 1, 0])
  expect([counts({ sinceMs: 11 }), counts({ beforeMs: 20 })]).toEqual([1, 1])
})

test('reads no image’s record, and sorts nothing', () => {
  for (let n = 0; n < 50; n++) add(made({ model: `model-${n % 5}` }))
  db.exec('ANALYZE')
  for (const tag of [null, 'kites']) {
    const steps = plansOf(db, 'results.byModel', { ...everything, tag })
    expect(steps.filter((step) => /\bassets\b/.test(step))).toEqual([])
    // By tag, the few rows of the tag are grouped in memory.
    if (tag === null) expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
    else expect(steps.join('\n')).toMatch(/SEARCH model_results USING INDEX/)
  }
})
