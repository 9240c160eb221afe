import type { Difference, Judgment, ModelRanking } from '../../shared/domain/comparison.ts'
import type { AssetId } from '../../shared/domain/ids.ts'

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
