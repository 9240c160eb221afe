import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { allOperations } from '../../../src/main/database/queries/all-operations.ts'
import { refreshSearch } from '../../../src/main/database/search/refresh-search.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { ImageDescription } from '../../../src/shared/domain/image-description.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { openMemoryDatabase } from '../../support/open-memory-database.ts'

let db: DatabaseSync
beforeEach(() => {
  db = openMemoryDatabase()
})

const harbor: ImageDescription = {
  model: 'florence-2',
  caption: 'boats in a foggy harbor',
  description: 'The image shows three wooden boats. A gull sits on a pier.',
  tags: ['boat', 'animal "gull"'],
  describedAtMs: 1_700_000_000_000,
}

function add(name: string): AssetRecord {
  const record = buildAsset({ name })
  allOperations['assets.add'].run(db, { record })
  return record
}

const put = ({ id }: Pick<AssetRecord, 'id'>, description = harbor) =>
  allOperations['descriptions.put'].run(db, { id, description })
const find = ({ id }: AssetRecord) => allOperations['descriptions.find'].run(db, { id })
const queue = (ids: readonly AssetId[] | null) => allOperations['descriptions.queue'].run(db, { ids })
const next = () => allOperations['descriptions.next'].run(db, null)
const state = () => allOperations['descriptions.queueState'].run(db, null)
const defer = (id: AssetId) => allOperations['descriptions.defer'].run(db, { id, message: 'It stopped.' })
const pause = (isPaused: boolean) => allOperations['descriptions.pause'].run(db, { isPaused })

function search(query: string): readonly AssetId[] {
  refreshSearch(db)
  const scope = { section: 'library', collectionId: null, nowMs: 0, covering: null } as const
  const options = { sort: 'relevance', isStacked: false, withShapes: false } as const
  return unpackIds(allOperations['search.find'].run(db, { ...scope, ...options, query }).order)
}

describe('a description', () => {
  it('is stored apart from a person’s tags, replaced and cleared', () => {
    const [boats, other] = [add('boats'), add('other')]
    expect(find(boats)).toBeNull()
    expect(put(boats)).toBe(true)
    expect(find(boats)).toEqual(harbor)
    put(boats, { ...harbor, caption: 'boats', tags: [] })
    expect(find(boats)).toMatchObject({ caption: 'boats', tags: [] })
    const [record] = allOperations['assets.byIds'].run(db, { ids: [boats.id] })
    expect(record?.annotations.tags).toEqual([])
    expect(allOperations['tags.list'].run(db, null)).toEqual([])
    expect(allOperations['descriptions.captions'].run(db, { ids: [boats.id, other.id] })).toEqual([
      { id: boats.id, caption: 'boats' },
    ])
    expect(allOperations['descriptions.clear'].run(db, { ids: [boats.id, other.id] })).toEqual([boats.id])
    expect(find(boats)).toBeNull()
    expect(put({ id: '01J00000000000000000000000' as AssetId })).toBe(false)
  })

  it('goes with its image, and when the file becomes another', () => {
    const [boats, other] = [add('boats'), add('other')]
    put(boats)
    put(other)
    db.prepare(`UPDATE assets SET sha256 = 'ff' WHERE id = ?`).run(boats.id)
    expect(find(boats)).toBeNull()
    db.prepare('DELETE FROM assets WHERE id = ?').run(other.id)
    expect(db.prepare('SELECT count(*) AS n FROM asset_descriptions').get()).toEqual({ n: 0 })
  })

  it('is found by its words, alone and in its field, and not after it is cleared', () => {
    const [boats, gull] = [add('boats'), add('gull')]
    put(boats)
    expect(search('foggy')).toEqual([boats.id])
    expect(search('gull').toSorted()).toEqual([boats.id, gull.id].toSorted())
    // What an image is named counts more than what a model says of it.
    expect(search('gull')[0]).toBe(gull.id)
    for (const query of ['description:gull', 'caption:harb', 'description:"wooden boats"', 'description:animal']) {
      expect(search(query)).toEqual([boats.id])
    }
    expect(search('tag:boat')).toEqual([])
    expect(search('has:description')).toEqual([boats.id])
    expect(search('-has:description')).toEqual([gull.id])
    allOperations['descriptions.clear'].run(db, { ids: [boats.id] })
    expect(search('foggy')).toEqual([])
    expect(search('has:description')).toEqual([])
  })
})

describe('the queue', () => {
  it('holds what has no description yet, in the order of the request or newest first', () => {
    const [a, b, c] = [add('a'), add('b'), add('c')]
    put(b)
    expect(queue([c.id, b.id, a.id, c.id])).toBe(2)
    expect(next()).toBe(c.id)
    put(c)
    expect([next(), state()]).toEqual([a.id, { done: 1, waiting: 1, paused: 0, failed: [] }])
    // More while it works: counted with the rest.
    const d = add('d')
    expect(queue(null)).toBe(1)
    expect(state()).toMatchObject({ done: 1, waiting: 2 })
    put(a)
    put(d)
    expect([next(), state()]).toEqual([null, { done: 3, waiting: 0, paused: 0, failed: [] }])
    const e = add('e')
    queue(null)
    expect([next(), state()]).toEqual([e.id, { done: 0, waiting: 1, paused: 0, failed: [] }])
  })

  it('names what failed, and takes it again when it is asked for again', () => {
    const [a, b] = [add('a'), add('b')]
    queue([a.id, b.id])
    allOperations['descriptions.fail'].run(db, { id: a.id, message: 'It is damaged.' })
    expect(next()).toBe(b.id)
    expect(state()).toMatchObject({ done: 1, waiting: 1, failed: [{ id: a.id, name: 'a', message: 'It is damaged.' }] })
    expect(queue([a.id])).toBe(1)
    expect(state()).toMatchObject({ done: 0, waiting: 2, failed: [] })
  })

  it('puts an image that ended the process behind the others, and gives up the second time', () => {
    const [a, b] = [add('a'), add('b')]
    queue([a.id, b.id])
    defer(a.id)
    expect(next()).toBe(b.id)
    put(b)
    expect(next()).toBe(a.id)
    defer(a.id)
    expect(next()).toBeNull()
    expect(state()).toMatchObject({ done: 2, failed: [{ id: a.id, message: 'It stopped.' }] })
  })

  it('leaves out what is moved to the trash', () => {
    const [a, b] = [add('a'), add('b')]
    queue([a.id, b.id])
    db.prepare('UPDATE assets SET trashed_at_ms = 1 WHERE id = ?').run(a.id)
    expect([next(), state().waiting]).toEqual([b.id, 1])
    expect(queue([a.id])).toBe(0)
  })

  it('is paused, goes on and is emptied without losing descriptions', () => {
    const [a, b] = [add('a'), add('b')]
    queue(null)
    pause(true)
    expect([next(), state().paused]).toEqual([null, 2])
    // One described by itself meanwhile is done.
    put(a)
    pause(false)
    expect(next()).toBe(b.id)
    allOperations['descriptions.emptyQueue'].run(db, null)
    expect([next(), find(a)]).toEqual([null, harbor])
  })
})
