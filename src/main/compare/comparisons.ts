import type { Difference, Judgment, League } from '../../shared/domain/comparison.ts'
import type { AssetId } from '../../shared/domain/ids.ts'

/** Holds pictures against each other, and keeps what a person has said of them. */
export interface Comparisons {
  /** @throws storage/not-found, media/*, request/cancelled */
  measure(firstId: AssetId, secondId: AssetId, signal: AbortSignal): Promise<Difference>
  /** A byte for each pixel of the measured map. */
  map(firstId: AssetId, secondId: AssetId): Promise<Uint8Array<ArrayBuffer>>
  /** @throws storage/not-found where a picture is not in the library */
  vote(judgments: readonly Judgment[]): Promise<{ voteId: string }>
  /** @throws request/invalid where there is no such vote */
  undoVote(voteId: string): Promise<void>
  /** null = of all pictures. */
  league(tag: string | null): Promise<League>
  /** Returns the function that stops listening. */
  onVoted(listener: () => void): () => void
}
