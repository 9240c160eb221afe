import type { AssetId } from '../../../../shared/domain/ids.ts'

/** Of a pair of images: which one was preferred. `even`: neither, or nobody said. */
export type PairVerdict = 'first' | 'second' | 'even'

export interface SortedByVotes {
  /** Best first, as far as it is known. */
  readonly order: readonly AssetId[]
  /** What has to be asked next; null = the order is complete. */
  readonly next: readonly [AssetId, AssetId] | null
}

/**
 * Sorts images by asking for as few pairs as possible: each is placed among those before it by halves, so eight take 17
 * questions at most, not 28.
 *
 * @param verdictOf null = not asked yet
 * @param isAsked whether a pair may be asked at all; an image that cannot be told from its neighbors stands beside them
 */
export function sortByVotes(
  ids: readonly AssetId[],
  verdictOf: (one: AssetId, other: AssetId) => PairVerdict | null,
  isAsked: (one: AssetId, other: AssetId) => boolean,
): SortedByVotes {
  const order: AssetId[] = []
  for (const [index, id] of ids.entries()) {
    let [low, high] = [0, order.length]
    while (low < high) {
      const at = nearestToMiddle(low, high, (each) => isAsked(id, order[each]!))
      if (at === null) break
      const other = order[at]!
      const verdict = verdictOf(id, other)
      if (verdict === null) return { order: [...order, ...ids.slice(index)], next: [id, other] }
      if (verdict !== 'second') high = verdict === 'even' ? at + 1 : at
      if (verdict !== 'first') low = at + 1
    }
    order.splice(low, 0, id)
  }
  return { order, next: null }
}

function nearestToMiddle(low: number, high: number, isFit: (at: number) => boolean): number | null {
  const middle = (low + high) >> 1
  for (let away = 0; away < high - low; away++) {
    if (middle - away >= low && isFit(middle - away)) return middle - away
    if (middle + away < high && isFit(middle + away)) return middle + away
  }
  return null
}

/** So many pairs sort this many images, at most. */
export function pairsToSort(count: number): number {
  return Array.from({ length: Math.max(0, count - 1) }, (_, before) => Math.ceil(Math.log2(before + 2))).reduce(
    (sum, each) => sum + each,
    0,
  )
}
