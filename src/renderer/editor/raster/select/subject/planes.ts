import type { Size } from '../../../../../shared/util/geometry.ts'

/** A small image of floating-point values, one array per channel, row by row. */
export interface LabImage extends Size {
  readonly channels: readonly Float32Array[]
}

/** One value per pixel. */
export interface Plane extends Size {
  readonly values: Float32Array
}

/** Shrinks by averaging the pixels under each of the smaller image's; sizes need not divide evenly. */
export function shrink(plane: Plane, to: Size): Plane {
  const values = new Float32Array(to.widthPx * to.heightPx)
  const counts = new Uint32Array(values.length)
  for (let y = 0; y < plane.heightPx; y++) {
    const row = Math.floor((y * to.heightPx) / plane.heightPx) * to.widthPx
    for (let x = 0; x < plane.widthPx; x++) {
      const cell = row + Math.floor((x * to.widthPx) / plane.widthPx)
      values[cell]! += plane.values[y * plane.widthPx + x]!
      counts[cell]!++
    }
  }
  for (let i = 0; i < values.length; i++) values[i]! /= counts[i]!
  return { ...to, values }
}

/** Interpolates linearly between pixel centers; edge pixels repeat beyond the outermost. */
export function enlarge(plane: Plane, to: Size): Plane {
  const values = new Float32Array(to.widthPx * to.heightPx)
  const sample = createSampler(plane, to)
  for (let y = 0, i = 0; y < to.heightPx; y++) {
    for (let x = 0; x < to.widthPx; x++, i++) values[i] = sample(plane.values, x, y)
  }
  return { ...to, values }
}

/** Samples a small image at the pixels of a larger one. */
export function createSampler(small: Size, large: Size): (values: Float32Array, x: number, y: number) => number {
  const across = steps(small.widthPx, large.widthPx)
  const down = steps(small.heightPx, large.heightPx)
  return (values, x, y) => {
    const left = across.first[x]!
    const right = Math.min(small.widthPx - 1, left + 1)
    const top = down.first[y]! * small.widthPx
    const bottom = Math.min(small.heightPx - 1, down.first[y]! + 1) * small.widthPx
    const u = across.share[x]!
    const upper = values[top + left]! * (1 - u) + values[top + right]! * u
    const lower = values[bottom + left]! * (1 - u) + values[bottom + right]! * u
    return upper + (lower - upper) * down.share[y]!
  }
}

function steps(small: number, large: number): { readonly first: Int32Array; readonly share: Float32Array } {
  const first = new Int32Array(large)
  const share = new Float32Array(large)
  for (let i = 0; i < large; i++) {
    const at = Math.min(small - 1, Math.max(0, ((i + 0.5) * small) / large - 0.5))
    first[i] = Math.floor(at)
    share[i] = at - Math.floor(at)
  }
  return { first, share }
}

/** Mean over the square of `2 * radius + 1` around each pixel, clipped to the image. */
export function boxMean({ widthPx, heightPx }: Size, values: Float32Array, radius: number): Float32Array {
  const across = new Float32Array(values.length)
  for (let y = 0; y < heightPx; y++) slide(values, across, y * widthPx, 1, widthPx, radius)
  const out = new Float32Array(values.length)
  for (let x = 0; x < widthPx; x++) slide(across, out, x, widthPx, heightPx, radius)
  return out
}

function slide(
  from: Float32Array,
  to: Float32Array,
  offset: number,
  stride: number,
  length: number,
  radius: number,
): void {
  let sum = 0
  let count = 0
  for (let i = 0; i < Math.min(radius, length); i++, count++) sum += from[offset + i * stride]!
  for (let i = 0; i < length; i++) {
    if (i + radius < length) {
      sum += from[offset + (i + radius) * stride]!
      count++
    }
    if (i - radius - 1 >= 0) {
      sum -= from[offset + (i - radius - 1) * stride]!
      count--
    }
    to[offset + i * stride] = sum / count
  }
}
