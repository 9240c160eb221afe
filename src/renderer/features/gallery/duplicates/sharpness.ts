/** Pixels as in canvas ImageData. */
export interface GrayablePixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** Returns the amount of fine detail: variance of the Laplacian of brightness. Compare only images of the same size. */
export function sharpness({ width, height, data }: GrayablePixels): number {
  if (width < 3 || height < 3) return 0
  const gray = new Float32Array(width * height)
  for (let at = 0; at < gray.length; at++) {
    const from = at * 4
    gray[at] = 0.2126 * (data[from] ?? 0) + 0.7152 * (data[from + 1] ?? 0) + 0.0722 * (data[from + 2] ?? 0)
  }
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const around = (gray[at - 1] ?? 0) + (gray[at + 1] ?? 0) + (gray[at - width] ?? 0) + (gray[at + width] ?? 0)
      const value = 4 * (gray[at] ?? 0) - around
      sum += value
      squares += value * value
    }
  }
  const count = (width - 2) * (height - 2)
  return squares / count - (sum / count) ** 2
}

/** The best must win by at least this factor: anything less is noise. */
const clearlyBetter = 1.1

/** Returns the index of the clear winner; null if there is none. */
export function clearWinner(values: readonly number[]): number | null {
  const [best, second] = values.toSorted((a, b) => b - a)
  if (best === undefined || second === undefined || best <= 0 || best < second * clearlyBetter) return null
  return values.indexOf(best)
}
