import { growRect, intersectRects, isEmptyRect, type Rect, type Size } from '../../../../shared/util/geometry.ts'

export interface DetailImage {
  readonly bitmap: ImageBitmap
  readonly rect: Rect
}

/**
 * The part in sight at full resolution, for pictures too large to keep decoded as a whole. Each part costs a decode of
 * the file, off the thread: one at a time, with room around it so that a small move needs no other.
 */
export class PictureDetail {
  readonly #size: Size
  readonly #file: () => Promise<Blob>
  readonly #onProgress: () => void
  #image: DetailImage | null = null
  #wanted: Rect | null = null
  #isLoading = false
  #isDisposed = false

  constructor(size: Size, file: () => Promise<Blob>, onProgress: () => void) {
    this.#size = size
    this.#file = file
    this.#onProgress = onProgress
  }

  /** What there is near `seen`; asks for what is missing. */
  imageFor(seen: Rect): DetailImage | null {
    this.#wanted = seen
    void this.#load()
    return this.#image
  }

  dispose(): void {
    this.#isDisposed = true
    this.#image?.bitmap.close()
    this.#image = null
  }

  async #load(): Promise<void> {
    const seen = this.#wanted
    if (this.#isLoading || seen === null || isEmptyRect(seen) || covers(this.#image?.rect, seen)) return
    this.#isLoading = true
    const margin = Math.round(Math.max(seen.widthPx, seen.heightPx) / 4)
    const rect = intersectRects(growRect(seen, margin), { x: 0, y: 0, ...this.#size })
    try {
      this.#keep(rect, await createImageBitmap(await this.#file(), rect.x, rect.y, rect.widthPx, rect.heightPx))
    } catch {
      // Not enough memory for this much detail: the coarser picture stays, and it is not tried again.
      return
    }
    this.#isLoading = false
    this.#onProgress()
  }

  #keep(rect: Rect, bitmap: ImageBitmap): void {
    if (this.#isDisposed) return bitmap.close()
    this.#image?.bitmap.close()
    this.#image = { bitmap, rect }
  }
}

function covers(outer: Rect | undefined, inner: Rect): boolean {
  if (outer === undefined) return false
  const shared = intersectRects(outer, inner)
  return shared.widthPx === inner.widthPx && shared.heightPx === inner.heightPx
}
