/** A sum of costs, of which some may not be known: they are counted, never taken for nothing. */
export interface CostSum {
  /** USD of those that are known. */
  readonly usd: number
  /** Number of those that are not. */
  readonly unpriced: number
}

export const noCost: CostSum = { usd: 0, unpriced: 0 }

/** @param costs USD; null = not known */
export function sumCosts(costs: readonly (number | null)[]): CostSum {
  const known = costs.filter((usd) => usd !== null)
  return { usd: roundUsd(known.reduce((sum, usd) => sum + usd, 0)), unpriced: costs.length - known.length }
}

export function addCosts(...sums: readonly CostSum[]): CostSum {
  return {
    usd: roundUsd(sums.reduce((sum, { usd }) => sum + usd, 0)),
    unpriced: sums.reduce((sum, { unpriced }) => sum + unpriced, 0),
  }
}

/** What counts of something that has ended, of which an estimate was held: of what is unknown, that stays held. */
export function settledCost(held: CostSum, { usd, unpriced }: CostSum): CostSum {
  return { usd: unpriced > 0 ? Math.max(held.usd, usd) : usd, unpriced }
}

/** USD of all of them; null where any is not known. */
export function wholeUsd({ usd, unpriced }: CostSum): number | null {
  return unpriced > 0 ? null : usd
}

/** To a millionth, which is finer than any price: sums of binary fractions are slightly off. */
function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6
}
