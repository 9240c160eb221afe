import type { Duplicates, Found, Scope, Similar } from '../../shared/domain/catalogue.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { MeaningIndex } from '../../shared/domain/meaning-index.ts'

/** Search by what images show, and the index it rests on. */
export interface MeaningSearch {
  /**
   * Ranks the images of a scope by its `looks:` terms and by their likeness to the reference of `likeness:`; what the rest of the query says narrows them down. Without a model,
   * nothing is found, and a problem at the term says why. null = the query has no such term.
   */
  find(scope: Scope): Promise<Found | null>
  /** The images most similar to one; null where no model is installed or it has not seen the image yet. */
  similar(id: AssetId, limit: number): Promise<Similar | null>
  /**
   * Groups images whose vectors have a cosine of at least `minLikeness`; nothing where no model is installed.
   * @throws request/cancelled
   */
  duplicates(minLikeness: number, signal: AbortSignal): Promise<Duplicates>
  index(): Promise<MeaningIndex>
  /** Embeds what has no vector yet, if a model is installed and it is switched on; ends a run if it is switched off. */
  wake(): void
  onIndexChanged(listener: () => void): () => void
  dispose(): Promise<void>
}
