import * as fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { createChance } from '../../support/chance.ts'
import { openNewDatabase } from '../../support/open-database.ts'
import { folderInMemory } from '../../support/temporary-home.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

const scope = { section: 'library', collectionId: null, query: '', nowMs: 0, covering: null } as const
let db: DatabaseSync
beforeEach(() => {
  db = openMemoryDatabase()
})
afterEach(() => {
  vi.restoreAllMocks()
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

test('returns the nearest vectors of one model first, within scope and limit', () => {
  const [east, north, west] = [add({ name: 'east' }), add({ name: 'north' }), add({ name: 'west' })]
  put(east, [1, 0])
  put(north, [0.1, 5])
  put(west, [-2, 0])
  put(west, [1, 0], 'other')
  expect(nearest([3, 1]).map(({ id }) => id)).toEqual([east.id, north.id, west.id])
  expect(nearest([1, 0], 1)).toEqual([{ id: east.id, likeness: 1 }])
  expect(nearest([1, 0], 10, '-name:east').map(({ id }) => id)).toEqual([north.id, west.id])
  expect(nearest([1, 0], 10, '', 'other').map(({ id }) => id)).toEqual([west.id])
  // A vector with other dimensions must come from another model.
  expect(nearest([1, 0, 0])).toEqual([])
})

test('replaces a vector, and removes it when its image is purged or changed', () => {
  const [first, second] = [add(), add()]
  put(first, [1, 0])
  put(first, [0, 1])
  put(second, [1, 0])
  expect(nearest([0, 1], 1)).toEqual([{ id: first.id, likeness: 1 }])
  allOperations['assets.updateFile'].run(db, { record: { ...first, sha256: 'e'.repeat(64) } })
  expect(nearest([0, 1]).map(({ id }) => id)).toEqual([second.id])
  allOperations['assets.setPurging'].run(db, { ids: [second.id], isPurging: true })
  allOperations['assets.remove'].run(db, { ids: [second.id] })
  expect(db.prepare('SELECT count(*) AS n FROM asset_vectors').get()).toEqual({ n: 0 })
  put(second, [1, 0])
  expect(nearest([1, 0])).toEqual([])
})

test.each([[[0, 0]], [[Number.NaN, 1]], [[Infinity, 1]]])('%j has no direction and is rejected', (vector) => {
  const record = add()
  expect(() => put(record, vector)).toThrow('needs a direction')
  expect(() => nearest(vector)).toThrow('needs a direction')
})

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)

test('quantizing to one byte per dimension keeps likeness within 0.05', () => {
  const values = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 })
  fc.assert(
    fc.property(values, values, (stored, target) => {
      fc.pre([stored, target].every((vector) => vector.some((value) => Math.abs(value) > 0.01)))
      put(add(), stored)
      const [near] = nearest(target)
      expect(near!.likeness).toBeCloseTo(dot(stored, target) / Math.sqrt(dot(stored, stored) * dot(target, target)), 1)
      db.exec('DELETE FROM asset_vectors')
    }),
    { numRuns: 40 },
  )
})

