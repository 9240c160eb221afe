import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/**
 * Pixels as little-endian words of RGBA with straight alpha, in row order: all supported platforms are little-endian.
 */
export interface PixelAverages extends Size {
  readonly hasAlpha: boolean
  readonly packed: Uint32Array
}

/**
 * Averages squares of `step` × `step` pixels of a part of `source` into `into`, in row order; partial squares at the
 * right and bottom edge average what is there. Colors are weighted by opacity, so transparent pixels tint nothing.
 */
export function averagePixels(source: PixelAverages, part: Rect, step: number, into: Uint32Array): void {
  if (step === 1) return copyRows(source, part, into)
  const average = source.hasAlpha ? averageByAlpha : averageOpaque
  const [right, bottom] = [part.x + part.widthPx, part.y + part.heightPx]
  let at = 0
  for (let y = part.y; y < bottom; y += step) {
    const yEnd = Math.min(bottom, y + step)
    for (let x = part.x; x < right; x += step) {
      into[at++] = average(source, x, y, Math.min(right, x + step), yEnd)
    }
  }
}

function copyRows(source: PixelAverages, part: Rect, into: Uint32Array): void {
  for (let row = 0; row < part.heightPx; row++) {
    const from = (part.y + row) * source.widthPx + part.x
    into.set(source.packed.subarray(from, from + part.widthPx), row * part.widthPx)
  }
}

function averageOpaque({ packed, widthPx }: PixelAverages, x: number, y: number, xEnd: number, yEnd: number): number {
  let red = 0
  let green = 0
  let blue = 0
  for (let row = y * widthPx; row < yEnd * widthPx; row += widthPx) {
    for (let at = row + x; at < row + xEnd; at++) {
      const word = packed[at]!
      red += word & 255
      green += (word >>> 8) & 255
      blue += (word >>> 16) & 255
    }
  }
  const count = (xEnd - x) * (yEnd - y)
  return toWord(red / count, green / count, blue / count, 255)
}

function averageByAlpha({ packed, widthPx }: PixelAverages, x: number, y: number, xEnd: number, yEnd: number): number {
  let red = 0
  let green = 0
  let blue = 0
  let alpha = 0
  for (let row = y * widthPx; row < yEnd * widthPx; row += widthPx) {
    for (let at = row + x; at < row + xEnd; at++) {
      const word = packed[at]!
      const weight = word >>> 24
      red += (word & 255) * weight
      green += ((word >>> 8) & 255) * weight
      blue += ((word >>> 16) & 255) * weight
      alpha += weight
    }
  }
  if (alpha === 0) return 0
  return toWord(red / alpha, green / alpha, blue / alpha, alpha / ((xEnd - x) * (yEnd - y)))
}

function toWord(red: number, green: number, blue: number, alpha: number): number {
  return (((alpha + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5)) >>> 0
}
