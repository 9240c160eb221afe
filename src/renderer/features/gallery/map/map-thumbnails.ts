import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { loadFile } from '../../../lib/image/load-image.ts'

/** Beyond this, bitmaps that were not drawn lately are released. */
const memoryMaxBytes = 128 * 2 ** 20
const loadsMax = 6

interface Loaded {
  readonly bitmap: ImageBitmap
  /** The longest side it was wanted for, device pixels. */
  readonly sidePx: ThumbnailSide
}

/** Longest sides in which thumbnails are kept. */
const sides = [128, 256, 512] as const
type ThumbnailSide = (typeof sides)[number]

export interface WantedThumbnail {
  readonly id: AssetId
  /** Device pixels. */
  readonly sidePx: number
}

/** Loads thumbnails, a few at a time, the first ones wanted first, and holds as many as fit into its memory. */
export class MapThumbnails {
  readonly #onLoaded: () => void
  /** Least recently drawn first. */
  readonly #loaded = new Map<AssetId, Loaded>()
  readonly #loading = new Map<AssetId, AbortController>()
  readonly #failed = new Set<AssetId>()
  #wanted: readonly WantedThumbnail[] = []
  #bytes = 0

  constructor(onLoaded: () => void) {
    this.#onLoaded = onLoaded
  }

  /** What is in view, most important first: the rest is not loaded any more. */
  want(wanted: readonly WantedThumbnail[]): void {
    this.#wanted = wanted
    const ids = new Set(wanted.map(({ id }) => id))
    for (const [id, controller] of this.#loading) if (!ids.has(id)) controller.abort()
    this.#loadNext()
  }

  /** null = not loaded yet, or it cannot be. */
  find(id: AssetId): ImageBitmap | null {
    const loaded = this.#loaded.get(id)
    if (loaded === undefined) return null
    this.#loaded.delete(id)
    this.#loaded.set(id, loaded)
    return loaded.bitmap
  }

  hasFailed(id: AssetId): boolean {
    return this.#failed.has(id)
  }

  /** Loads an image anew: it has changed. */
  drop(ids: readonly AssetId[]): void {
    for (const id of ids) {
      this.#release(id)
      this.#failed.delete(id)
    }
    this.#loadNext()
  }

  dispose(): void {
    this.#wanted = []
    for (const controller of this.#loading.values()) controller.abort()
    for (const id of this.#loaded.keys()) this.#release(id)
  }

  #loadNext(): void {
    for (const { id, sidePx } of this.#wanted) {
      if (this.#loading.size >= loadsMax) return
      const side = sideFor(sidePx)
      if (this.#loading.has(id) || this.#failed.has(id) || (this.#loaded.get(id)?.sidePx ?? 0) >= side) continue
      void this.#load(id, side)
    }
  }

  async #load(id: AssetId, sidePx: ThumbnailSide): Promise<void> {
    const controller = new AbortController()
    this.#loading.set(id, controller)
    try {
      const bitmap = await decode(id, sidePx, controller.signal)
      if (controller.signal.aborted) bitmap.close()
      else this.#keep(id, { bitmap, sidePx })
    } catch {
      if (!controller.signal.aborted) this.#failed.add(id)
    }
    this.#loading.delete(id)
    if (!controller.signal.aborted) this.#onLoaded()
    this.#loadNext()
  }

  #keep(id: AssetId, loaded: Loaded): void {
    this.#release(id)
    this.#loaded.set(id, loaded)
    this.#bytes += bytesOf(loaded)
    const inView = new Set(this.#wanted.map((each) => each.id))
    for (const other of this.#loaded.keys()) {
      if (this.#bytes <= memoryMaxBytes) return
      if (!inView.has(other)) this.#release(other)
    }
  }

  #release(id: AssetId): void {
    const loaded = this.#loaded.get(id)
    if (loaded === undefined) return
    this.#bytes -= bytesOf(loaded)
    loaded.bitmap.close()
    this.#loaded.delete(id)
  }
}

function bytesOf({ bitmap }: Loaded): number {
  return bitmap.width * bitmap.height * 4
}

function sideFor(wantedPx: number): ThumbnailSide {
  return sides.find((side) => side >= 0.8 * wantedPx) ?? 512
}

async function decode(id: AssetId, sidePx: ThumbnailSide, signal: AbortSignal): Promise<ImageBitmap> {
  const file = await loadFile(assetUrl(id, sidePx > 256 ? 'thumb-512' : 'thumb-256'), signal)
  const bitmap = await createImageBitmap(file)
  const longestPx = Math.max(bitmap.width, bitmap.height)
  if (longestPx <= sidePx) return bitmap
  const scale = sidePx / longestPx
  const small = await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(bitmap.width * scale)),
    resizeHeight: Math.max(1, Math.round(bitmap.height * scale)),
    resizeQuality: 'medium',
  })
  bitmap.close()
  return small
}