test('lists images without a vector newest first, in pages, and counts them', () => {
  const records = [add(), add(), add(), add()].toSorted((a, b) => (a.id < b.id ? 1 : -1))
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

test('of more vectors than are compared exactly, returns the same as comparing all', () => {
  const { library, query } = buildDirections(2_600)
  const records = library.map((vector) => {
    const record = add()
    put(record, vector)
    return record
  })
  const likeness = (vector: readonly number[]) =>
    dot(vector, query) / Math.sqrt(dot(vector, vector) * dot(query, query))
  const expected = [...library.keys()].toSorted((a, b) => likeness(library[b]!) - likeness(library[a]!)).slice(0, 3)
  expect(nearest(query, 3).map(({ id }) => id)).toEqual(expected.map((index) => records[index]!.id))

  // Later changes count: a new image, a new vector of a known one, a deleted vector.
  const added = add()
  put(added, query)
  expect(nearest(query, 1).map(({ id }) => id)).toEqual([added.id])
  put(records[7]!, query)
  expect(
    nearest(query, 2)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([added.id, records[7]!.id].toSorted())
  db.prepare('DELETE FROM asset_vectors WHERE asset_id = ?').run(added.id)
  expect(nearest(query, 2).map(({ id }) => id)).toEqual([records[7]!.id, records[expected[0]!]!.id])
})

test('vectors written by another program are found', () => {
  const folder = mkdtempSync(join(folderInMemory(), 'atelier-vectors-'))
  try {
    const file = join(folder, 'library.sqlite')
    db = openNewDatabase(file)
    const [first, second] = [add(), add()]
    put(first, [1, 0])
    expect(nearest([0, 1]).map(({ id }) => id)).toEqual([first.id])
    const other = openNewDatabase(file)
    allOperations['vectors.put'].run(other, {
      model: 'clip',
      vectors: [{ id: second.id, vector: Float32Array.from([0, 1]) }],
    })
    expect(nearest([0, 1]).map(({ id }) => id)).toEqual([second.id, first.id])
    other.close()
    db.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const step = (minLikeness: number, run = 'run') =>
  allOperations['vectors.stepGroups'].run(db, { run, model: 'clip', minLikeness, scope })

const readCodes = () => allOperations['vectors.stepCodes'].run(db, { model: 'clip', dimensions: 64 })

function readAllCodes(): void {
  for (;;) if (readCodes()) return
}

/** Every call does one slice of work, however fast the computer is. */
function makeSlicesShort(): void {
  let nowMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 1_000))
}

function group(minLikeness: number): string[][] {
  for (;;) {
    const groups = step(minLikeness)
    if (groups !== null) return groups.map(unpackIds)
  }
}

test('groups near vectors of one model, oldest first, without the trash', () => {
  const [young, old, north, trashed] = [
    add({ createdAtMs: 9 }),
    add({ createdAtMs: 1 }),
    add(),
    add({ trashedAtMs: 1 }),
  ]
  expect(group(0.9)).toEqual([])
  put(young, [1, 0.1])
  put(old, [2, 0])
  put(north, [0, 1])
  put(north, [1, 0], 'other')
  put(trashed, [1, 0])
  expect(group(0.9)).toEqual([[old.id, young.id]])
  expect(group(0.999)).toEqual([])
  // A vector with other dimensions must come from another model.
  put(add(), [1, 0, 0])
  expect(group(0.9)).toEqual([[old.id, young.id]])
})

test('groups many vectors in slices, and leaves out what was trashed or replaced meanwhile', () => {
  makeSlicesShort()
  const { library } = buildDirections(2_600)
  const records = library.map((vector) => {
    const record = add()
    put(record, vector)
    return record
  })
  const twins = [5, 700, 2_500].map((index) => {
    const twin = add()
    put(
      twin,
      library[index]!.map((value) => 2 * value + 1),
    )
    return [records[index]!.id, twin.id].toSorted()
  })
  readAllCodes()
  expect(step(0.97)).toBeNull()
  allOperations['assets.setTrashed'].run(db, { ids: [twins[0]![0] as AssetRecord['id']], trashedAtMs: 1 })
  const last = twins[2]![1] as AssetRecord['id']
  allOperations['assets.setPurging'].run(db, { ids: [last], isPurging: true })
  allOperations['assets.remove'].run(db, { ids: [last] })
  // Gets the number of the removed image.
  put(add(), library[2_500]!)
  const groups = group(0.97).map((each) => each.toSorted())
  expect(groups).toEqual([twins[1]])
})

test('vectors are read in slices before the first search, and what is written in between counts', () => {
  makeSlicesShort()
  const { library, query } = buildDirections(1_600)
  const records = library.map((vector) => {
    const record = add()
    put(record, vector)
    return record
  })
  expect(readCodes()).toBe(false)
  // Of a vector that was read already, of one that was not, of a new image and of another model.
  put(records[3]!, query)
  put(records[1_500]!, query)
  const added = add()
  put(added, query)
  put(records[9]!, query, 'other')
  expect(readCodes()).toBe(false)
  db.prepare('DELETE FROM asset_vectors WHERE asset_id = ?').run(records[3]!.id)
  readAllCodes()
  const best = nearest(query, 2).map(({ id }) => id)
  expect(best.toSorted()).toEqual([added.id, records[1_500]!.id].toSorted())
  expect(readCodes()).toBe(true)
})

test('grouping reads the vectors in slices, too', () => {
  makeSlicesShort()
  for (const vector of buildDirections(1_200).library) put(add(), vector)
  for (let slice = 0; slice < 3; slice++) expect(step(0.97)).toBeNull()
  expect(readCodes()).toBe(true)
  expect(group(0.97)).toEqual([])
})

test('a dropped run begins anew', () => {
  makeSlicesShort()
  for (const vector of buildDirections(2_600).library) put(add(), vector)
  const countSteps = (run: string) => {
    let steps = 1
    while (step(0.97, run) === null) steps++
    return steps
  }
  readAllCodes()
  const all = countSteps('run')
  expect(step(0.97)).toBeNull()
  expect(step(0.97, 'other')).toBeNull()
  allOperations['vectors.dropGroups'].run(db, { run: 'run' })
  allOperations['vectors.dropGroups'].run(db, { run: 'never begun' })
  expect(countSteps('run')).toBe(all)
  expect(countSteps('other')).toBe(all - 1)
})

/** As many as a large library has. */
const indexed = 100_000
test(
  `an index of ${indexed} vectors is built, finds what comparing all finds, and is built anew for another model`,
  { tags: 'full' },
  () => {
    const ids = addCopies(indexed)
    const [first, second] = [buildThemes(ids.length, 1), buildThemes(ids.length, 2)]
    const dimensions = 64
    const build = (model: string) => {
      let slices = 1
      while (!allOperations['vectors.stepCodes'].run(db, { model, dimensions })) slices++
      return slices
    }
    const expectNearest = (model: string, { vectors, queries }: ReturnType<typeof buildThemes>) => {
      const shares = queries.map((query) => {
        const found = new Set(nearest([...query], 20, '', model).map(({ id }) => String(id)))
        return nearestOf(vectors, query, 20).filter((at) => found.has(ids[at]!)).length / 20
      })
      expect(shares.reduce((sum, share) => sum + share) / shares.length).toBeGreaterThanOrEqual(0.98)
    }
    putDirectly('clip', ids, first.vectors)
    expect(build('clip')).toBeGreaterThan(2)
    expectNearest('clip', first)

    // Half of another model's vectors change nothing for the first one, which answers until all are there.
    const half = ids.length / 2
    putDirectly('siglip', ids.slice(0, half), second.vectors.slice(0, half))
    expectNearest('clip', first)
    putDirectly('siglip', ids.slice(half), second.vectors.slice(half))
    expect(build('siglip')).toBeGreaterThan(2)
    expectNearest('siglip', second)
  },
)

/** Adds one image many times, as fast as SQLite can. */
function addCopies(count: number): string[] {
  const { id: firstId } = add()
  const columns = db
    .prepare('PRAGMA table_info(assets)')
    .all()
    .map(({ name }) => String(name))
  const values = columns.map((name) => {
    if (name === 'id') return "'01J' || printf('%023d', n)"
    return name === 'relative_path' || name === 'sha256' ? `printf('%064d', n)` : name
  })
  db.exec(`WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count - 1})
    INSERT INTO assets (${columns.join()}) SELECT ${values.join()} FROM counted CROSS JOIN assets WHERE id = '${firstId}'`)
  return [firstId, ...Array.from({ length: count - 1 }, (_, at) => `01J${String(at + 1).padStart(23, '0')}`)]
}

function putDirectly(model: string, ids: readonly string[], vectors: readonly Int8Array[]): void {
  const insert = db.prepare('INSERT INTO asset_vectors (asset_id, model, vector) VALUES (?, ?, ?)')
  db.exec('BEGIN')
  for (const [at, id] of ids.entries()) insert.run(id, model, new Uint8Array(vectors[at]!.buffer))
  db.exec('COMMIT')
}

/** Vectors around two hundred themes, as images lie in what a model returns, and a few to search with. */
function buildThemes(count: number, seed: number) {
  const chance = createChance(seed)
  const themes = Array.from({ length: 200 }, () => Array.from({ length: 64 }, () => chance(121) - 60))
  const near = () => {
    const theme = themes[chance(themes.length)]!
    return Int8Array.from(theme, (value) => value + chance(81) - 40)
  }
  return { vectors: Array.from({ length: count }, near), queries: Array.from({ length: 3 }, near) }
}

/** Compares all. */
function nearestOf(vectors: readonly Int8Array[], query: Int8Array, count: number): number[] {
  const scores = Float64Array.from(vectors, (vector) => {
    let [product, squares] = [0, 0]
    for (const [at, value] of vector.entries()) {
      product += value * query[at]!
      squares += value * value
    }
    return product / Math.sqrt(squares)
  })
  const least = scores.toSorted().at(-count)!
  return [...vectors.keys()].filter((at) => scores[at]! >= least)
}

/** Directions with 64 dimensions that lie apart, and one to search with. */
function buildDirections(count: number) {
  const chance = createChance(42)
  const direction = () => Array.from({ length: 64 }, () => chance(2_001) - 1_000)
  return { library: Array.from({ length: count }, direction), query: direction() }
}
