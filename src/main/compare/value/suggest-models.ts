import type { ValueRating } from '../../../shared/domain/model-value.ts'

/** A model that can be suggested. */
export interface ValueCandidate {
  /** Unique; decides between models that are the same in everything. */
  readonly key: string
  readonly rating: ValueRating
  /** USD per image; 0 = free. */
  readonly costUsd: number
  /** null = unknown. */
  readonly medianMs: number | null
}

/**
 * Whether the first is at least as good, as cheap and as fast as the second, and better in one of these. An unknown time
 * is slower than any known one.
 */
export function dominates(first: ValueCandidate, second: ValueCandidate): boolean {
  const [firstMs, secondMs] = [first.medianMs ?? Infinity, second.medianMs ?? Infinity]
  const isNoWorse = first.rating.value >= second.rating.value && first.costUsd <= second.costUsd && firstMs <= secondMs
  const isBetter = first.rating.value > second.rating.value || first.costUsd < second.costUsd || firstMs < secondMs
  return isNoWorse && isBetter
}

export interface SuggestedModels<T extends ValueCandidate> {
  readonly final: T
  readonly draft: T
}

/**
 * For finals: of the models that no other dominates, the one whose rating is surely highest, by the lower end of its
 * interval. For drafts: the cheapest of them whose interval reaches that lower end, so that the data cannot tell the two
 * apart; of several at that price the fastest. null = there are fewer than two to choose from.
 */
export function suggestModels<T extends ValueCandidate>(candidates: readonly T[]): SuggestedModels<T> | null {
  if (candidates.length < 2) return null
  const front = candidates.filter((each) => !candidates.some((other) => dominates(other, each)))
  const final = front.toSorted(
    (a, b) => b.rating.low - a.rating.low || a.costUsd - b.costUsd || b.rating.value - a.rating.value || byKey(a, b),
  )[0]
  if (final === undefined) return null
  const draft = front
    .filter(({ rating, costUsd }) => rating.high >= final.rating.low && costUsd <= final.costUsd)
    .toSorted(
      (a, b) =>
        a.costUsd - b.costUsd ||
        timeOf(a) - timeOf(b) ||
        b.rating.low - a.rating.low ||
        b.rating.value - a.rating.value ||
        byKey(a, b),
    )[0]
  return { final, draft: draft ?? final }
}

/** Infinities would subtract to no number. */
const timeOf = ({ medianMs }: ValueCandidate) => medianMs ?? Number.MAX_VALUE
const byKey = (a: ValueCandidate, b: ValueCandidate) => (a.key < b.key ? -1 : 1)
