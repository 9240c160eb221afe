import { AppError } from '../../../../shared/errors/index.ts'
import type { OriginalFile } from '../../imaging.ts'
import type { ByteBudget } from './byte-budget.ts'
import { decodePicture, type DecodedPicture } from './decode-picture.ts'
import type { DecodedCache } from './decoded-cache.ts'
import { decodedBytes, inspectPicture } from './inspect-picture.ts'
import { asShown, decodeOriginal, isAsShown, originalBytes, type OriginalPicture } from './original-picture.ts'
import { fileSource, holdSource } from './picture-source.ts'

export interface SourceServices {
  readonly cache: DecodedCache
  readonly originals: DecodedCache<OriginalPicture>
  readonly budget: ByteBudget
}

/** A picture as it is shown. */
export async function loadSource(
  path: string,
  { cache, budget }: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<DecodedPicture> {
  return cache.load(path, async () => {
    const picture = await inspectPicture(fileSource(path))
    // Not tied to one job's signal: another job may be waiting for the same picture.
    return budget.run(2 * decodedBytes(picture), undefined, async () =>
      decodePicture({ ...picture, source: await holdSource(picture.source) }),
    )
  })
}

/** A picture as its file has it, full depth and all. */
export async function loadOriginal(path: string, services: SourceServices): Promise<OriginalPicture> {
  const picture = await inspectPicture(fileSource(path))
  if (isAsShown(picture)) return asShown(await loadSource(path, services), picture)
  return services.originals.load(path, () =>
    services.budget.run(2 * originalBytes(picture), undefined, async () =>
      decodeOriginal({ ...picture, source: await holdSource(picture.source) }),
    ),
  )
}

/** A picture as it is shown, whose original is there: the same pixels, not decoded again, unless those had to be brought to sRGB. */
export async function loadShown(
  { widthPx, heightPx, hasAlpha, rgba, colors }: OriginalPicture,
  path: string,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<DecodedPicture> {
  const isShown = rgba instanceof Uint8Array && colors.profile === null
  return isShown ? { widthPx, heightPx, hasAlpha, rgba } : loadSource(path, services)
}

/** The source of an edit as it is shown, and the original that the result keeps. @throws internal/bug where they differ in size */
export async function loadSourceAndOriginal(
  request: { readonly sourcePath: string } & OriginalFile,
  services: SourceServices,
): Promise<{ readonly source: DecodedPicture; readonly original: OriginalPicture }> {
  const original = await loadOriginal(request.originalPath ?? request.sourcePath, services)
  const source = await loadShown(original, request.sourcePath, services)
  if (original.widthPx !== source.widthPx || original.heightPx !== source.heightPx) {
    throw new AppError('internal/bug', 'The working copy of an image has not its size. Nothing was changed.')
  }
  return { source, original }
}
