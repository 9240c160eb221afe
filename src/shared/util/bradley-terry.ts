/** How often `winner` was preferred to `loser`; a tie is half a preference each way. */
export interface Preference {
  readonly winner: number
  readonly loser: number
  readonly weight: number
}

export interface Strength {
  /** Natural logarithm of the strength; the mean of all is 0. */
  readonly logStrength: number
  /** Its standard error, from the inverse of the information matrix. */
  readonly standardError: number
}

/**
 * Every player also wins half and loses half a comparison against a hidden opponent of average strength: otherwise one
 * that always won would be infinitely strong, and players that never met could not be ranked together.
 */
const priorWeight = 0.5
const stepsMost = 10_000
const precision = 1e-10

/**
 * Fits the model of Bradley and Terry (1952): i is preferred to j with p(i) / (p(i) + p(j)). Computes the strengths by
 * the MM steps of D. R. Hunter, "MM algorithms for generalized Bradley–Terry models", 2004.
 */
export function bradleyTerry(count: number, preferences: readonly Preference[]): readonly Strength[] {
  const wins = new Float64Array(count).fill(priorWeight)
  const met = Array.from({ length: count }, () => new Float64Array(count))
  for (const { winner, loser, weight } of preferences) {
    if (winner === loser) continue
    wins[winner]! += weight
    met[winner]![loser]! += weight
    met[loser]![winner]! += weight
  }
  const strengths = climb(wins, met)
  const logs = [...strengths].map((strength) => Math.log(strength))
  const mean = logs.reduce((sum, log) => sum + log, 0) / Math.max(1, count)
  const errors = standardErrors(strengths, met)
  return logs.map((log, at) => ({ logStrength: log - mean, standardError: errors[at] ?? 0 }))
}

function climb(wins: Float64Array, met: readonly Float64Array[]): Float64Array {
  let strengths = new Float64Array(wins.length).fill(1)
  for (let step = 0; step < stepsMost; step++) {
    const updated = strengths.map((strength, i) => {
      let sum = (2 * priorWeight) / (strength + 1)
      for (const [j, times] of met[i]!.entries()) if (times > 0) sum += times / (strength + strengths[j]!)
      return wins[i]! / sum
    })
    const change = updated.reduce((max, value, i) => Math.max(max, Math.abs(Math.log(value / strengths[i]!))), 0)
    strengths = updated
    if (change < precision) break
  }
  return strengths
}

/** Errors of the difference from the overall mean, since only differences are meaningful. */
function standardErrors(strengths: Float64Array, met: readonly Float64Array[]): readonly number[] {
  const count = strengths.length
  const information = Array.from({ length: count }, (_, i) => {
    const row = new Float64Array(count)
    const prior = strengths[i]!
    row[i] = (2 * priorWeight * prior) / (prior + 1) ** 2
    for (const [j, times] of met[i]!.entries()) {
      if (times === 0 || i === j) continue
      const share = (times * strengths[i]! * strengths[j]!) / (strengths[i]! + strengths[j]!) ** 2
      row[i] = (row[i] ?? 0) + share
      row[j] = -share
    }
    return row
  })
  const covariance = invertSymmetric(information)
  const rowMeans = covariance.map((row) => row.reduce((sum, value) => sum + value, 0) / count)
  const mean = rowMeans.reduce((sum, value) => sum + value, 0) / Math.max(1, count)
  return covariance.map((row, i) => Math.sqrt(Math.max(0, row[i]! - 2 * rowMeans[i]! + mean)))
}

/** Inverts a positive definite matrix by Gauss–Jordan elimination. */
function invertSymmetric(matrix: readonly Float64Array[]): readonly Float64Array[] {
  const size = matrix.length
  const rows = matrix.map((row, i) => {
    const wide = new Float64Array(2 * size)
    wide.set(row)
    wide[size + i] = 1
    return wide
  })
  for (let pivot = 0; pivot < size; pivot++) {
    const pivotRow = rows[pivot]!
    const scale = pivotRow[pivot]!
    for (let at = 0; at < 2 * size; at++) pivotRow[at]! /= scale
    for (const [i, row] of rows.entries()) {
      const factor = row[pivot]!
      if (i === pivot || factor === 0) continue
      for (let at = 0; at < 2 * size; at++) row[at]! -= factor * pivotRow[at]!
    }
  }
  return rows.map((row) => row.slice(size))
}
