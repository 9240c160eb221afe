import { assetUrl } from '../../../shared/domain/picture-url.ts'

export async function loadFile(url: string, signal?: AbortSignal): Promise<Blob> {
  const reply = await fetch(url, signal === undefined ? {} : { signal })
  if (!reply.ok) throw new DOMException(`The image could not be read (${reply.status}).`, 'NetworkError')
  return reply.blob()
}

/** At most one: what is never drawn is let go when the next one comes. */
let prefetched: { readonly id: string; readonly decoding: Promise<ImageBitmap> } | null = null

/** Decodes a thumbnail before there is a view to draw it: the next `loadThumbnail` of this image takes it. */
export async function prefetchThumbnail(id: string): Promise<void> {
  const unused = prefetched?.decoding
  const decoding = decodeThumbnail(id)
  prefetched = { id, decoding }
  unused?.then((bitmap) => bitmap.close()).catch(() => undefined)
  // Whoever takes it meets the failure.
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

/** A small version that is there at once; null where it is not, since the picture itself follows. */
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
