/** Sums of binary fractions are a hair off; no price is this fine. */
const toleranceUsd = 1e-7

/** Whether spending so much more goes beyond a limit. What costs nothing never does, whatever has been spent before. */
export function exceedsLimit(limitUsd: number | null, committedUsd: number, addedUsd: number): boolean {
  return limitUsd !== null && addedUsd > 0 && committedUsd + addedUsd > limitUsd + toleranceUsd
}
