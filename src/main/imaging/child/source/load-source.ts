import { AppError } from '../../../../shared/errors/index.ts'
import type { OriginalFile } from '../../imaging.ts'
import type { ByteBudget } from './byte-budget.ts'
import { decodeImage, type DecodedImage } from './decode-image.ts'
import type { DecodedCache } from './decoded-cache.ts'
import { decodedBytes, inspectImage } from './inspect-image.ts'
import { asShown, decodeOriginal, isAsShown, originalBytes, type OriginalImage } from './original-image.ts'
import { fileSource, holdSource } from './image-source.ts'

export interface SourceServices {
  readonly cache: DecodedCache
  readonly originals: DecodedCache<OriginalImage>
  readonly budget: ByteBudget
}

/** Loads an image as shown. */
export async function loadSource(
  path: string,
  { cache, budget }: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<DecodedImage> {
  return cache.load(path, async () => {
    const image = await inspectImage(fileSource(path))
    // Not tied to one job's signal: other jobs may be waiting for the same image.
    return budget.run(2 * decodedBytes(image), undefined, async () =>
      decodeImage({ ...image, source: await holdSource(image.source) }),
    )
  })
}

/** Loads an image as stored in its file, at full depth. */
export async function loadOriginal(path: string, services: SourceServices): Promise<OriginalImage> {
  const image = await inspectImage(fileSource(path))
  if (isAsShown(image)) return asShown(await loadSource(path, services), image)
  return services.originals.load(path, () =>
    services.budget.run(2 * originalBytes(image), undefined, async () =>
      decodeOriginal({ ...image, source: await holdSource(image.source) }),
    ),
  )
}

/** Loads an image as shown when its original is loaded: reuses its pixels unless they had to be converted to sRGB. */
export async function loadShown(
  { widthPx, heightPx, hasAlpha, rgba, colors }: OriginalImage,
  path: string,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<DecodedImage> {
  const isShown = rgba instanceof Uint8Array && colors.profile === null
  return isShown ? { widthPx, heightPx, hasAlpha, rgba } : loadSource(path, services)
}

/**
 * Loads an edit's source as shown, and the original that the result keeps. @throws internal/bug if their sizes differ
 */
export async function loadSourceAndOriginal(
  request: { readonly sourcePath: string } & OriginalFile,
  services: SourceServices,
): Promise<{ readonly source: DecodedImage; readonly original: OriginalImage }> {
  const original = await loadOriginal(request.originalPath ?? request.sourcePath, services)
  const source = await loadShown(original, request.sourcePath, services)
  if (original.widthPx !== source.widthPx || original.heightPx !== source.heightPx) {
    throw new AppError('internal/bug', 'The working copy of an image differs in size.')
  }
  return { source, original }
}
