/** Cost ranges in US dollars, in query syntax. Every image is in one of them; one without a known cost is in none. */
export const costBands = ['0', '>0..<0.01', '0.01..<0.05', '0.05..<0.2', '0.2..<1', '>=1'] as const

/** Index into `costBands`; their length where no cost is known (NaN). */
export function costBandOf(costUsd: number): number {
  if (Number.isNaN(costUsd)) return costBands.length
  if (costUsd <= 0) return 0
  if (costUsd < 0.01) return 1
  if (costUsd < 0.05) return 2
  if (costUsd < 0.2) return 3
  return costUsd < 1 ? 4 : 5
}
