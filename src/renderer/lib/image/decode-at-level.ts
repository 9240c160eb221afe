import type { Size } from '../../../shared/util/geometry.ts'
import { sizeAtLevel } from './image-level.ts'

/**
 * Decodes an image file at a level (number of halvings), upright, off the thread. `size`: of the image, upright. The
 * JPEG decoder scales by itself and skips what a coarser level does not need: a third of the time, a fraction of the
 * memory.
 */
export async function decodeAtLevel(file: Blob, size: Size, level: number): Promise<ImageBitmap> {
  if (level === 0) return createImageBitmap(file)
  const { widthPx, heightPx } = sizeAtLevel(size, level)
  const scaled = await decodeScaled(file, { widthPx, heightPx })
  if (scaled !== null) return scaled
  return createImageBitmap(file, { resizeWidth: widthPx, resizeHeight: heightPx, resizeQuality: 'medium' })
}

/** Null if the decoder cannot scale to exactly this size: it only supports eighths. */
async function decodeScaled(file: Blob, { widthPx, heightPx }: Size): Promise<ImageBitmap | null> {
  if (file.type !== 'image/jpeg') return null
  const data = await file.arrayBuffer()
  const decoder = new ImageDecoder({
    data,
    transfer: [data],
    type: file.type,
    desiredWidth: widthPx,
    desiredHeight: heightPx,
  })
  try {
    const { image } = await decoder.decode()
    try {
      const isThatSize = image.displayWidth === widthPx && image.displayHeight === heightPx
      return isThatSize ? await createImageBitmap(image) : null
    } finally {
      image.close()
    }
  } catch {
    return null
  } finally {
    decoder.close()
  }
}
