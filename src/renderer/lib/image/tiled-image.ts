import { intersectRects, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { type Context2d, drawPart, setSmoothing } from './draw-part.ts'
import { loadRegion, loadThumbnail } from './load-image.ts'
import { coarsestLevel, type ImageTile, keyOf, parentOf, rectOfTile, tilesFor, withMargin } from './tile-plan.ts'
import type { ImageEvents, ShownImage } from './whole-image.ts'

/** Default limit of decoded tiles per image: twice what the largest screen shows at once. */
const usualBytesMost = 256 * 1024 * 1024
const mostLoading = 4
/** A crashed process is soon back; a broken file keeps failing. */
const mostFailures = 8

/**
 * An image too large to be held as a whole: visible tiles at the zoom's level. Where one is missing, a coarser one is
 * stretched, and before any is loaded, the thumbnail.
 */
export class TiledImage implements ShownImage {
  readonly #id: string
  readonly #size: Size
  readonly #events: ImageEvents
  readonly #mostBytes: number
  /** In order of use. */
  readonly #tiles = new Map<string, ImageBitmap>()
  readonly #loading = new Map<string, AbortController>()
  readonly #abort = new AbortController()
  #thumbnail: ImageBitmap | null = null
  #requested: readonly ImageTile[] = []
  #bytes = 0
  #failures = 0
  #isSharp = false

  constructor(id: string, size: Size, events: ImageEvents, mostBytes = usualBytesMost) {
    this.#id = id
    this.#mostBytes = mostBytes
    this.#size = size
    this.#events = events
    void this.#loadThumbnail()
  }

  get hasPixels(): boolean {
    return this.#thumbnail !== null || this.#tiles.size > 0
  }

  get isSharp(): boolean {
    return this.#isSharp
  }

  draw(context: Context2d, zoom: number, visible: Rect): void {
    this.#requested = tilesFor(this.#size, zoom, withMargin(visible, zoom))
    this.#stopUnwanted()
    this.#loadWanted()
    const shown = tilesFor(this.#size, zoom, visible)
    this.#isSharp = shown.every((tile) => this.#tiles.has(keyOf(tile)))
    for (const tile of shown) this.#drawTile(context, zoom, tile, visible)
  }

  dispose(): void {
    this.#abort.abort()
    for (const abort of this.#loading.values()) abort.abort()
    for (const bitmap of this.#tiles.values()) bitmap.close()
    this.#tiles.clear()
    this.#thumbnail?.close()
    this.#thumbnail = null
  }

  #drawTile(context: Context2d, zoom: number, tile: ImageTile, visible: Rect): void {
    const part = intersectRects(rectOfTile(this.#size, tile), visible)
    const last = coarsestLevel(this.#size)
    for (let from = tile; from.level <= last; from = parentOf(from)) {
      const image = this.#use(keyOf(from))
      if (image === undefined) continue
      const scale = 2 ** -from.level
      setSmoothing(context, from.level === 0 ? zoom : Math.min(zoom, 1))
      const shown = rectOfTile(this.#size, from)
      return drawPart(context, zoom, { image, rect: shown, scaleX: scale, scaleY: scale }, part)
    }
    const image = this.#thumbnail
    if (image === null) return
    const whole = { x: 0, y: 0, ...this.#size }
    const [scaleX, scaleY] = [image.width / whole.widthPx, image.height / whole.heightPx]
    setSmoothing(context, Math.min(zoom, 1))
    drawPart(context, zoom, { image, rect: whole, scaleX, scaleY }, part)
  }

  #use(key: string): ImageBitmap | undefined {
    const image = this.#tiles.get(key)
    if (image === undefined) return undefined
    this.#tiles.delete(key)
    this.#tiles.set(key, image)
    return image
  }

  #stopUnwanted(): void {
    const requestedKeys = new Set(this.#requested.map(keyOf))
    for (const [key, abort] of this.#loading) if (!requestedKeys.has(key)) abort.abort()
  }

  #loadWanted(): void {
    if (this.#abort.signal.aborted || this.#failures >= mostFailures) return
    for (const tile of this.#requested) {
      if (this.#loading.size >= mostLoading) return
      const key = keyOf(tile)
      if (!this.#tiles.has(key) && !this.#loading.has(key)) void this.#load(tile, key)
    }
  }

  async #load(tile: ImageTile, key: string): Promise<void> {
    const abort = new AbortController()
    this.#loading.set(key, abort)
    try {
      const pixels = await loadRegion(this.#id, rectOfTile(this.#size, tile), tile.level, abort.signal)
      const bitmap = await createImageBitmap(pixels)
      if (this.#abort.signal.aborted) bitmap.close()
      else this.#keep(key, bitmap)
    } catch {
      if (!abort.signal.aborted) this.#countFailure()
    }
    this.#loading.delete(key)
    this.#loadWanted()
  }

  #keep(key: string, bitmap: ImageBitmap): void {
    this.#tiles.set(key, bitmap)
    this.#bytes += bytesOf(bitmap)
    this.#dropWhatIsTooMuch()
    this.#events.onProgress()
  }

  #countFailure(): void {
    this.#failures++
    if (this.#failures === mostFailures && !this.#abort.signal.aborted) this.#events.onFailure()
  }

  #dropWhatIsTooMuch(): void {
    if (this.#bytes <= this.#mostBytes) return
    const requestedKeys = new Set(this.#requested.map(keyOf))
    for (const [key, bitmap] of this.#tiles) {
      if (this.#bytes <= this.#mostBytes) return
      if (requestedKeys.has(key)) continue
      this.#bytes -= bytesOf(bitmap)
      bitmap.close()
      this.#tiles.delete(key)
    }
  }

  async #loadThumbnail(): Promise<void> {
    this.#thumbnail = await loadThumbnail(this.#id, this.#abort.signal)
    if (this.#thumbnail !== null) this.#events.onProgress()
  }
}

function bytesOf({ width, height }: ImageBitmap): number {
  return width * height * 4
}
