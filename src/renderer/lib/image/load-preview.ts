import { loadFile } from './load-image.ts'

/** A coarse preview of an image being generated, and where it is visible. */
export interface PreviewSource {
  readonly url: string
  /** An image whose alpha masks it; absent = all of it is visible. */
  readonly maskUrl?: string | undefined
}

/** Decodes the visible part of a preview. @param widthPx scaled to this width; absent = original size */
export async function loadPreview(
  { url, maskUrl }: PreviewSource,
  signal: AbortSignal,
  widthPx?: number,
): Promise<ImageBitmap> {
  const decode = async (from: string) => {
    const file = await loadFile(from, signal)
    return widthPx === undefined
      ? createImageBitmap(file)
      : createImageBitmap(file, { resizeWidth: widthPx, resizeQuality: 'medium' })
  }
  if (maskUrl === undefined) return decode(url)
  const [image, mask] = await Promise.all([decode(url), decode(maskUrl)])
  try {
    return cut(image, mask)
  } finally {
    image.close()
    mask.close()
  }
}

/** At the larger of the two sizes: previews may be tiny, and the edge of the mask must stay sharp. */
function cut(image: ImageBitmap, mask: ImageBitmap): ImageBitmap {
  const { width, height } = mask.width > image.width ? mask : image
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context !== null) {
    context.imageSmoothingQuality = 'medium'
    context.drawImage(image, 0, 0, width, height)
    context.globalCompositeOperation = 'destination-in'
    context.drawImage(mask, 0, 0, width, height)
  }
  return canvas.transferToImageBitmap()
}
