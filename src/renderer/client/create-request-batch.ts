import type { AssetId } from '../../shared/domain/ids.ts'

/** What is wanted and has not been asked for yet. */
export interface RequestBatch {
  /** Returns how to take back what is left of it. */
  add(ids: readonly AssetId[]): () => void
  some(): boolean
  /** The last wish first; no id twice. */
  take(): readonly AssetId[]
}

/** @param most ids that are taken at once */
export function createRequestBatch(most: number): RequestBatch {
  const wishes = new Set<Set<AssetId>>()
  return {
    add(ids) {
      const wish = new Set(ids)
      if (wish.size > 0) wishes.add(wish)
      return () => void wishes.delete(wish)
    },
    some: () => wishes.size > 0,
    take() {
      const taken: AssetId[] = []
      for (const wish of [...wishes].toReversed()) {
        for (const id of wish) {
          if (taken.length === most) return taken
          taken.push(id)
          for (const other of wishes) other.delete(id)
        }
        wishes.delete(wish)
      }
      return taken
    },
  }
}
