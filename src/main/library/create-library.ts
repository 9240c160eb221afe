import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { AssetRecord, Database } from '../database/index.ts'
import { addResult } from './add-result.ts'
import { importBytes, importFiles } from './import-pictures.ts'
import { keepReceived } from './keep-received.ts'
import type { LibraryContext } from './library-context.ts'
import type { Library, LibraryChange } from './library.ts'
import { purgePictures } from './purge-pictures.ts'
import { loadDetails } from './read-origin.ts'
import { dropReceived, receivePicture, reclaimReceived } from './received-pictures.ts'
import { findThumbnail, locate } from './renditions.ts'
import { sweepLibrary, type SweepReport } from './sweep-library.ts'
import { createTurnTaker } from './take-turns.ts'
import { toAsset } from './to-asset.ts'

export type LibraryOptions = Pick<LibraryContext, 'database' | 'imaging' | 'paths' | 'clock' | 'logger' | 'appVersion'>

export function createLibrary(options: LibraryOptions): Library {
  const listeners = new Set<(change: LibraryChange) => void>()
  const announce = (change: LibraryChange): void => {
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (thrown) {
        // What has happened has happened: a listener's trouble is not the work's.
        options.logger.error('library.not-heard', { error: thrown })
      }
    }
  }
  const context: LibraryContext = { ...options, turns: createTurnTaker(), filing: new Set(), announce }
  const { database } = options
  let seenVersion: number | null = null
  let sweeping: Promise<SweepReport> | null = null

  return {
    assets: async (ids) => (await database.call('assets.byIds', { ids })).map(toAsset),
    require: async (id) => toAsset(await requireRecord(database, id)),
    details: async (id) => loadDetails(context, await requireRecord(database, id)),
    children: async (id) => (await database.call('assets.children', { parentId: id })).map(toAsset),
    importFiles: (paths, progress) => importFiles(context, paths, progress),
    expectImport: () => options.imaging.warmUp(),
    importBytes: (name, bytes, progress) => importBytes(context, name, bytes, progress),
    addResult: (result) => addResult(context, result),
    receive: (bytes, about) => receivePicture(context, bytes, about),
    reclaim: (ids) => reclaimReceived(context, ids),
    keep: (received) => keepReceived(context, received),
    drop: (received) => dropReceived(context, received),
    trash: (ids) => setTrashed(context, ids, context.clock.nowMs()),
    restore: (ids) => setTrashed(context, ids, null),
    purge: (ids) => purgePictures(context, ids),
    locate: async (id, rendition) =>
      (await findThumbnail(context, id, rendition)) ?? locate(context, await requireRecord(database, id), rendition),
    unchecked: (limit) => database.call('assets.unchecked', { limit }),
    checkSafety: (id, signal) => checkSafety(context, id, signal),
    lookAgain: async () => {
      const version = await database.call('database.version', null)
      if (seenVersion !== null && seenVersion !== version) announce({ ids: [], reason: 'updated' })
      seenVersion = version
    },
    sweep: () => {
      sweeping ??= sweepLibrary(context).finally(() => (sweeping = null))
      return sweeping
    },
    announce,
    onChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function requireRecord(database: Database, id: AssetId): Promise<AssetRecord> {
  const [record] = await database.call('assets.byIds', { ids: [id] })
  if (record !== undefined) return record
  throw new AppError('storage/not-found', 'This image is not in the library any more.')
}

async function checkSafety(context: LibraryContext, id: AssetId, signal?: AbortSignal): Promise<void> {
  const { database, imaging, announce } = context
  const { path } = await locate(context, await requireRecord(database, id), 'thumb-512')
  const check = await imaging.checkSafety({ path }, { signal })
  if (await database.call('assets.setSafetyCheck', { id, check })) announce({ ids: [id], reason: 'updated' })
}

async function setTrashed(
  { database, announce }: LibraryContext,
  ids: readonly AssetId[],
  trashedAtMs: number | null,
): Promise<void> {
  const changed = await database.call('assets.setTrashed', { ids, trashedAtMs })
  if (changed.length > 0) announce({ ids: changed, reason: 'updated' })
}
