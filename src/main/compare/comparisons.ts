import * as messages from '../../shared/messages/en/library.ts'
import type { Difference, Judgment, ModelRanking } from '../../shared/domain/comparison.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Asset } from '../../shared/domain/asset.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Database } from '../database/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Assets } from '../assets/assets.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/pure/new-id.ts'
import { rankModels } from './rank-models.ts'
import { createMeasuring } from './create-measuring.ts'

/** Compares images and records the user's votes. */
export interface Comparisons {
  /** @throws storage/not-found, media/*, request/cancelled */
  measure(firstId: AssetId, secondId: AssetId, signal: AbortSignal): Promise<Difference>
  /** One byte per pixel of the measured map. */
  map(firstId: AssetId, secondId: AssetId): Promise<Uint8Array<ArrayBuffer>>
  /** @throws storage/not-found if an image is not in the library */
  vote(judgments: readonly Judgment[]): Promise<{ voteId: string }>
  /** @throws request/invalid if there is no such vote */
  undoVote(voteId: string): Promise<void>
  /** null = of all images. */
  ranking(tag: string | null): Promise<ModelRanking>
  /** Returns the function that unsubscribes. */
  onVoted(listener: () => void): () => void
}

interface ComparisonsOptions {
  readonly assets: Pick<Assets, 'files' | 'records'>
  readonly imaging: Pick<Imaging, 'measureDifference'>
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
}

export function createComparisons({ assets, imaging, database, clock }: ComparisonsOptions): Comparisons {
  const measuring = createMeasuring({ assets, imaging })
  const { on: onVoted, emit: announce } = createEmitter()

  async function recordsOf(judgments: readonly Judgment[]): Promise<(id: AssetId) => Asset> {
    const ids = [...new Set(judgments.flatMap(({ winnerId, loserId }) => [winnerId, loserId]))]
    const known = new Map((await assets.records.load(ids)).map((asset) => [asset.id, asset]))
    return (id) => {
      const asset = known.get(id)
      if (asset !== undefined) return asset
      throw new AppError('storage/not-found', messages.votedImageGone)
    }
  }

  return {
    measure: async (firstId, secondId, signal) => {
      const { mapBytes: _bytes, ...difference } = await measuring.load(firstId, secondId, signal)
      return difference
    },
    map: async (firstId, secondId) => (await measuring.load(firstId, secondId, new AbortController().signal)).mapBytes,
    async vote(judgments) {
      if (judgments.some(({ winnerId, loserId }) => winnerId === loserId)) {
        throw new AppError('request/invalid', messages.sameImage)
      }
      const recordOf = await recordsOf(judgments)
      const atMs = clock.nowMs()
      const voteId = newId<AssetId>(atMs)
      const rows = judgments.map(({ winnerId, loserId, isTie }) => {
        const [winner, loser] = [recordOf(winnerId), recordOf(loserId)]
        const tags = [...new Set([...winner.annotations.tags, ...loser.annotations.tags])]
        return { voteId, atMs, winnerId, loserId, isTie, winner: sourceOf(winner), loser: sourceOf(loser), tags }
      })
      await database.call('votes.add', rows)
      announce()
      return { voteId }
    },
    async undoVote(voteId) {
      const removed = await database.call('votes.remove', { voteId })
      if (removed === 0) throw new AppError('request/invalid', messages.noSuchVote)
      announce()
    },
    async ranking(tag) {
      const [counts, tags] = await Promise.all([
        database.call('votes.counts', { tag, task: null, sinceMs: null, beforeMs: null }),
        database.call('votes.tags', null),
      ])
      return { ...rankModels(counts), tags }
    },
    onVoted,
  }
}

/** Returns what represents the image in the ranking. The maker of an imported image is unknown. */
function sourceOf({ recipe: { operation, provider, model } }: Asset) {
  return operation === 'import' ? { provider: null, model: null } : { provider, model }
}
