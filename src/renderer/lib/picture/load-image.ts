import { assetUrl } from '../../../shared/domain/picture-url.ts'

export async function loadFile(url: string, signal: AbortSignal): Promise<Blob> {
  const reply = await fetch(url, { signal })
  if (!reply.ok) throw new DOMException(`The picture could not be read (${reply.status}).`, 'NetworkError')
  return reply.blob()
}

/** A small version that is there at once; null where it is not, since the picture itself follows. */
export async function loadThumbnail(id: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  try {
    const bitmap = await createImageBitmap(await loadFile(assetUrl(id, 'thumb-512'), signal))
    if (!signal.aborted) return bitmap
    bitmap.close()
    return null
  } catch {
    return null
  }
}
