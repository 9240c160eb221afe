import { randomUUID } from 'node:crypto'
import type { Scope } from '../../../shared/domain/catalogue.ts'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { Database } from '../../database/index.ts'
import { loadFingerprints } from './load-fingerprints.ts'

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
export async function groupVectors(
  database: Database,
  grouping: VectorGrouping,
  signal: AbortSignal,
): Promise<AssetId[][]> {
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
