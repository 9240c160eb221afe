import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/**
 * Each pixel becomes the mean of the middle values of the disc around it, as many of them as the disc is wide. That
 * equals its median except at edges: along a hard edge, the share on either side of the middle decides, so that stairs
 * become an anti-aliased line. Bumps and dents narrower than the disc disappear; soft edges and strengths are
 * preserved. For a large disc, about 21 evenly spread rows are enough, whatever its size.
 * @param core the area to compute, in the coordinates of `pixels`; the disc is clipped to them
 */
export function smooth(pixels: Uint8Array, size: Size, core: Rect, radiusPx: number): Uint8Array {
  const out = new Uint8Array(core.widthPx * core.heightPx)
  const radius = Math.max(1, Math.round(radiusPx))
  const changes = new ChangeCount(pixels, size)
  const disc = new DiscValues(pixels, size, radius)
  for (let y = 0, i = 0; y < core.heightPx; y++) {
    for (let x = 0; x < core.widthPx; x++, i++) {
      const isUniform = changes.isUniform(core.x + x - radius, core.y + y - radius, 2 * radius + 1)
      out[i] = isUniform ? pixels[(core.y + y) * size.widthPx + core.x + x]! : disc.middleAt(core.x + x, core.y + y)
    }
  }
  return out
}

/** Tells in constant time whether a square is uniform: a summed-area table of differences between neighbors. */
class ChangeCount {
  readonly #size: Size
  readonly #across: Int32Array
  readonly #down: Int32Array

  constructor(pixels: Uint8Array, size: Size) {
    const { widthPx, heightPx } = size
    this.#size = size
    const stride = widthPx + 1
    this.#across = new Int32Array(stride * (heightPx + 1))
    this.#down = new Int32Array(stride * (heightPx + 1))
    for (let y = 0, at = 0; y < heightPx; y++) {
      let across = 0
      let down = 0
      for (let x = 0; x < widthPx; x++, at++) {
        if (x > 0 && pixels[at] !== pixels[at - 1]) across++
        if (y > 0 && pixels[at] !== pixels[at - widthPx]) down++
        const to = (y + 1) * stride + x + 1
        this.#across[to] = this.#across[to - stride]! + across
        this.#down[to] = this.#down[to - stride]! + down
      }
    }
  }

  isUniform(x: number, y: number, side: number): boolean {
    const left = Math.max(0, x)
    const top = Math.max(0, y)
    const right = Math.min(this.#size.widthPx, x + side)
    const bottom = Math.min(this.#size.heightPx, y + side)
    // A difference is between two pixels: both must be inside.
    return (
      this.#sum(this.#across, left + 1, top, right, bottom) === 0 &&
      this.#sum(this.#down, left, top + 1, right, bottom) === 0
    )
  }

  #sum(counts: Int32Array, left: number, top: number, right: number, bottom: number): number {
    const stride = this.#size.widthPx + 1
    return (
      counts[bottom * stride + right]! -
      counts[top * stride + right]! -
      counts[bottom * stride + left]! +
      counts[top * stride + left]!
    )
  }
}

/** From this radius on only every second row of a disc is read, from twice this radius every third, and so on. */
const leastThinnedPx = 16

/** Histogram of a disc that moves along a row (Huang, Yang & Tang 1979). */
class DiscValues {
  readonly #pixels: Uint8Array
  readonly #size: Size
  /** Distance between the rows read. */
  readonly #gap: number
  /** Number of rows read above the middle one; the same number below. */
  readonly #rows: number
  /** Half the disc's width in each of these rows, from the top. */
  readonly #halfWidths: Int32Array
  readonly #counts = new Int32Array(256)
  /** The same counts in groups of 16, to find a rank quickly. */
  readonly #groups = new Int32Array(16)
  #total = 0
  #x = Number.NaN
  #y = Number.NaN

  constructor(pixels: Uint8Array, size: Size, radius: number) {
    this.#pixels = pixels
    this.#size = size
    this.#gap = Math.floor(radius / leastThinnedPx) + 1
    this.#rows = Math.floor(radius / this.#gap)
    this.#halfWidths = Int32Array.from({ length: 2 * this.#rows + 1 }, (_, row) =>
      Math.floor(Math.sqrt((radius + 0.5) ** 2 - ((row - this.#rows) * this.#gap) ** 2)),
    )
  }

  middleAt(x: number, y: number): number {
    this.#moveTo(x, y)
    const count = Math.min(this.#total, this.#halfWidths.length)
    let skip = Math.floor((this.#total - count) / 2)
    let value = 0
    while (skip >= this.#groups[value >> 4]!) {
      skip -= this.#groups[value >> 4]!
      value += 16
    }
    while (skip >= this.#counts[value]!) skip -= this.#counts[value++]!
    let remaining = count
    let sum = 0
    let available = this.#counts[value]! - skip
    for (;;) {
      const taken = Math.min(remaining, available)
      sum += taken * value
      remaining -= taken
      if (remaining === 0) return Math.round(sum / count)
      value++
      while ((value & 15) === 0 && this.#groups[value >> 4] === 0) value += 16
      available = this.#counts[value]!
    }
  }

  #moveTo(x: number, y: number): void {
    if (y === this.#y && x === this.#x + 1) this.#step(x, y)
    else if (x !== this.#x || y !== this.#y) this.#fill(x, y)
    this.#x = x
    this.#y = y
  }

  #fill(x: number, y: number): void {
    const { widthPx, heightPx } = this.#size
    const [counts, groups, halfWidths] = [this.#counts, this.#groups, this.#halfWidths]
    counts.fill(0)
    groups.fill(0)
    this.#total = 0
    for (let i = 0, row = y - this.#rows * this.#gap; i < halfWidths.length; i++, row += this.#gap) {
      if (row < 0 || row >= heightPx) continue
      const half = halfWidths[i]!
      const from = row * widthPx + Math.max(0, x - half)
      const to = row * widthPx + Math.min(widthPx - 1, x + half)
      for (let at = from; at <= to; at++) counts[this.#pixels[at]!]!++
      this.#total += to - from + 1
    }
    for (let value = 0; value < 256; value++) groups[value >> 4]! += counts[value]!
  }

  /** Moves one pixel to the right: every row gains a pixel and loses one. Most pairs are equal and change nothing. */
  #step(x: number, y: number): void {
    const { widthPx, heightPx } = this.#size
    const [pixels, counts, groups, halfWidths] = [this.#pixels, this.#counts, this.#groups, this.#halfWidths]
    let total = this.#total
    for (let i = 0, row = y - this.#rows * this.#gap; i < halfWidths.length; i++, row += this.#gap) {
      if (row < 0 || row >= heightPx) continue
      const half = halfWidths[i]!
      const start = row * widthPx
      const entering = x + half < widthPx ? pixels[start + x + half]! : -1
      const leaving = x - 1 - half >= 0 ? pixels[start + x - 1 - half]! : -1
      if (entering === leaving) continue
      if (entering >= 0) {
        counts[entering]!++
        groups[entering >> 4]!++
        total++
      }
      if (leaving >= 0) {
        counts[leaving]!--
        groups[leaving >> 4]!--
        total--
      }
    }
    this.#total = total
  }
}
