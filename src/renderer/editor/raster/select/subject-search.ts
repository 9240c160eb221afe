import { tilePx } from '../../../../shared/domain/surfaces.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { TileChange } from '../off-thread/coverage-tiles.ts'
import { createTileGrid, forEachTileIn } from '../tile-grid.ts'
import { stripsOf, type PixelStrip, type StripSearch } from './strips.ts'
import { findSubject } from './subject/find-subject.ts'
import { applyModel, type LinearModel } from './subject/guided-filter.ts'
import { createSampler, type Plane, type LabImage } from './subject/planes.ts'

/** A small copy of an image, assembled from strips: each pixel is the mean of the pixels it covers. */
class GuideBuilder implements Size {
  readonly widthPx: number
  readonly heightPx: number
  readonly #image: Size
  readonly #sums: readonly Float32Array[]
  readonly #counts: Uint32Array

  constructor(image: Size, longestPx: number) {
    const scale = Math.min(1, longestPx / Math.max(image.widthPx, image.heightPx))
    this.widthPx = Math.max(1, Math.round(image.widthPx * scale))
    this.heightPx = Math.max(1, Math.round(image.heightPx * scale))
    this.#image = image
    const length = this.widthPx * this.heightPx
    this.#sums = [0, 1, 2].map(() => new Float32Array(length))
    this.#counts = new Uint32Array(length)
  }

  add({ area, pixels }: PixelStrip): void {
    const [red, green, blue] = this.#sums as readonly [Float32Array, Float32Array, Float32Array]
    const columns = Uint32Array.from({ length: area.widthPx }, (_, x) =>
      Math.floor(((area.x + x) * this.widthPx) / this.#image.widthPx),
    )
    for (let y = 0, at = 0; y < area.heightPx; y++) {
      const row = Math.floor(((area.y + y) * this.heightPx) / this.#image.heightPx) * this.widthPx
      for (let x = 0; x < area.widthPx; x++, at += 4) {
        const cell = row + columns[x]!
        red[cell]! += pixels[at]!
        green[cell]! += pixels[at + 1]!
        blue[cell]! += pixels[at + 2]!
        this.#counts[cell]!++
      }
    }
  }

  finish(): LabImage {
    const channels = this.#sums.map((sums) => sums.map((sum, i) => sum / this.#counts[i]!))
    return { widthPx: this.widthPx, heightPx: this.heightPx, channels }
  }
}

/** The image is kept at this size to find edges; the rest of them are found in a second pass. */
const guidePx = 768
/** Where the small image leaves no doubt, the large one is not consulted. */
const surelyOut = 0.15
const surelyIn = 0.85

/** Reads the whole image once at low resolution, then a second time at full resolution where the subject may be. */
export class SubjectSearch implements StripSearch {
  readonly #size: Size
  readonly #guide: GuideBuilder
  #queue: Rect[]
  #isFirstPass = true
  #found: { readonly model: LinearModel; readonly rough: Plane } | null = null
  readonly #sample: ReturnType<typeof createSampler>
  readonly #changes: TileChange[] = []

  constructor(size: Size) {
    this.#size = size
    this.#guide = new GuideBuilder(size, guidePx)
    this.#sample = createSampler(this.#guide, size)
    this.#queue = [...stripsOf(size)]
  }

  get wanted(): Rect | null {
    return this.#queue[0] ?? null
  }

  take(strip: PixelStrip): void {
    this.#queue.shift()
    if (!this.#isFirstPass) {
      this.#refine(strip)
      return
    }
    this.#guide.add(strip)
    if (this.#queue.length > 0) return
    this.#isFirstPass = false
    const guide = this.#guide.finish()
    const model = findSubject(guide)
    if (model === null) return
    const rough = applyModel(model, guide)
    this.#found = { model, rough }
    this.#queue = stripsOf(this.#size).filter((part) => this.#rangeIn(rough, part)[1] >= surelyOut)
  }

  finish(): readonly TileChange[] {
    return this.#changes
  }

  #refine({ area, pixels }: PixelStrip): void {
    const found = this.#found
    if (found === null) return
    const grid = createTileGrid(this.#size)
    forEachTileIn(grid, area, (index, rect) => {
      const [min, max] = this.#rangeIn(found.rough, rect)
      if (max < surelyOut) return
      const tile = new Uint8Array(tilePx * tilePx)
      if (min > surelyIn) fillTile(tile, rect)
      else this.#judgePixels(found.model, { area, pixels }, rect, tile)
      this.#changes.push([index, tile])
    })
  }

  /** The minimum and maximum likelihood of a part in the small image. */
  #rangeIn({ values }: Plane, rect: Rect): readonly [number, number] {
    const { widthPx, heightPx } = this.#guide
    const left = Math.max(0, Math.floor((rect.x * widthPx) / this.#size.widthPx) - 1)
    const top = Math.max(0, Math.floor((rect.y * heightPx) / this.#size.heightPx) - 1)
    const right = Math.min(widthPx - 1, Math.ceil(((rect.x + rect.widthPx) * widthPx) / this.#size.widthPx))
    const bottom = Math.min(heightPx - 1, Math.ceil(((rect.y + rect.heightPx) * heightPx) / this.#size.heightPx))
    let min = Infinity
    let max = -Infinity
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        min = Math.min(min, values[y * widthPx + x]!)
        max = Math.max(max, values[y * widthPx + x]!)
      }
    }
    return [min, max]
  }

  #judgePixels({ slopes, offset }: LinearModel, { area, pixels }: PixelStrip, rect: Rect, tile: Uint8Array): void {
    const sample = this.#sample
    for (let y = rect.y; y < rect.y + rect.heightPx; y++) {
      for (let x = rect.x; x < rect.x + rect.widthPx; x++) {
        const at = ((y - area.y) * area.widthPx + x - area.x) * 4
        const value =
          sample(slopes[0], x, y) * pixels[at]! +
          sample(slopes[1], x, y) * pixels[at + 1]! +
          sample(slopes[2], x, y) * pixels[at + 2]! +
          sample(offset, x, y)
        tile[(y - rect.y) * tilePx + x - rect.x] = toCoverage(value)
      }
    }
  }
}

function fillTile(tile: Uint8Array, { widthPx, heightPx }: Rect): void {
  for (let y = 0; y < heightPx; y++) tile.fill(255, y * tilePx, y * tilePx + widthPx)
}

/** Certainly outside below a third, certainly inside above two thirds. */
function toCoverage(value: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, 3 * value - 1)))
}
