import type { ContentFilter } from '../../shared/domain/generation.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { countPacked, unpackIds } from '../../shared/domain/packed-ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { type AssetRecord, type Database, type PreviousAnnotation, type TagChange, toAsset } from '../database/index.ts'
import { folderOfOriginal } from '../platform/original-path.ts'
import type { AssetsContext } from './assets-context.ts'
import type { Assets, LibraryChange } from './assets.ts'
import { purgeImages } from './files/purge-images.ts'
import { findThumbnail, locate, requireOriginal } from './files/renditions.ts'
import { sweepLibrary, type SweepReport } from './files/sweep-library.ts'
import { importBytes, importFiles } from './imports/import-images.ts'
import { loadDetails } from './imports/read-origin.ts'
import { createAssetDescriptions } from './organize/create-asset-descriptions.ts'
import { createCollections } from './organize/create-collections.ts'
import type { ExchangedImages } from './organize/exchange-references.ts'
import { createThreads } from './organize/create-threads.ts'
import { createNamedReferences } from './organize/create-named-references.ts'
import { moveAllBack } from './originals/move-back.ts'
import { createSharedFolders } from './originals/shared-folders.ts'
import { addResult } from './results/add-result.ts'
import { saveReceived } from './results/save-received.ts'
import { dropReceived, receiveImage, reclaimReceived } from './results/received-images.ts'
import { createSearch, type SearchContext, createVectors } from './search/create-search.ts'
import { createSimilarity } from './search/create-similarity.ts'
import { createTurnTaker } from './take-turns.ts'

const undosKept = 50

/**
 * Limit over all undoable changes together, at 26 bytes per image. The last change can always be undone, whatever its
 * size.
 */
const imagesKept = 4_000_000

export interface AssetsOptions extends Omit<AssetsContext, 'originals' | 'turns' | 'filing' | 'announce'> {
  /** The rating from which images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}

export function createAssets({ covering, ...options }: AssetsOptions): Assets {
  const { database, imaging, clock } = options
  const changes = createChanges(options)
  const { announce } = changes
  const originals = createSharedFolders()
  const context: AssetsContext = { ...options, originals, turns: createTurnTaker(), filing: new Set(), announce }
  const search = createSearch({ database, clock, covering })
  const files = createFiles(context)
  const images = createExchangedImages(context, files)
  return {
    records: {
      load: async (ids) => (await database.call('assets.byIds', { ids })).map(toAsset),
      require: async (id) => toAsset(await requireRecord(database, id)),
      details: async (id) => loadDetails(context, await requireRecord(database, id)),
      children: async (id) => (await database.call('assets.children', { parentId: id })).map(toAsset),
    },
    files,
    originals: {
      async shared() {
        const { count, example } = await database.call('originals.counts', null)
        return { count, folder: example === null ? null : folderOfOriginal(example) }
      },
      moveBack: (progress) => moveAllBack(context, progress),
      isReachable: (folder) => originals.isReachable(folder),
    },
    imports: {
      addFiles: (paths, progress) => importFiles(context, paths, progress),
      warmUp: () => imaging.warmUp(),
      addBytes: (name, bytes, progress) => importBytes(context, name, bytes, progress),
    },
    results: {
      add: (result) => addResult(context, result),
      receive: (bytes, note) => receiveImage(context, bytes, note),
      reclaim: (ids) => reclaimReceived(context, ids),
      keep: (received) => saveReceived(context, received),
      drop: (received) => dropReceived(context, received),
    },
    trash: {
      add: (ids) => setTrashed(context, ids, clock.nowMs()),
      restore: (ids) => setTrashed(context, ids, null),
      purge: (ids) => purgeImages(context, ids),
    },
    safety: {
      unchecked: (limit) => database.call('assets.unchecked', { limit }),
      check: (id, signal) => checkSafety(context, id, signal),
    },
    search,
    annotations: createAnnotations({ database, announce }),
    collections: createCollections({ database, clock, changes }, search.find),
    threads: createThreads({ database, clock, logger: options.logger }),
    references: createNamedReferences({ database, clock, changes, images }),
    relations: createRelations({ database }),
    similarity: createSimilarity({ database }),
    vectors: createVectors({ database, clock, covering }),
    descriptions: createAssetDescriptions({ database, announce }),
    changes,
  }
}

function createFiles(context: AssetsContext): Assets['files'] {
  const { database } = context
  let sweeping: Promise<SweepReport> | null = null
  return {
    locate: async (id, rendition) =>
      (await findThumbnail(context, id, rendition)) ?? locate(context, await requireRecord(database, id), rendition),
    locateFile: async (id) => {
      const record = await requireRecord(database, id)
      return { path: await requireOriginal(context, record), mime: record.mime }
    },
    sweep: () => {
      sweeping ??= sweepLibrary(context).finally(() => (sweeping = null))
      return sweeping
    },
  }
}

function createExchangedImages(context: AssetsContext, files: Assets['files']): ExchangedImages {
  return {
    temporary: context.paths.temporary,
    load: async (ids) => (await context.database.call('assets.byIds', { ids })).map(toAsset),
    locate: (id) => files.locate(id, 'original'),
    importFiles: (paths, signal) => importFiles(context, paths, { ...(signal && { signal }) }),
  }
}

function createChanges({ database, logger }: Pick<AssetsContext, 'database' | 'logger'>): Assets['changes'] {
  // The work is already done: a listener's error must not fail it.
  const { on: onChanged, emit: announce } = createEmitter<[LibraryChange]>((error) =>
    logger.error('library.not-heard', { error }),
  )
  let seenVersion: number | null = null

  return {
    async checkOtherPrograms() {
      const version = await database.call('database.version', null)
      if (seenVersion !== null && seenVersion !== version) announce({ ids: [], reason: 'updated' })
      seenVersion = version
    },
    async noteTimeZone() {
      await database.call('search.readZoneAgain', null)
      announce({ ids: [], reason: 'updated' })
    },
    announce,
    onChanged,
  }
}

async function requireRecord(database: Database, id: AssetId): Promise<AssetRecord> {
  const [record] = await database.call('assets.byIds', { ids: [id] })
  if (record !== undefined) return record
  throw new AppError('storage/not-found', messages.imageGone)
}

async function checkSafety(context: AssetsContext, id: AssetId, signal?: AbortSignal): Promise<void> {
  const { database, imaging, announce } = context
  const { path } = await locate(context, await requireRecord(database, id), 'thumb-512')
  const check = await imaging.checkSafety({ path }, { signal })
  if (await database.call('assets.setSafetyCheck', { id, check })) announce({ ids: [id], reason: 'updated' })
}

async function setTrashed(
  { database, announce }: AssetsContext,
  ids: readonly AssetId[],
  trashedAtMs: number | null,
): Promise<void> {
  const changed = await database.call('assets.setTrashed', { ids, trashedAtMs })
  if (changed.length > 0) announce({ ids: changed, reason: 'updated' })
}

function createAnnotations(context: Pick<AssetsContext, 'database' | 'announce'>): Assets['annotations'] {
  const { database } = context
  /** The state before each change, oldest first. */
  const undos = new Map<string, readonly PreviousAnnotation[]>()
  let lastUndo = 0

