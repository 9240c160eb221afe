import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { symmetricEigenvectors } from './symmetric-eigenvectors.ts'

test('a symmetric matrix only scales its eigenvectors, the first the most, and they are perpendicular', () => {
  const size = 6
  const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 36, maxLength: 36 })
  fc.assert(
    fc.property(values, (raw) => {
      const matrix = Float64Array.from(raw, (_, at) => raw[at]! + raw[(at % size) * size + Math.floor(at / size)]!)
      const vectors = symmetricEigenvectors(Float64Array.from(matrix), size)
      let previous = Infinity
      for (let one = 0; one < size; one++) {
        const vector = vectors.subarray(one * size, (one + 1) * size)
        const image = Array.from({ length: size }, (_, row) =>
          dot(matrix.subarray(row * size, (row + 1) * size), vector),
        )
        const scale = dot(image, vector)
        for (let at = 0; at < size; at++) expect(image[at]).toBeCloseTo(scale * vector[at]!, 6)
        expect(scale).toBeLessThanOrEqual(previous + 1e-9)
        previous = scale
        for (let other = 0; other < size; other++) {
          const product = dot(vectors.subarray(other * size, (other + 1) * size), vector)
          expect(product).toBeCloseTo(one === other ? 1 : 0, 6)
        }
      }
    }),
  )
})

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((sum, value, at) => sum + value * other[at]!, 0)
}
