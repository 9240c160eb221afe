import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId, CollectionId } from '../../../shared/domain/ids.ts'
import { countPacked } from '../../../shared/domain/packed-ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { CollectionRecord, Database } from '../../database/index.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { Assets, Collections } from '../assets.ts'
import type { Clock } from '../../platform/clock.ts'

interface CollectionsContext {
  readonly database: Database
  readonly clock: Clock
  readonly changes: Assets['changes']
}

/** `find`: the search resolves what a smart collection contains. */
export function createCollections(context: CollectionsContext, find: Assets['search']['find']): Collections {
  const { database, changes, clock } = context
  const { on: onChanged, emit } = createEmitter()
  // Without ids, another program may have changed anything.
  changes.onChanged(({ ids }) => ids.length === 0 && emit())

  /** Collection membership is searchable, so the images count as changed for anything that shows them. */
  function emitChanged(ids: AssetId[]): AssetId[] {
    if (ids.length === 0) return ids
    emit()
    changes.announce({ ids, reason: 'updated' })
    return ids
  }

  return {
    async list() {
      const records = await database.call('collections.list', null)
      const counts = await loadCounts(database, records)
      return Promise.all(records.map((record) => count(find, record, counts)))
    },
    holding: (ids) => database.call('collections.holding', { ids }),
    async create(wanted) {
      checkQuery(wanted.kind, wanted.query)
      await requirePlace(database, wanted.parentId)
      const id = newId<CollectionId>(clock.nowMs())
      const record = await database.call('collections.add', { record: { ...wanted, id } })
      emit()
      return count(find, record, new Map(record.kind === 'smart' ? [] : [[id, 0]]))
    },
    async change(id, change) {
      const record = await changeRecord(database, await requireCollection(database, id), change)
      emit()
      return count(find, record, await loadCounts(database, await database.call('collections.list', null)))
    },
    async remove(id) {
      if ((await database.call('collections.remove', { id, atMs: clock.nowMs() })) > 0) emit()
    },
    async restore(id) {
      if ((await database.call('collections.restore', { id })) > 0) emit()
      else await requireCollection(database, id)
    },
    async add(id, ids) {
      await requireManual(database, id)
      return emitChanged(await database.call('collections.addAssets', { id, ids, atMs: clock.nowMs() }))
    },
    async takeOut(id, ids) {
      await requireManual(database, id)
      return emitChanged(await database.call('collections.takeOut', { id, ids }))
    },
    onChanged,
  }
}

type Counts = ReadonlyMap<CollectionId, number>

/** For collections without nested ones; the others show more than their own images. */
async function loadCounts(database: Database, records: readonly CollectionRecord[]): Promise<Counts> {
  const counts = await database.call('collections.counts', null)
  const ownCounts = new Map(counts.map(({ id, count: images }) => [id, images]))
  const outer = new Set(records.map(({ parentId }) => parentId))
  const inner = records.filter(({ id, kind }) => kind === 'manual' && !outer.has(id))
  return new Map(inner.map(({ id }) => [id, ownCounts.get(id) ?? 0]))
}

/** The count equals what the collection shows. */
async function count(find: Assets['search']['find'], record: CollectionRecord, counts: Counts): Promise<Collection> {
  const known = counts.get(record.id)
  if (known !== undefined) return { ...record, count: known }
  const scope = { section: 'library', collectionId: record.id, query: '' } as const
  const { order } = await find(scope, { sort: 'newest', isStacked: false, withShapes: false })
  return { ...record, count: countPacked(order) }
}

async function changeRecord(
  database: Database,
  record: CollectionRecord,
  { name, parentId, query, position }: Parameters<Collections['change']>[1],
): Promise<CollectionRecord> {
  if (query !== undefined) checkQuery(record.kind, query)
  const isMoved = parentId !== undefined && parentId !== record.parentId
  if (isMoved) await requirePlace(database, parentId)
  const wanted = {
    ...record,
    name: name ?? record.name,
    parentId: isMoved ? parentId : record.parentId,
    query: query ?? record.query,
    position: position ?? record.position,
  }
  const isLast = isMoved && position === undefined
  const changed = await database.call('collections.change', { record: wanted, isLast })
  if (changed !== null) return changed
  throw new AppError('request/invalid', messages.collectionIntoItself({ name: record.name }))
}

function checkQuery(kind: Collection['kind'], query: string | null): void {
  if ((query !== null) === (kind === 'smart')) return
  throw new AppError('request/invalid', kind === 'smart' ? messages.smartNeedsSearch : messages.onlySmartHasSearch)
}

async function requireCollection(database: Database, id: CollectionId): Promise<CollectionRecord> {
  const record = await database.call('collections.find', { id })
  if (record !== null) return record
  throw new AppError('storage/not-found', messages.collectionGone)
}

async function requirePlace(database: Database, parentId: CollectionId | null): Promise<void> {
  if (parentId === null) return
  const { name, kind } = await requireCollection(database, parentId)
  if (kind !== 'smart') return
  throw new AppError('request/invalid', messages.smartHasNoCollections({ name }))
}

async function requireManual(database: Database, id: CollectionId): Promise<void> {
  const { name, kind } = await requireCollection(database, id)
  if (kind === 'manual') return
  throw new AppError(
    'request/invalid',
    kind === 'smart' ? messages.smartHasNoImages({ name }) : messages.folderHasNoImages({ name }),
  )
}