  const announce = (ids: readonly AssetId[]): void => {
    if (ids.length > 0) context.announce({ ids, reason: 'marks' })
  }

  function toUndoToken(former: readonly PreviousAnnotation[]): string {
    const undoId = String(++lastUndo)
    undos.set(undoId, former)
    for (const [oldest] of undos) {
      if (undos.size === 1 || (undos.size <= undosKept && countImages(undos.values()) <= imagesKept)) break
      undos.delete(oldest)
    }
    return undoId
  }

  function changed(change: TagChange | null, name: string): { undoId: string } {
    if (change === null) throw new AppError('storage/not-found', messages.tagUnknown({ name }))
    announce(change.ids)
    return { undoId: toUndoToken(change.former) }
  }

  return {
    async change(ids, change) {
      const done = await database.call('marks.change', { ids, change })
      const undoId = toUndoToken(done.former)
      announce(unpackIds(done.changed))
      return { undoId, changed: countPacked(done.changed) }
    },
    async undo(undoId) {
      const former = undos.get(undoId)
      if (former === undefined) throw undoneError()
      undos.delete(undoId)
      try {
        announce(unpackIds(await database.call('marks.restore', { former })))
      } catch (thrown) {
        // Nothing was changed: the undo can be retried once there is disk space.
        undos.set(undoId, former)
        throw thrown
      }
    },
    tags: () => database.call('tags.list', null),
    async renameTag(from, to) {
      return changed(await database.call('tags.rename', { from, to }), from)
    },
    async removeTag(name) {
      return changed(await database.call('tags.remove', { name }), name)
    },
  }
}

function countImages(changes: Iterable<readonly PreviousAnnotation[]>): number {
  let count = 0
  for (const former of changes) for (const { ids } of former) count += countPacked(ids)
  return count
}

function undoneError(): AppError {
  return new AppError('storage/not-found', messages.cannotUndo)
}

/** Limit for display: the lineage of a photo that everything was made from contains everything. */
const mostMembers = 2_000
/** As many as fit in an information panel. */
const mostUses = 50

function createRelations({ database }: Pick<SearchContext, 'database'>): Assets['relations'] {
  return {
    async lineage(id) {
      const family = await database.call('lineage.of', { id, most: mostMembers })
      if (family !== null) return family
      throw new AppError('storage/not-found', messages.imageGone)
    },
    uses: (id) => database.call('lineage.uses', { id, most: mostUses }),
  }
}
