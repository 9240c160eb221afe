import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/**
 * Gray dilation by a disc: each pixel gets the maximum coverage within `radiusPx`, by exact Euclidean distance between
 * centers. Soft edges move outward unchanged.
 *
 * Only pixels with a weaker neighbor matter (the rim): on a straight line from any other pixel to a point of its disc,
 * either no pixel is weaker, or the line first passes a rim pixel that is closer to that point. And of the disc of a
 * rim pixel, only the part is drawn that is not covered by the disc of a neighboring rim pixel at least as strong: for
 * most a short arc. Of equal neighbors, the one further up, then left, takes precedence, so that no two depend on each
 * other.
 *
 * @param core the area to compute, in the coordinates of `pixels`, which must extend `radiusPx` beyond it where there
 * is anything
 */
export function dilate(pixels: Uint8Array, size: Size, core: Rect, radiusPx: number): Uint8Array {
  if (radiusPx < 1) return cropTo(pixels, size, core)
  const margin = Math.floor(radiusPx)
  const room = { widthPx: size.widthPx + 2 * margin, heightPx: size.heightPx + 2 * margin }
  const out = padded(pixels, size, margin)
  const discs = new DiscParts(radiusPx, room.widthPx)
  const rim = rimOf(pixels, size)
  const stride = size.widthPx + 2
  for (let y = 0; y < size.heightPx; y++) {
    let at = (y + 1) * stride + 1
    let to = (y + margin) * room.widthPx + margin
    for (let x = 0; x < size.widthPx; x++, at++, to++) {
      const value = rim[at]!
      if (value === 0) continue
      const part = discs.without(reliedOn(rim, at, stride, value))
      for (let i = 0; i < part.length; i++) if (out[to + part[i]!]! < value) out[to + part[i]!] = value
    }
  }
  return cropTo(out, room, { ...core, x: core.x + margin, y: core.y + margin })
}

/** Gray erosion: the minimum within the disc. Everything beyond the given pixels counts as full. */
export function erode(pixels: Uint8Array, size: Size, core: Rect, radiusPx: number): Uint8Array {
  return invert(dilate(invert(pixels), size, core, radiusPx))
}

function invert(pixels: Uint8Array): Uint8Array {
  return pixels.map((value) => 255 - value)
}

/** Pads the pixels with `margin` empty ones on all sides. */
function padded(pixels: Uint8Array, { widthPx, heightPx }: Size, margin: number): Uint8Array {
  const stride = widthPx + 2 * margin
  const out = new Uint8Array(stride * (heightPx + 2 * margin))
  for (let y = 0; y < heightPx; y++) {
    out.set(pixels.subarray(y * widthPx, (y + 1) * widthPx), (y + margin) * stride + margin)
  }
  return out
}

/** Pixels with a weaker neighbor unchanged, all others 0; one empty pixel on all sides. */
function rimOf(pixels: Uint8Array, { widthPx, heightPx }: Size): Uint8Array {
  const stride = widthPx + 2
  const rim = new Uint8Array(stride * (heightPx + 2))
  for (let y = 0, at = 0; y < heightPx; y++) {
    const up = y === 0 ? 0 : -widthPx
    const down = y === heightPx - 1 ? 0 : widthPx
    const to = (y + 1) * stride + 1
    for (let x = 0; x < widthPx; x++, at++) {
      const value = pixels[at]!
      if (value === 0) continue
      const hasWeaker =
        pixels[at + up]! < value ||
        pixels[at + down]! < value ||
        (x > 0 && pixels[at - 1]! < value) ||
        (x < widthPx - 1 && pixels[at + 1]! < value)
      if (hasWeaker) rim[to + x] = value
    }
  }
  return rim
}

/** Offsets around a pixel, row by row; the first half precedes it. */
const neighbors = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const

/** A bit for each neighbor whose disc is certain to be drawn. */
function reliedOn(rim: Uint8Array, at: number, stride: number, value: number): number {
  const [above, below] = [at - stride, at + stride]
  return (
    (rim[above - 1]! >= value ? 1 : 0) |
    (rim[above]! >= value ? 2 : 0) |
    (rim[above + 1]! >= value ? 4 : 0) |
    (rim[at - 1]! >= value ? 8 : 0) |
    (rim[at + 1]! > value ? 16 : 0) |
    (rim[below - 1]! > value ? 32 : 0) |
    (rim[below]! > value ? 64 : 0) |
    (rim[below + 1]! > value ? 128 : 0)
  )
}

/** The remaining part of a disc after its neighbors have drawn theirs. */
class DiscParts {
  readonly #radiusPx: number
  readonly #stride: number
  readonly #parts: (Int32Array | undefined)[] = Array.from({ length: 256 })

  /** @param stride pixels per row of the target */
  constructor(radiusPx: number, stride: number) {
    this.#radiusPx = radiusPx
    this.#stride = stride
  }

  /** Offsets from the center of the disc. */
  without(relied: number): Int32Array {
    return (this.#parts[relied] ??= this.#compute(relied))
  }

  #compute(relied: number): Int32Array {
    const reach = Math.floor(this.#radiusPx)
    const earlier = neighbors.filter((_, bit) => (relied & (1 << bit)) !== 0)
    const steps: number[] = []
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const isLeft = this.#isWithin(x, y) && !earlier.some(([dx, dy]) => this.#isWithin(x - dx, y - dy))
        if (isLeft) steps.push(y * this.#stride + x)
      }
    }
    return Int32Array.from(steps)
  }

  #isWithin(x: number, y: number): boolean {
    return x * x + y * y <= this.#radiusPx * this.#radiusPx
  }
}

/** Crops pixels to an area in their own coordinates. */
export function cropTo(pixels: Uint8Array, { widthPx }: Size, core: Rect): Uint8Array {
  const out = new Uint8Array(core.widthPx * core.heightPx)
  for (let y = 0; y < core.heightPx; y++) {
    const from = (core.y + y) * widthPx + core.x
    out.set(pixels.subarray(from, from + core.widthPx), y * core.widthPx)
  }
  return out
}
