import type { Size } from '../../../../../shared/util/geometry.ts'
import type { PixelStrip } from '../strips.ts'
import type { Planes } from './planes.ts'

/** A small copy of a picture, put together from strips: the mean of the pixels under each of its own. */
export class GuideBuilder implements Size {
  readonly widthPx: number
  readonly heightPx: number
  readonly #picture: Size
  readonly #sums: readonly Float32Array[]
  readonly #counts: Uint32Array

  constructor(picture: Size, longestPx: number) {
    const scale = Math.min(1, longestPx / Math.max(picture.widthPx, picture.heightPx))
    this.widthPx = Math.max(1, Math.round(picture.widthPx * scale))
    this.heightPx = Math.max(1, Math.round(picture.heightPx * scale))
    this.#picture = picture
    const length = this.widthPx * this.heightPx
    this.#sums = [0, 1, 2].map(() => new Float32Array(length))
    this.#counts = new Uint32Array(length)
  }

  add({ area, pixels }: PixelStrip): void {
    const [red, green, blue] = this.#sums as readonly [Float32Array, Float32Array, Float32Array]
    const columns = Uint32Array.from({ length: area.widthPx }, (_, x) =>
      Math.floor(((area.x + x) * this.widthPx) / this.#picture.widthPx),
    )
    for (let y = 0, at = 0; y < area.heightPx; y++) {
      const row = Math.floor(((area.y + y) * this.heightPx) / this.#picture.heightPx) * this.widthPx
      for (let x = 0; x < area.widthPx; x++, at += 4) {
        const cell = row + columns[x]!
        red[cell]! += pixels[at]!
        green[cell]! += pixels[at + 1]!
        blue[cell]! += pixels[at + 2]!
        this.#counts[cell]!++
      }
    }
  }

  finish(): Planes {
    const channels = this.#sums.map((sums) => sums.map((sum, i) => sum / this.#counts[i]!))
    return { widthPx: this.widthPx, heightPx: this.heightPx, channels }
  }
}
