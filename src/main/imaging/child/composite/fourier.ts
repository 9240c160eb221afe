/**
 * Two-dimensional discrete Fourier transform of a complex image whose sides are powers of two, in place: rows, then
 * columns, each by the iterative radix-2 algorithm (Cooley & Tukey 1965). The inverse is not divided by the pixel count.
 */
export function transformImage(
  real: Float64Array,
  imaginary: Float64Array,
  width: number,
  height: number,
  direction: 'forward' | 'inverse',
): void {
  const sign = direction === 'forward' ? -1 : 1
  const row = new LineTransform(width, sign)
  for (let y = 0; y < height; y++) {
    row.run(real.subarray(y * width, (y + 1) * width), imaginary.subarray(y * width, (y + 1) * width))
  }
  const column = new LineTransform(height, sign)
  const columnReal = new Float64Array(height)
  const columnImaginary = new Float64Array(height)
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      columnReal[y] = real[y * width + x]!
      columnImaginary[y] = imaginary[y * width + x]!
    }
    column.run(columnReal, columnImaginary)
    for (let y = 0; y < height; y++) {
      real[y * width + x] = columnReal[y]!
      imaginary[y * width + x] = columnImaginary[y]!
    }
  }
}

export function powerOfTwoFrom(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, length)))
}

class LineTransform {
  readonly #swapped: Int32Array
  readonly #cosines: Float64Array
  readonly #sines: Float64Array

  constructor(length: number, sign: number) {
    this.#swapped = new Int32Array(length)
    for (let n = 1; n < length; n++) {
      this.#swapped[n] = (this.#swapped[n >> 1]! >> 1) | (n & 1 ? length >> 1 : 0)
    }
    this.#cosines = Float64Array.from({ length: length / 2 }, (_, n) => Math.cos((2 * Math.PI * n) / length))
    this.#sines = Float64Array.from({ length: length / 2 }, (_, n) => sign * Math.sin((2 * Math.PI * n) / length))
  }

  run(real: Float64Array, imaginary: Float64Array): void {
    const length = real.length
    this.#swap(real)
    this.#swap(imaginary)
    for (let half = 1; half < length; half *= 2) {
      const step = length / (2 * half)
      for (let start = 0; start < length; start += 2 * half) {
        for (let n = 0, turn = 0; n < half; n++, turn += step) {
          const low = start + n
          const high = low + half
          const [c, s] = [this.#cosines[turn]!, this.#sines[turn]!]
          const re = real[high]! * c - imaginary[high]! * s
          const im = real[high]! * s + imaginary[high]! * c
          real[high] = real[low]! - re
          imaginary[high] = imaginary[low]! - im
          real[low]! += re
          imaginary[low]! += im
        }
      }
    }
  }

  #swap(values: Float64Array): void {
    for (let n = 0; n < values.length; n++) {
      const other = this.#swapped[n]!
      if (other <= n) continue
      const kept = values[n]!
      values[n] = values[other]!
      values[other] = kept
    }
  }
}
