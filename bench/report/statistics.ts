/** Returns the middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Interpolates linearly between neighbors. @param percent 0 to 100 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = ((sorted.length - 1) * percent) / 100
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? below
  return below + (above - below) * (at - Math.floor(at))
}
