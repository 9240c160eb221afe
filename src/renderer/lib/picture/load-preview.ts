import { loadFile } from './load-image.ts'

/** A coarse look at what is being made, and where it may be seen. */
export interface PreviewSource {
  readonly url: string
  /** An image whose alpha lets it through; left out: all of it is seen. */
  readonly maskUrl?: string | undefined
}

/** Decodes a preview as far as it is to be seen. @param widthPx scaled to that; left out: as large as it is */
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

/** As large as the larger one: previews may be tiny, and the border of the mask is to stay sharp. */
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
