import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, test } from 'vitest'
import { allOperations, type OperationInput } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { buildAsset, fillRecipe, plainGeneration } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync
beforeEach(() => {
  db = openMemoryDatabase()
})

const whole = { section: 'library', collectionId: null, query: '', nowMs: 0, covering: null } as const
const newest = { sort: 'newest', isStacked: false, withShapes: false } as const

function add(changes: Partial<AssetRecord>): AssetRecord {
  const record = buildAsset(changes)
  allOperations['assets.add'].run(db, { record })
  return record
}

function find(query: string, more: Partial<OperationInput<'search.find'>> = {}): string[] {
  const { order } = allOperations['search.find'].run(db, { ...whole, ...newest, query, ...more })
  return (order.match(/.{26}/g) ?? []).map((id) =>
    String(db.prepare('SELECT name FROM assets WHERE id = ?').get(id)?.['name']),
  )
}

test('finds colors by either spelling, and stores them in the original one', () => {
  const { id } = add({ name: 'fog', createdAtMs: 1 })
  allOperations['looks.set'].run(db, { looks: [{ id, phash: null, colors: ['gray', 'blue'] }] })
  expect(db.prepare('SELECT colour FROM asset_looks').get()).toEqual({ colour: 'grey,blue' })
  for (const query of ['color:gray', 'colour:grey', 'color:grey', 'colors:blue']) expect(find(query)).toEqual(['fog'])
  expect(find('color:white')).toEqual([])
})

test('finds words in names and prompts, with or without accents, in scripts without spaces too', () => {
  add({ name: 'Héron', createdAtMs: 1 })
  add({ name: 'cat', createdAtMs: 2, recipe: { ...fillRecipe, prompt: '山の猫 sleeping in a heronry' } })
  expect(find('heron')).toEqual(['cat', 'Héron'])
  expect(find('"heron"')).toEqual(['Héron'])
  expect(find('name:HÉR')).toEqual(['Héron'])
  expect(find('猫')).toEqual(['cat'])
  expect(find('の猫')).toEqual(['cat'])
  expect(find('猫の')).toEqual([])
  expect(find('-猫')).toEqual(['Héron'])
  expect(find('prompt:"sleeping in"')).toEqual(['cat'])
})

test('finds LoRAs, embeddings, and other loaded files by name, but not samplers', () => {
  const generation = {
    ...plainGeneration,
    loras: [{ path: 'styles/woodcut_v2.safetensors', scale: 0.8 }],
    options: { vae: 'kl-f8', embeddings: 'badhands', sampler: 'normal' },
  }
  add({ name: 'one', recipe: { ...fillRecipe, operation: 'import', model: 'dream', generation } })
  add({ name: 'two', recipe: { ...fillRecipe, operation: 'import', model: 'other' } })
  for (const query of ['woodcut', 'badhands', 'kl-f8', 'dream woodcut']) expect(find(query)).toEqual(['one'])
  expect(find('normal')).toEqual([])
})

test('finds a tag by the words in its name, and ranks tagged images first', () => {
  const tag = (record: AssetRecord, name: string) =>
    allOperations['marks.change'].run(db, { ids: [record.id], change: { addTags: [name] } })
  const beach = add({ name: 'beach', createdAtMs: 3, recipe: { ...fillRecipe, prompt: 'a red kite, a kite at sea' } })
  tag(add({ name: 'sea', createdAtMs: 1 }), 'Rote Drachen')
  tag(add({ name: 'kite', createdAtMs: 2 }), 'Kíte festival')
  tag(beach, '山の猫')
  expect(find('kite')).toEqual(['beach', 'kite'])
  expect(find('kite', { sort: 'relevance' })).toEqual(['kite', 'beach'])
  expect(find('kite beach', { sort: 'relevance' })).toEqual(['beach'])
  expect(find('drach sea', { sort: 'relevance' })).toEqual(['sea'])
  expect(find('"rote drachen"')).toEqual(['sea'])
  expect(find('"drachen kite"')).toEqual([])
  expect(find('の猫')).toEqual(['beach'])
  expect(find('name:drachen')).toEqual([])
  expect(find('-kite')).toEqual(['sea'])
  allOperations['tags.rename'].run(db, { from: 'kíte festival', to: 'wind' })
  expect(find('festival')).toEqual([])
  expect(find('wind')).toEqual(['kite'])
})

