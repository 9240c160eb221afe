import { randomUUID } from 'node:crypto'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import type { Database } from '../../database/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Assets } from '../assets.ts'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { loadFingerprints } from './load-fingerprints.ts'

export interface SearchContext {
  readonly database: Database
  readonly clock: Clock
  /** The rating from which images are covered; null = none are. */
  readonly covering: () => ContentFilter | null
}

export function createSearch({ database, clock, covering }: SearchContext): Assets['search'] {
  const currentInput = () => ({ nowMs: clock.nowMs(), covering: covering() })
  return {
    find: (scope, options) => database.call('search.find', { ...scope, ...options, ...currentInput() }),
    newest: (section, limit) => database.call('search.newest', { section, limit }),
    stack: (id, scope) => database.call('search.stack', { ...scope, id, ...currentInput() }),
    facets: (scope) => database.call('search.facets', { ...scope, ...currentInput() }),
    suggest: (query, at) => database.call('search.suggest', { query, at, nowMs: clock.nowMs() }),
  }
}

/** Similarity by a model's image vectors. */
export function createVectors({ database, clock, covering }: SearchContext): Assets['vectors'] {
  return {
    pending: (model, before, limit) => database.call('vectors.pending', { model, before, limit }),
    counts: (model) => database.call('vectors.counts', { model }),
    find: (model, id) => database.call('vectors.find', { model, id }),
    ids: (model) => database.call('vectors.ids', { model }),
    load: (model, ids) => database.call('vectors.load', { model, ids }),
    put: (model, vectors) => database.call('vectors.put', { model, vectors }),
    nearest: async ({ model, vector }, scope, limit) => {
      // In slices, between which the database serves others.
      while (!(await database.call('vectors.stepCodes', { model, dimensions: vector.length })));
      return database.call('vectors.nearest', {
        model,
        vector,
        scope: { ...scope, nowMs: clock.nowMs(), covering: covering() },
        limit,
      })
    },
    groups: (model, minLikeness, signal) => {
      const scope = { ...wholeLibrary, nowMs: clock.nowMs(), covering: covering() }
      return groupVectors(database, { model, minLikeness, scope }, signal)
    },
  }
}

const wholeLibrary = { section: 'library', collectionId: null, query: '' } as const

interface VectorGrouping {
  readonly model: string
  /** Cosine from which two images show the same: 1 is the same direction. */
  readonly minLikeness: number
  readonly scope: Scope & { readonly nowMs: number; readonly covering: ContentFilter | null }
}

/**
 * Groups images by what they show; of a family only the oldest counts, as among duplicates by fingerprint. The database
 * works in slices, between which it serves others. @throws request/cancelled
 */
async function groupVectors(database: Database, grouping: VectorGrouping, signal: AbortSignal): Promise<AssetId[][]> {
  const near = await runSlices(database, grouping, signal)
  const alike = near.map(unpackIds)
  const fingerprintOf = await loadFingerprints(database, alike.flat())
  const groups = alike.map((group) => oldestOfFamilies(group, (id) => fingerprintOf(id).founder))
  return groups.filter((group) => group.length > 1).toSorted((one, other) => other.length - one.length)
}

function oldestOfFamilies(oldestFirst: readonly AssetId[], founderOf: (id: AssetId) => string): AssetId[] {
  const families = new Map<string, AssetId>()
  for (const id of oldestFirst) if (!families.has(founderOf(id))) families.set(founderOf(id), id)
  return [...families.values()]
}

async function runSlices(database: Database, grouping: VectorGrouping, signal: AbortSignal): Promise<string[]> {
  const run = randomUUID()
  try {
    for (;;) {
      throwIfAborted(signal)
      const groups = await database.call('vectors.stepGroups', { run, ...grouping })
      if (groups !== null) return groups
    }
  } catch (thrown) {
    // Frees its memory; why it ended is the error to report.
    await database.call('vectors.dropGroups', { run }).catch(() => undefined)
    throw thrown
  }
}
