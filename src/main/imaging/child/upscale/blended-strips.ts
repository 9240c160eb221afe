import type { BlendedSpan } from './blended-spans.ts'
import { rampPx } from './blended-spans.ts'
import type { ImagePlanes } from './resize-planes.ts'

/** The largest value of a strip: 16 bits, whatever the image has. */
export const fullLevel = 65_535

interface StripShape {
  /** Of the result. */
  readonly widthPx: number
  readonly channels: 3 | 4
  readonly factor: number
}

/** One row of tiles of the result, as interleaved levels; each tile fades into those that are laid over it. */
export class BlendedStrip {
  readonly #shape: StripShape
  readonly #row: BlendedSpan
  readonly #levels: Uint16Array

  constructor(shape: StripShape, row: BlendedSpan) {
    this.#shape = shape
    this.#row = row
    this.#levels = new Uint16Array((row.to - row.from) * shape.factor * shape.widthPx * shape.channels)
  }

  /** The first row of the result that it holds, and the first that it does not complete: the next strip does. */
  get top(): number {
    return this.#row.from * this.#shape.factor
  }
  bottom(isLast: boolean): number {
    return (isLast ? this.#row.to : this.#row.to - rampPx) * this.#shape.factor
  }

  /** @param planes of the whole tile @param channel of the first plane */
  lay({ planes, widthPx, heightPx }: ImagePlanes, column: BlendedSpan, channel: number): void {
    const { widthPx: stride, channels, factor } = this.#shape
    const [left, right] = [column.from * factor, column.to * factor]
    const ramp = column.from === 0 ? 0 : rampPx * factor
    const skipped = { x: (column.from - column.start) * factor, y: (this.#row.from - this.#row.start) * factor }
    const count = planes.length / (widthPx * heightPx)
    for (let y = 0; y < (this.#row.to - this.#row.from) * factor; y++) {
      for (let plane = 0; plane < count; plane++) {
        let from = (plane * heightPx + y + skipped.y) * widthPx + skipped.x
        let to = (y * stride + left) * channels + channel + plane
        for (let x = 0; x < right - left; x++, to += channels) {
          const level = Math.min(1, Math.max(0, planes[from++]!)) * fullLevel
          const share = x < ramp ? (x + 0.5) / ramp : 1
          this.#levels[to] = Math.round(this.#levels[to]! * (1 - share) + level * share)
        }
      }
    }
  }

  /** Fades the strip above into this one. */
  layBelow(above: BlendedStrip): void {
    const { widthPx, channels, factor } = this.#shape
    const rowLength = widthPx * channels
    const ramp = rampPx * factor
    const first = this.top - above.top
    for (let y = 0; y < ramp; y++) {
      const share = (y + 0.5) / ramp
      for (let at = y * rowLength, from = (first + y) * rowLength; at < (y + 1) * rowLength; at++, from++) {
        this.#levels[at] = Math.round(above.#levels[from]! * (1 - share) + this.#levels[at]! * share)
      }
    }
  }

  /** Row `y` of the result. */
  row(y: number): Uint16Array {
    const rowLength = this.#shape.widthPx * this.#shape.channels
    return this.#levels.subarray((y - this.top) * rowLength, (y - this.top + 1) * rowLength)
  }
}
