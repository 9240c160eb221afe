/** Standard errors on either side of a 95 % interval. */
const errorsOf95 = 1.96

/**
 * The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927, for the
 * mean (0 to 1) of `count` values between 0 and 1. It is made for shares; for other values it is wider than needed, as no
 * values of a mean m vary more than m (1 − m) (Bhatia and Davis, "A better bound on the variance", 2000).
 */
export function wilsonInterval(mean: number, count: number): { readonly low: number; readonly high: number } {
  if (count <= 0) return { low: 0, high: 1 }
  const share = errorsOf95 ** 2 / count
  const middle = (mean + share / 2) / (1 + share)
  const half = (errorsOf95 / (1 + share)) * Math.sqrt((mean * (1 - mean)) / count + share / (4 * count))
  // Rounding must not put the mean outside.
  return { low: Math.max(0, Math.min(mean, middle - half)), high: Math.min(1, Math.max(mean, middle + half)) }
}
