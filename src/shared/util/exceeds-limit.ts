/** Sums of binary fractions are slightly off; no price is this small. */
const toleranceUsd = 1e-7

/** Whether additional spending exceeds a limit. Free work never does, whatever has been spent before. */
export function exceedsLimit(limitUsd: number | null, committedUsd: number, addedUsd: number): boolean {
  return limitUsd !== null && addedUsd > 0 && committedUsd + addedUsd > limitUsd + toleranceUsd
}
