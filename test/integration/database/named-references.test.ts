import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import type { AssetId, NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { ReferenceUse } from '../../../src/shared/domain/named-reference.ts'
import { referenceKey } from '../../../src/shared/prompting/index.ts'
import { buildAsset, fillRecipe, plainGeneration } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

const annaId = '01JD3Q0000000000000000000A' as NamedReferenceId
const lampId = '01JD3Q0000000000000000000B' as NamedReferenceId

let db: DatabaseSync
beforeEach(() => {
  db = openMemoryDatabase()
})

function save(id: NamedReferenceId, name: string, imageIds: readonly AssetId[] = []): boolean {
  const facts = { kind: 'person', note: '', description: '', rights: '', createdAtMs: 1, changedAtMs: 1 } as const
  const record = { ...facts, id, name, key: referenceKey(name), imageIds: [...imageIds] }
  return allOperations['references.save'].run(db, { record })
}

/** Adds an image that was made with these references. */
function add(name: string, ...used: readonly NamedReferenceId[]): AssetRecord {
  const named: ReferenceUse[] = used.map((id) => ({ id, name: 'x', form: 'words', imageIds: [] }))
  const generation = { ...plainGeneration, named }
  const recipe = { ...fillRecipe, operation: 'generate', generation } as const
  const record = buildAsset({ name, ...(used.length > 0 && { recipe }) })
  allOperations['assets.add'].run(db, { record })
  return record
}

function find(query: string): string[] {
  const scope = { section: 'library', collectionId: null, nowMs: 0, covering: null, query } as const
  const { order } = allOperations['search.find'].run(db, {
    ...scope,
    sort: 'newest',
    isStacked: false,
    withShapes: false,
  })
  const read = db.prepare('SELECT name FROM assets WHERE id = ?')
  return (order.match(/.{26}/g) ?? []).map((id) => String(read.get(id)?.['name'])).toSorted()
}

const list = () => allOperations['references.list'].run(db, null)
const uses = () => Object.fromEntries(list().map(({ name, uses: count }) => [name, count]))
const trash = (id: AssetId, trashedAtMs: number | null) =>
  allOperations['assets.setTrashed'].run(db, { ids: [id], trashedAtMs })

describe('uses', () => {
  beforeEach(() => {
    save(annaId, 'anna')
    save(lampId, 'brass-lamp')
  })

  test('are counted as images are added, and change with their recipes', () => {
    add('portrait', annaId)
    const both = add('both', annaId, lampId)
    add('none')
    expect(uses()).toEqual({ anna: 2, 'brass-lamp': 1 })
    const write = db.prepare('UPDATE assets SET recipe = ? WHERE id = ?')
    write.run(JSON.stringify({ ...both.recipe, generation: null }), both.id)
    expect(uses()).toEqual({ anna: 1, 'brass-lamp': 0 })
    write.run(JSON.stringify(both.recipe), both.id)
    expect(uses()).toEqual({ anna: 2, 'brass-lamp': 1 })
  })

  test('are counted once per image, and not for what another program has written there', () => {
    add('twice', annaId, annaId)
    const odd = add('odd')
    const recipe = { ...fillRecipe, generation: { named: [7, { name: 'anna' }, null] } }
    db.prepare('UPDATE assets SET recipe = ? WHERE id = ?').run(JSON.stringify(recipe), odd.id)
    expect(uses()).toEqual({ anna: 1, 'brass-lamp': 0 })
  })

  test('do not include the trash, and end with an image that is deleted', () => {
    const { id } = add('portrait', annaId)
    trash(id, 5)
    expect(uses()).toMatchObject({ anna: 0 })
    trash(id, null)
    expect(uses()).toMatchObject({ anna: 1 })
    db.prepare('DELETE FROM assets WHERE id = ?').run(id)
    expect(uses()).toMatchObject({ anna: 0 })
    expect(db.prepare('SELECT count(*) AS n FROM named_reference_uses').get()).toEqual({ n: 0 })
  })

  test('follow the reference through a new name, and are kept while it is removed', () => {
    add('portrait', annaId)
    save(annaId, 'Anna-Maria')
    expect(uses()).toMatchObject({ 'Anna-Maria': 1 })
    allOperations['references.remove'].run(db, { id: annaId, atMs: 9 })
    add('another', annaId)
    expect(allOperations['references.restore'].run(db, { id: annaId })).toBe(true)
    expect(uses()).toMatchObject({ 'Anna-Maria': 2 })
  })
})

describe('names', () => {
  test('are taken whatever their case, but not by removed references', () => {
    expect(save(annaId, 'anna')).toBe(true)
    expect(save(lampId, 'ANNA')).toBe(false)
    expect(save(annaId, 'Anna')).toBe(true)
    allOperations['references.remove'].run(db, { id: annaId, atMs: 9 })
    expect(save(lampId, 'ANNA')).toBe(true)
    expect(allOperations['references.restore'].run(db, { id: annaId })).toBe(false)
    expect(list().map(({ id }) => id)).toEqual([lampId])
  })

  test('are removed once', () => {
    save(annaId, 'anna')
    const removed = [1, 2].map((atMs) => allOperations['references.remove'].run(db, { id: annaId, atMs }))
    expect(removed).toEqual([1, 0])
  })
})

describe('images', () => {
  test('keep their order, without those of the trash and those that do not exist', () => {
    const [a, b] = [add('a').id, add('b').id]
    save(annaId, 'anna', [b, '01JD3Q0000000000000000000Z' as AssetId, a])
    expect(list()[0]!.imageIds).toEqual([b, a])
    trash(b, 5)
    expect(list()[0]!.imageIds).toEqual([a])
    trash(b, null)
    db.prepare('DELETE FROM assets WHERE id = ?').run(a)
    expect(list()[0]!.imageIds).toEqual([b])
  })
})

describe('search by reference', () => {
  beforeEach(() => {
    save(annaId, 'Anna')
    save(lampId, 'brass-lamp')
    add('portrait', annaId)
    add('both', annaId, lampId)
    add('none')
  })

  test.each([
    ['reference:anna', ['both', 'portrait']],
    ['reference:ANNA', ['both', 'portrait']],
    ['reference:an*', ['both', 'portrait']],
    ['reference:brass-lamp', ['both']],
    ['reference:anna reference:brass-lamp', ['both']],
    ['reference:anna,brass-lamp', ['both', 'portrait']],
    ['-reference:anna', ['none']],
    [`reference:${lampId}`, ['both']],
    ['reference:nobody', []],
  ])('%s finds %j', (query, names) => {
    expect(find(query)).toEqual(names)
  })

  test('offers the names', () => {
    const { terms } = allOperations['search.suggest'].run(db, { query: 'reference:', at: 10, nowMs: 0 })
    expect(terms).toEqual(['reference:Anna', 'reference:brass-lamp'])
  })
})
