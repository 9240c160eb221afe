import type { Rect } from '../../../../shared/util/geometry.ts'
import { loadPreview } from '../../../lib/image/load-preview.ts'
import type { PlacedImage } from './image-stack.ts'

/** A low-resolution preview of a running job; the previous one stays until the next has loaded. */
export class PreviewImage {
  readonly #onProgress: () => void
  #url: string | null = null
  #image: { readonly image: ImageBitmap; readonly box: Rect } | null = null

  constructor(onProgress: () => void) {
    this.#onProgress = onProgress
  }

  /** The requested URL, loaded or not. */
  get url(): string | null {
    return this.#url
  }

  get image(): { readonly image: ImageBitmap; readonly box: Rect } | null {
    return this.#image
  }

  show(preview: PlacedImage | null): void {
    if (preview?.url === this.#url) return
    this.#url = preview?.url ?? null
    if (preview !== null) void this.#load(preview)
    else this.#keep(null)
  }

  dispose(): void {
    this.#url = null
    this.#image?.image.close()
    this.#image = null
  }

  async #load({ url, maskUrl, box }: PlacedImage): Promise<void> {
    try {
      const image = await loadPreview({ url, maskUrl }, new AbortController().signal)
      if (this.#url === url) this.#keep({ image, box })
      else image.close()
    } catch {
      // A preview may be gone before it is fetched; the next one or the result replaces it.
    }
  }

  #keep(image: { readonly image: ImageBitmap; readonly box: Rect } | null): void {
    this.#image?.image.close()
    this.#image = image
    this.#onProgress()
  }
}
