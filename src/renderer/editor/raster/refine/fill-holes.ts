import type { Size } from '../../../../shared/util/geometry.ts'

/**
 * Fills enclosed areas: each pixel gets the minimum coverage that every path from it to the border of the given pixels
 * must cross (gray reconstruction; paths are 4-connected, so that a line of single pixels is closed even where it runs
 * diagonally). A hole gets the strength of the weakest point of its rim; soft edges are unchanged.
 *
 * The border is flooded from outside, level by level: whatever can be reached below a level has at most that level.
 */
export function fillHoles(pixels: Uint8Array, size: Size): Uint8Array {
  const flood = new Flood(pixels, size)
  // Whatever is not reached below full coverage is fully covered.
  for (let level = 0; level < 255; level++) flood.rise(level)
  return flood.reached
}

class Flood {
  /** The level at which the flood arrived; 255 = not yet. */
  readonly reached: Uint8Array
  readonly #pixels: Uint8Array
  readonly #width: number
  /** By coverage, pixels next to the flood that are still above it. */
  readonly #shores: number[][] = Array.from({ length: 256 }, () => [])

  constructor(pixels: Uint8Array, { widthPx, heightPx }: Size) {
    this.#pixels = pixels
    this.#width = widthPx
    this.reached = new Uint8Array(pixels.length).fill(255)
    for (let x = 0; x < widthPx; x++) {
      this.#mark(x)
      this.#mark((heightPx - 1) * widthPx + x)
    }
    for (let y = 1; y < heightPx - 1; y++) {
      this.#mark(y * widthPx)
      this.#mark((y + 1) * widthPx - 1)
    }
  }

  rise(level: number): void {
    const shore = this.#shores[level]!
    for (let at = shore.pop(); at !== undefined; at = shore.pop()) {
      if (this.reached[at] === 255) this.#floodRun(at, level, shore)
    }
    this.#shores[level] = []
  }

  #mark(at: number): void {
    this.#shores[this.#pixels[at]!]!.push(at)
  }

  /** Floods the run of pixels around `at` in its row, and marks where it can continue. */
  #floodRun(at: number, level: number, shore: number[]): void {
    const pixels = this.#pixels
    const rowStart = at - (at % this.#width)
    const rowEnd = rowStart + this.#width
    let from = at
    while (from > rowStart && pixels[from - 1]! <= level && this.reached[from - 1] === 255) from--
    let to = at + 1
    while (to < rowEnd && pixels[to]! <= level && this.reached[to] === 255) to++
    this.reached.fill(level, from, to)
    if (from > rowStart && this.reached[from - 1] === 255) this.#mark(from - 1)
    if (to < rowEnd && this.reached[to] === 255) this.#mark(to)
    if (rowStart > 0) this.#spreadTo(from - this.#width, to - this.#width, level, shore)
    if (rowEnd < pixels.length) this.#spreadTo(from + this.#width, to + this.#width, level, shore)
  }

  /** Marks what the flood touches in the adjacent row: of a run at or below its level, one pixel is enough. */
  #spreadTo(from: number, to: number, level: number, shore: number[]): void {
    const pixels = this.#pixels
    let isInRun = false
    for (let at = from; at < to; at++) {
      const isNew = this.reached[at] === 255
      const isLow = isNew && pixels[at]! <= level
      if (isLow && !isInRun) shore.push(at)
      else if (isNew && !isLow) this.#mark(at)
      isInRun = isLow
    }
  }
}
