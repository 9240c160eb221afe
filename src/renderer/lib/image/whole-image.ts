import { assetUrl } from '../../../shared/domain/image-url.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { decodeAtLevel } from './decode-at-level.ts'
import { type Context2d, drawPart, setSmoothing } from './draw-part.ts'
import { levelFor, sizeAtLevel } from './image-level.ts'
import { loadFile, loadThumbnail } from './load-image.ts'

/** A library image, as far as it has been decoded for the view. */
export interface ShownImage {
  /** Whether any of it can be drawn. */
  readonly hasPixels: boolean
  /** Whether what was last drawn had full resolution for its zoom. */
  readonly isSharp: boolean
  /**
   * Draws the available part of `visible` (pixels of this image) and requests what is missing. The context's unit is a
   * device pixel, its origin the image's corner.
   */
  draw(context: Context2d, zoom: number, visible: Rect): void
  dispose(): void
}

export interface ImageEvents {
  /** Called when more of it is available. */
  readonly onProgress: () => void
  readonly onFailure: () => void
}

/** Pixels kept decoded per image: 240 MB. */
const mostPixels = 60_000_000
/** Up to this size, a level is scaled from a finer one; above it, the file is decoded again off the thread. */
const cheapSourcePixels = 8_000_000

/**
 * An image in halvings, each created when the zoom first needs it, one at a time. Until then the nearest available one
 * is stretched, initially the thumbnail, so that something shows at once.
 */
export class WholeImage implements ShownImage {
  readonly #id: string
  readonly #size: Size
  readonly #events: ImageEvents
  readonly #levels = new Map<number, ImageBitmap>()
  readonly #abort = new AbortController()
  #thumbnail: ImageBitmap | null = null
  #file: Promise<Blob> | null = null
  #loading: number | null = null
  #requestedLevel = 0

  constructor(id: string, size: Size, events: ImageEvents) {
    this.#id = id
    this.#size = size
    this.#events = events
    void this.#loadThumbnail()
  }

  get hasPixels(): boolean {
    return this.#thumbnail !== null || this.#levels.size > 0
  }

  get isSharp(): boolean {
    return [...this.#levels.keys()].some((level) => level <= this.#requestedLevel)
  }

  draw(context: Context2d, zoom: number, visible: Rect): void {
    this.#requestedLevel = levelFor(zoom)
    this.#loadWanted()
    const image = this.#nearest()
    if (image === null) return
    const rect = { x: 0, y: 0, ...this.#size }
    const [scaleX, scaleY] = [image.width / rect.widthPx, image.height / rect.heightPx]
    setSmoothing(context, zoom)
    drawPart(context, zoom, { image, rect, scaleX, scaleY }, visible)
  }

  dispose(): void {
    this.#abort.abort()
    for (const bitmap of this.#levels.values()) bitmap.close()
    this.#levels.clear()
    this.#thumbnail?.close()
    this.#thumbnail = null
  }

  #nearest(): ImageBitmap | null {
    const levels = [...this.#levels.keys()].toSorted((a, b) => a - b)
    const finer = levels.findLast((level) => level <= this.#requestedLevel)
    const coarser = levels.find((level) => level > this.#requestedLevel)
    return this.#levels.get(finer ?? coarser ?? -1) ?? this.#thumbnail
  }

  #loadWanted(): void {
    if (this.#loading !== null || this.#levels.has(this.#requestedLevel) || this.#abort.signal.aborted) return
    const level = this.#requestedLevel
    this.#loading = level
    this.#decode(level)
      .then((bitmap) => this.#keep(level, bitmap))
      .catch(() => {
        // The level stays marked as loading, so that a broken file is not fetched again with every frame.
        if (!this.#abort.signal.aborted) this.#events.onFailure()
      })
  }

  #keep(level: number, bitmap: ImageBitmap): void {
    if (this.#abort.signal.aborted) return bitmap.close()
    this.#levels.set(level, bitmap)
    this.#loading = null
    this.#dropWhatIsTooMuch(level)
    this.#events.onProgress()
  }

  async #decode(level: number): Promise<ImageBitmap> {
    const finer = this.#cheapSource(level)
    if (finer !== null) {
      const { widthPx, heightPx } = sizeAtLevel(this.#size, level)
      return createImageBitmap(finer, { resizeWidth: widthPx, resizeHeight: heightPx, resizeQuality: 'medium' })
    }
    this.#file ??= loadFile(assetUrl(this.#id, 'full'), this.#abort.signal)
    return decodeAtLevel(await this.#file, this.#size, level)
  }

  /** Returns the coarsest bitmap finer than this level, if it is small enough to be scaled within a frame. */
  #cheapSource(level: number): ImageBitmap | null {
    for (let finer = level - 1; finer >= 0; finer--) {
      const bitmap = this.#levels.get(finer)
      if (bitmap !== undefined) return bitmap.width * bitmap.height <= cheapSourcePixels ? bitmap : null
    }
    return null
  }

  async #loadThumbnail(): Promise<void> {
    const bitmap = await loadThumbnail(this.#id, this.#abort.signal)
    if (bitmap === null) return
    if (this.#levels.size > 0) return bitmap.close()
    this.#thumbnail = bitmap
    this.#events.onProgress()
  }

  #dropWhatIsTooMuch(newest: number): void {
    let total = [...this.#levels.values()].reduce((sum, bitmap) => sum + bitmap.width * bitmap.height, 0)
    for (const [level, bitmap] of this.#levels) {
      if (total <= mostPixels || level === newest) continue
      total -= bitmap.width * bitmap.height
      bitmap.close()
      this.#levels.delete(level)
    }
  }
}
