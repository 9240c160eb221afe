import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { PictureDetail, type DetailImage } from './picture-detail.ts'

export interface PictureSourceOptions {
  readonly url: string
  /** A small version that is there at once. */
  readonly thumbnailUrl: string | null
  readonly size: Size
  /** A better version arrived. */
  readonly onProgress: () => void
  readonly onFailure: () => void
}

/** Pixels kept decoded per picture: 400 MB. A finer level than that is left out. */
const mostPixels = 100_000_000
/** Up to here a level is scaled from a finer one; above, the file is decoded anew off the thread. */
const cheapSourcePixels = 8_000_000
/** Decoding more than this takes seconds: it is done once, and coarser levels are scaled from that. */
const slowFilePixels = 40_000_000

/**
 * A picture in halvings, each made when the zoom first asks for it, one at a time. Until then the nearest one there is
 * stretched: first the thumbnail, so something shows at once.
 */
export class PictureSource {
  readonly size: Size
  readonly #options: PictureSourceOptions
  readonly #levels = new Map<number, ImageBitmap>()
  readonly #abort = new AbortController()
  readonly #detail: PictureDetail
  #thumbnail: ImageBitmap | null = null
  #file: Promise<Blob> | null = null
  #loading: number | null = null
  #wanted = 0

  constructor(options: PictureSourceOptions) {
    this.#options = options
    this.size = options.size
    this.#detail = new PictureDetail(options.size, () => this.#loadFileOnce(), options.onProgress)
    if (options.thumbnailUrl !== null) void this.#loadThumbnail(options.thumbnailUrl)
  }

  get hasPixels(): boolean {
    return this.#thumbnail !== null || this.#levels.size > 0
  }

  /** The best image there is for this zoom; asks for a better one where that is missing. */
  imageFor(zoom: number): ImageBitmap | null {
    this.#wanted = this.#levelFor(zoom)
    this.#loadWanted()
    const levels = [...this.#levels.keys()].toSorted((a, b) => a - b)
    const finer = levels.findLast((level) => level <= this.#wanted)
    const coarser = levels.find((level) => level > this.#wanted)
    return this.#levels.get(finer ?? coarser ?? -1) ?? this.#thumbnail
  }

  /** A sharper piece to draw over `imageFor`'s, where that is coarser than the zoom needs. */
  detailFor(zoom: number, seen: Rect): DetailImage | null {
    return this.#levelFor(zoom) > naturalLevel(zoom) ? this.#detail.imageFor(seen) : null
  }

  dispose(): void {
    this.#abort.abort()
    this.#detail.dispose()
    for (const bitmap of this.#levels.values()) bitmap.close()
    this.#levels.clear()
    this.#thumbnail?.close()
    this.#thumbnail = null
  }

  /** The coarsest level that still has a pixel for each pixel of the screen. */
  #levelFor(zoom: number): number {
    let level = naturalLevel(zoom)
    while (pixelsOf(this.#sizeOf(level)) > mostPixels) level++
    return level
  }

  #sizeOf(level: number): Size {
    const scale = 2 ** level
    return {
      widthPx: Math.max(1, Math.round(this.size.widthPx / scale)),
      heightPx: Math.max(1, Math.round(this.size.heightPx / scale)),
    }
  }

  #loadWanted(): void {
    if (this.#loading !== null || this.#levels.has(this.#wanted) || this.#abort.signal.aborted) return
    const level = this.#levelToLoad()
    this.#loading = level
    this.#decode(level)
      .then((bitmap) => this.#keep(level, bitmap))
      .catch(() => {
        // The level stays marked as loading, so a broken file is not fetched again with every frame.
        if (!this.#abort.signal.aborted) this.#options.onFailure()
      })
  }

  /** For a picture that decodes slowly, first a level that all coarser ones can be scaled from. */
  #levelToLoad(): number {
    if (pixelsOf(this.size) < slowFilePixels || this.#cheapSource(this.#wanted) !== null) return this.#wanted
    let level = 0
    while (pixelsOf(this.#sizeOf(level)) > cheapSourcePixels) level++
    return this.#levels.has(level) ? this.#wanted : Math.min(level, this.#wanted)
  }

  #keep(level: number, bitmap: ImageBitmap): void {
    if (this.#abort.signal.aborted) return bitmap.close()
    this.#levels.set(level, bitmap)
    this.#loading = null
    this.#dropWhatIsTooMuch(level)
    this.#options.onProgress()
  }

  async #decode(level: number): Promise<ImageBitmap> {
    const { widthPx, heightPx } = this.#sizeOf(level)
    const scaling: ImageBitmapOptions = { resizeWidth: widthPx, resizeHeight: heightPx, resizeQuality: 'medium' }
    const finer = this.#cheapSource(level)
    if (finer !== null) return createImageBitmap(finer, scaling)
    return createImageBitmap(await this.#loadFileOnce(), level === 0 ? {} : scaling)
  }

  /** The smallest image that has more pixels than this level, if it is small enough to be scaled within a frame. */
  #cheapSource(level: number): ImageBitmap | null {
    for (let finer = level - 1; finer >= 0; finer--) {
      const bitmap = this.#levels.get(finer)
      if (bitmap !== undefined) return bitmap.width * bitmap.height <= cheapSourcePixels ? bitmap : null
    }
    return null
  }

  #loadFileOnce(): Promise<Blob> {
    this.#file ??= loadFile(this.#options.url, this.#abort.signal)
    return this.#file
  }

  async #loadThumbnail(url: string): Promise<void> {
    try {
      const bitmap = await createImageBitmap(await loadFile(url, this.#abort.signal))
      if (this.#abort.signal.aborted || this.#levels.size > 0) return bitmap.close()
      this.#thumbnail = bitmap
      this.#options.onProgress()
    } catch {
      // The picture itself follows; whether that can be shown is what counts.
    }
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

function naturalLevel(zoom: number): number {
  return Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6))
}

function pixelsOf(size: Size): number {
  return size.widthPx * size.heightPx
}

async function loadFile(url: string, signal: AbortSignal): Promise<Blob> {
  const reply = await fetch(url, { signal })
  if (!reply.ok) throw new DOMException(`The picture could not be read (${reply.status}).`, 'NetworkError')
  return reply.blob()
}
