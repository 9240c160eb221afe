import type { Size } from './geometry.ts'

/**
 * Paint with its rim raised: every pixel of at least `faintest` takes the strongest value within a square of
 * `radiusPx` around it; fainter ones are 0. Hard paint with a soft rim narrower than that becomes the same all over.
 */
export function plateauOf(coverage: Uint8Array, size: Size, radiusPx: number, faintest: number): Uint8Array {
  const rimCount = countRim(coverage)
  if (radiusPx === 0 || rimCount === 0) return coverage
  const side = 2 * radiusPx + 1
  const isThin = rimCount * side * side < coverage.length * 8
  const strongest = isThin ? coverage : strongestAround(coverage, size, radiusPx)
  return coverage.map((value, at) => {
    if (value === 255 || value < faintest) return value === 255 ? 255 : 0
    return isThin ? strongestNear(coverage, size, at, radiusPx) : strongest[at]!
  })
}

/** Pixels that are neither nothing nor all. */
function countRim(coverage: Uint8Array): number {
  let count = 0
  for (let i = 0; i < coverage.length; i++) if (coverage[i]! > 0 && coverage[i]! < 255) count++
  return count
}

/** Around one pixel. Beside hard paint it is found at once. */
function strongestNear(coverage: Uint8Array, { widthPx, heightPx }: Size, at: number, radiusPx: number): number {
  const x = at % widthPx
  const y = Math.floor(at / widthPx)
  const right = Math.min(widthPx - 1, x + radiusPx)
  const bottom = Math.min(heightPx - 1, y + radiusPx)
  let most = 0
  for (let row = Math.max(0, y - radiusPx); row <= bottom; row++) {
    for (let i = row * widthPx + Math.max(0, x - radiusPx); i <= row * widthPx + right; i++) {
      if (coverage[i]! > most) most = coverage[i]!
    }
    if (most === 255) break
  }
  return most
}

function strongestAround(coverage: Uint8Array, { widthPx, heightPx }: Size, radiusPx: number): Uint8Array {
  const strongest = coverage.slice()
  const window = new WindowMaximum(Math.max(widthPx, heightPx), radiusPx)
  for (let y = 0; y < heightPx; y++) window.apply(strongest, y * widthPx, 1, widthPx)
  for (let x = 0; x < widthPx; x++) window.apply(strongest, x, widthPx, heightPx)
  return strongest
}

/** The largest of each `2 * radius + 1` neighbors, whatever the radius in the same time (van Herk 1992). */
class WindowMaximum {
  readonly #radius: number
  readonly #ahead: Uint8Array
  readonly #behind: Uint8Array

  constructor(longest: number, radius: number) {
    this.#radius = radius
    this.#ahead = new Uint8Array(longest + 2 * radius)
    this.#behind = new Uint8Array(longest + 2 * radius)
  }

  apply(values: Uint8Array, offset: number, stride: number, length: number): void {
    const radius = this.#radius
    const width = 2 * radius + 1
    const padded = length + 2 * radius
    const ahead = this.#ahead
    const behind = this.#behind
    ahead.fill(0, 0, radius)
    for (let i = 0; i < length; i++) ahead[i + radius] = values[offset + i * stride]!
    ahead.fill(0, radius + length, padded)
    behind.set(ahead.subarray(0, padded))
    for (let i = 1; i < padded; i++) if (i % width !== 0 && behind[i - 1]! > behind[i]!) behind[i] = behind[i - 1]!
    for (let i = padded - 2; i >= 0; i--)
      if ((i + 1) % width !== 0 && ahead[i + 1]! > ahead[i]!) ahead[i] = ahead[i + 1]!
    for (let i = 0; i < length; i++) {
      const left = ahead[i]!
      const right = behind[i + 2 * radius]!
      values[offset + i * stride] = left > right ? left : right
    }
  }
}
