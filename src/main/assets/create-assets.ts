import type { ContentFilter } from '../../shared/domain/generation.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { AssetRecord, Database } from '../database/index.ts'
import { addResult } from './results/add-result.ts'
import { importBytes, importFiles } from './imports/import-pictures.ts'
import { keepReceived } from './results/keep-received.ts'
import type { AssetsContext } from './assets-context.ts'
import type { Assets, LibraryChange } from './assets.ts'
import { purgePictures } from './files/purge-pictures.ts'
import { loadDetails } from './imports/read-origin.ts'
import { dropReceived, receivePicture, reclaimReceived } from './results/received-pictures.ts'
import { findThumbnail, locate } from './files/renditions.ts'
import { sweepLibrary, type SweepReport } from './files/sweep-library.ts'
import { createAnnotations } from './organize/create-annotations.ts'
import { createCollections } from './organize/create-collections.ts'
import { createRelations } from './search/create-relations.ts'
import { createSearch } from './search/create-search.ts'
import { createSimilarity } from './search/create-similarity.ts'
import { createVectors } from './search/create-vectors.ts'
import { createTurnTaker } from './take-turns.ts'
import { toAsset } from './to-asset.ts'

export interface AssetsOptions extends Omit<AssetsContext, 'turns' | 'filing' | 'announce'> {
  /** From which rating on images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}

export function createAssets({ covering, ...options }: AssetsOptions): Assets {
  const { database, imaging, clock } = options
  const changes = createChanges(options)
  const { announce } = changes
  const context: AssetsContext = { ...options, turns: createTurnTaker(), filing: new Set(), announce }
  const search = createSearch({ database, clock, covering })
  return {
    records: {
      load: async (ids) => (await database.call('assets.byIds', { ids })).map(toAsset),
      require: async (id) => toAsset(await requireRecord(database, id)),
      details: async (id) => loadDetails(context, await requireRecord(database, id)),
      children: async (id) => (await database.call('assets.children', { parentId: id })).map(toAsset),
    },
    files: createFiles(context),
    imports: {
      addFiles: (paths, progress) => importFiles(context, paths, progress),
      warmUp: () => imaging.warmUp(),
      addBytes: (name, bytes, progress) => importBytes(context, name, bytes, progress),
    },
    results: {
      add: (result) => addResult(context, result),
      receive: (bytes, about) => receivePicture(context, bytes, about),
      reclaim: (ids) => reclaimReceived(context, ids),
      keep: (received) => keepReceived(context, received),
      drop: (received) => dropReceived(context, received),
    },
    trash: {
      add: (ids) => setTrashed(context, ids, clock.nowMs()),
      restore: (ids) => setTrashed(context, ids, null),
      purge: (ids) => purgePictures(context, ids),
    },
    safety: {
      unchecked: (limit) => database.call('assets.unchecked', { limit }),
      check: (id, signal) => checkSafety(context, id, signal),
    },
    search,
    annotations: createAnnotations({ database, announce }),
    collections: createCollections({ database, clock, changes }, search.find),
    relations: createRelations({ database }),
    similarity: createSimilarity({ database }),
    vectors: createVectors({ database, clock, covering }),
    changes,
  }
}

function createFiles(context: AssetsContext): Assets['files'] {
  const { database } = context
  let sweeping: Promise<SweepReport> | null = null
  return {
    locate: async (id, rendition) =>
      (await findThumbnail(context, id, rendition)) ?? locate(context, await requireRecord(database, id), rendition),
    sweep: () => {
      sweeping ??= sweepLibrary(context).finally(() => (sweeping = null))
      return sweeping
    },
  }
}

function createChanges({ database, logger }: Pick<AssetsContext, 'database' | 'logger'>): Assets['changes'] {
  // What has happened has happened: a listener's trouble is not the work's.
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
