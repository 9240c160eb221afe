/** The inverse of a positive definite matrix, by Gauss and Jordan. */
export function invertSymmetric(matrix: readonly Float64Array[]): readonly Float64Array[] {
  const size = matrix.length
  const rows = matrix.map((row, i) => {
    const wide = new Float64Array(2 * size)
    wide.set(row)
    wide[size + i] = 1
    return wide
  })
  for (let pivot = 0; pivot < size; pivot++) {
    const own = rows[pivot]!
    const scale = own[pivot]!
    for (let at = 0; at < 2 * size; at++) own[at]! /= scale
    for (const [i, row] of rows.entries()) {
      const factor = row[pivot]!
      if (i === pivot || factor === 0) continue
      for (let at = 0; at < 2 * size; at++) row[at]! -= factor * own[at]!
    }
  }
  return rows.map((row) => row.slice(size))
}