const stacked = () => find('', { isStacked: true })

test('chooses a stack cover: picks first, then rating, then newest; rejected images last', () => {
  const photo = add({ name: 'photo', createdAtMs: 1 })
  const edit = (name: string, createdAtMs: number) => add({ name, createdAtMs, parentId: photo.id, recipe: fillRecipe })
  const [first, second] = [edit('first', 2), edit('second', 3)]
  add({ name: 'other', createdAtMs: 4 })
  expect(stacked()).toEqual(['other', 'second'])
  const mark = (record: AssetRecord, change: object) =>
    allOperations['marks.change'].run(db, { ids: [record.id], change })
  mark(first, { rating: 4 })
  expect(stacked()).toEqual(['other', 'first'])
  mark(photo, { flag: 'pick' })
  expect(stacked()).toEqual(['other', 'photo'])
  mark(photo, { flag: 'reject' })
  mark(first, { flag: 'reject' })
  expect(stacked()).toEqual(['other', 'second'])
  expect(allOperations['search.find'].run(db, { ...whole, ...newest, isStacked: true }).stacks).toEqual([
    { at: 1, size: 3 },
  ])
  expect(allOperations['search.stack'].run(db, { ...whole, id: photo.id })).toEqual([second.id, first.id, photo.id])
})

test('a control image covers a stack only if a person marked it', () => {
  const photo = add({ name: 'photo', createdAtMs: 1 })
  const depth = { ...fillRecipe, operation: 'depth' as const }
  const map = add({ name: 'map', createdAtMs: 2, parentId: photo.id, recipe: depth })
  expect(stacked()).toEqual(['photo'])
  allOperations['marks.change'].run(db, { ids: [map.id], change: { rating: 1 } })
  expect(stacked()).toEqual(['map'])
  expect(find('operation:depth')).toEqual(['map'])
})

function facetsOf(query: string) {
  const { count, facets } = allOperations['search.facets'].run(db, { ...whole, query })
  return { count, ...Object.fromEntries(facets.map(({ field, values }) => [field, values])) }
}

test('facets count what each value would find', () => {
  add({ createdAtMs: Date.UTC(2026, 9, 15), widthPx: 10, heightPx: 10, mime: 'image/jpeg' })
  add({ createdAtMs: Date.UTC(2026, 8, 15), recipe: { ...fillRecipe, costUsd: 0.04, prompt: 'x' } })
  expect(facetsOf('format:png')).toMatchObject({
    count: 1,
    format: [
      { value: 'jpeg', count: 1 },
      { value: 'png', count: 1 },
    ],
    month: [{ value: '2026-09', count: 1 }],
    provider: [{ value: 'content-aware-fill', count: 1 }],
    cost: [{ value: '0.01..<0.05', count: 1 }],
    shape: [{ value: 'landscape', count: 1 }],
    rating: [{ value: '0', count: 1 }],
  })
})

test.each([
  'heron',
  '-heron',
  'heron provider:content-aware-fill',
  'heron river',
  'name:heron',
  'prompt:heron',
  'negative:heron',
  'notes:heron',
  'description:heron',
  'prompt:heron lake',
  'heron is:stacked',
  'heron looks:fog',
  'lake',
  'provider:content-aware-fill',
])('finds the same for “%s” before and after all images are read', (query) => {
  const runs = { one: { ...fillRecipe, runId: 'run' }, other: { ...fillRecipe, prompt: 'a heron at the river' } }
  add({ name: 'heron', createdAtMs: 1 })
  add({ name: 'gray heron', createdAtMs: 2, recipe: runs.one })
  add({ name: 'lake', createdAtMs: 3, recipe: runs.one })
  add({ name: 'river', createdAtMs: 4, recipe: runs.other })
  const { id } = add({ name: 'bird', createdAtMs: 5 })
  allOperations['marks.change'].run(db, { ids: [id], change: { addTags: ['lake'] } })
  const sorts = ['newest', 'oldest', 'name', 'relevance', 'rating'] as const
  const first = sorts.map((sort) => find(query, { sort }))
  allOperations['search.facets'].run(db, { ...whole, query: '' })
  expect(sorts.map((sort) => find(query, { sort }))).toEqual(first)
})
