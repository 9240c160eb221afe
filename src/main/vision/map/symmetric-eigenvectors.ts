const sweeps = 30

/**
 * Returns the eigenvectors of a symmetric matrix, one per row, the one with the largest eigenvalue first (cyclic Jacobi
 * rotations: G. Golub, C. Van Loan, "Matrix Computations", 8.5). The matrix is overwritten.
 */
export function symmetricEigenvectors(matrix: Float64Array, size: number): Float64Array {
  const vectors = new Float64Array(size * size)
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1
  for (let sweep = 0; sweep < sweeps && offDiagonal(matrix, size) > 0; sweep++) {
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) rotate(matrix, vectors, size, one, other)
    }
  }
  const order = Array.from({ length: size }, (_, at) => at).toSorted(
    (one, other) => matrix[other * size + other]! - matrix[one * size + one]!,
  )
  const sorted = new Float64Array(size * size)
  for (const [to, from] of order.entries()) sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size)
  return sorted
}

/** 0 once what is left is below the precision of the diagonal. */
function offDiagonal(matrix: Float64Array, size: number): number {
  let [off, on] = [0, 0]
  for (let row = 0; row < size; row++) {
    on += matrix[row * size + row]! ** 2
    for (let column = row + 1; column < size; column++) off += matrix[row * size + column]! ** 2
  }
  return off > on * 1e-20 ? off : 0
}

function rotate(matrix: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const off = matrix[p * size + q]!
  if (off === 0) return
  const theta = (matrix[q * size + q]! - matrix[p * size + p]!) / (2 * off)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  for (let at = 0; at < size; at++) turnPair(matrix, at * size + p, at * size + q, cosine, sine)
  for (let at = 0; at < size; at++) turnPair(matrix, p * size + at, q * size + at, cosine, sine)
  for (let at = 0; at < size; at++) turnPair(vectors, p * size + at, q * size + at, cosine, sine)
}

function turnPair(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [one, other] = [values[first]!, values[second]!]
  values[first] = cosine * one - sine * other
  values[second] = sine * one + cosine * other
}
