import type { AssetId } from '../../../shared/domain/ids.ts'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'
import { groupNearHashes } from './group-near-hashes.ts'
import { loadFingerprints } from './load-fingerprints.ts'
import { partDuplicates } from './part-duplicates.ts'
import { hashDistance, readHashes } from './packed-hashes.ts'

/** In bits: two unrelated images differ in 32 ± 4; phash.org uses 22 as the threshold. */
const farthest = 22
/** Longest time that main may be blocked. */
const sliceMs = 8

/** Finds images that look the same, as far as fingerprints have been computed. */
export function createSimilarity({ database }: Pick<SearchContext, 'database'>): Assets['similarity'] {
  async function load() {
    const { ids, hashes } = await database.call('looks.hashes', null)
    return { ids: unpackIds(ids), hashes: readHashes(hashes) }
  }
  const pending = () => database.call('looks.countPending', null)

  return {
    async find(id, limit) {
      const hash = await database.call('looks.hashOf', { id })
      const matches: { id: AssetId; distance: number }[] = []
      if (hash !== null) {
        const wanted = readHashes(hash)
        const { ids, hashes } = await load()
        for (const [n, other] of ids.entries()) {
          const distance = hashDistance(wanted, 0, hashes, n)
          if (distance <= farthest && other !== id) matches.push({ id: other, distance })
        }
      }
      matches.sort((one, other) => one.distance - other.distance)
      return { matches: matches.slice(0, limit), pending: await pending(), model: null }
    },
    async duplicates(maxDistance) {
      const { ids, hashes } = await load()
      const near = await inSlices(groupNearHashes(hashes, maxDistance))
      const alike = near.map((group) => group.map((n) => ids[n]!))
      const fingerprintOf = await loadFingerprints(database, alike.flat())
      const groups = alike.flatMap((group) => partDuplicates(group, fingerprintOf))
      groups.sort((one, other) => other.length - one.length)
      return { groups, analyzed: ids.length, pending: await pending(), model: null }
    },
  }
}

/** Yields to other work between slices. */
async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let sinceMs = performance.now()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - sinceMs < sliceMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    sinceMs = performance.now()
  }
}
