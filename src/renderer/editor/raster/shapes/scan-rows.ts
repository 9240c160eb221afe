import type { Rect } from '../../../../shared/util/geometry.ts'

/** Scan lines per row of pixels; along each the coverage is exact. */
const linesPerRow = 16

/** Accumulates spans into the coverage of one row of pixels, starting at `left`. `write` resets it. */
export class SpanRow {
  readonly #width: number
  /** Change of coverage from each pixel to the next; two more, so that spans may end beyond the row. */
  readonly #steps: Float64Array
  /** The range of pixels in which anything changes; the rest is constant. */
  #first = Infinity
  #last = -1

  constructor(width: number) {
    this.#width = width
    this.#steps = new Float64Array(width + 2)
  }

  /** Adds a span of full height × `share`, from `from` to `to` in row pixels, sub-pixel, in order. */
  add(from: number, to: number, share: number): void {
    const start = Math.max(0, from)
    const end = Math.min(this.#width, to)
    if (end <= start) return
    this.#edge(start, share)
    this.#edge(end, -share)
  }

  /** Coverage begins (or, if negative, ends) here: the pixel gets the share right of it, all further ones the whole. */
  #edge(at: number, share: number): void {
    const pixel = Math.floor(at)
    const inPixel = (pixel + 1 - at) * share
    const steps = this.#steps
    steps[pixel] = steps[pixel]! + inPixel
    steps[pixel + 1] = steps[pixel + 1]! + share - inPixel
    if (pixel < this.#first) this.#first = pixel
    if (pixel + 1 > this.#last) this.#last = pixel + 1
  }

  write(into: Uint8Array, offset: number): void {
    if (this.#last < 0) return
    const steps = this.#steps
    const end = Math.min(this.#width, this.#last + 1)
    let sum = 0
    for (let x = this.#first; x < end; x++) {
      sum += steps[x]!
      into[offset + x] = sum * 255 + 0.5
    }
    into.fill(sum * 255 + 0.5, offset + end, offset + this.#width)
    steps.fill(0, this.#first, this.#last + 1)
    this.#first = Infinity
    this.#last = -1
  }
}

/**
 * Computes coverage of a part from spans along horizontal lines.
 * @param spansAt calls `add(from, to)` for each span inside along the line at `y`, image coordinates, without overlaps
 */
export function scanRows(
  part: Rect,
  isAntialiased: boolean,
  spansAt: (y: number, add: (from: number, to: number) => void) => void,
): Uint8Array {
  const coverage = new Uint8Array(part.widthPx * part.heightPx)
  const row = new SpanRow(part.widthPx)
  const lines = isAntialiased ? linesPerRow : 1
  const addSoft = (from: number, to: number) => row.add(from - part.x, to - part.x, 1 / lines)
  const addHard = (from: number, to: number) => row.add(Math.ceil(from - 0.5) - part.x, Math.ceil(to - 0.5) - part.x, 1)
  for (let y = 0; y < part.heightPx; y++) {
    for (let line = 0; line < lines; line++) {
      spansAt(part.y + y + (line + 0.5) / lines, isAntialiased ? addSoft : addHard)
    }
    row.write(coverage, y * part.widthPx)
  }
  return coverage
}
