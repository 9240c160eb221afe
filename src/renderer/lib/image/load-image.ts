import { assetUrl, regionUrl } from '../../../shared/domain/image-url.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { sizeAtLevel } from './image-level.ts'

export async function loadFile(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await fetch(url, signal === undefined ? {} : { signal })
  if (!response.ok) throw new DOMException(`The image could not be read (${response.status}).`, 'NetworkError')
  return response.blob()
}

/** At most one: a prefetched bitmap that is never drawn is released when the next one comes. */
let prefetched: { readonly id: string; readonly decoding: Promise<ImageBitmap> } | null = null

/** Decodes a thumbnail before a view exists to draw it: the next `loadThumbnail` of this image takes it. */
export async function prefetchThumbnail(id: string): Promise<void> {
  const unused = prefetched?.decoding
  const decoding = decodeThumbnail(id)
  prefetched = { id, decoding }
  unused?.then((bitmap) => bitmap.close()).catch(() => undefined)
  // The caller that takes it handles the failure.
  await decoding.catch(() => undefined)
}

function takePrefetched(id: string): Promise<ImageBitmap> | null {
  if (prefetched?.id !== id) return null
  const { decoding } = prefetched
  prefetched = null
  return decoding
}

async function decodeThumbnail(id: string, signal?: AbortSignal): Promise<ImageBitmap> {
  return createImageBitmap(await loadFile(assetUrl(id, 'thumb-512'), signal))
}

/** Loads a small version that is available immediately; null if there is none, since the image itself follows. */
export async function loadThumbnail(id: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  try {
    const bitmap = await (takePrefetched(id) ?? decodeThumbnail(id, signal))
    if (!signal.aborted) return bitmap
    bitmap.close()
    return null
  } catch {
    return null
  }
}

/** Loads the pixels of a part of a library image at a level, decoded in the imaging process. */
export async function loadRegion(id: string, rect: Rect, level: number, signal: AbortSignal): Promise<ImageData> {
  const response = await fetch(regionUrl(id, rect, level), { signal })
  if (!response.ok) throw new DOMException(`The image could not be read (${response.status}).`, 'NetworkError')
  const { widthPx, heightPx } = sizeAtLevel(rect, level)
  return new ImageData(new Uint8ClampedArray(await response.arrayBuffer()), widthPx, heightPx)
}
