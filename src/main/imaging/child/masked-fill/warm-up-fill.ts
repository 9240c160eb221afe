import type { OriginalFile } from '../../imaging.ts'
import { startFillWorkers, warmFillWorkers } from '../fill/index.ts'
import { decodedBytes, inspectImage } from '../source/inspect-image.ts'
import { loadSourceAndOriginal, type SourceServices } from '../source/load-source.ts'
import { fileSource } from '../source/image-source.ts'
import { encodePreview } from './preview-sender.ts'

/** A larger image would leave no room in the cache for others: the fill decodes it itself. */
const decodedBytesMax = 128 * 1024 * 1024

/** Starts the fill's threads, decodes the image, then runs the engine and the preview encoder once, ahead of need. */
export async function warmUpFill(
  request: { readonly sourcePath: string } & OriginalFile,
  services: SourceServices,
): Promise<void> {
  startFillWorkers()
  const image = await inspectImage(fileSource(request.sourcePath))
  if (decodedBytes(image) <= decodedBytesMax) await loadSourceAndOriginal(request, services)
  // Not earlier: on two cores it would slow down the decoder, which every fill needs first.
  await warmUpEngine()
}

async function warmUpEngine(): Promise<void> {
  const encoded: Promise<unknown>[] = []
  await warmFillWorkers((preview) => {
    if (encoded.length === 0) encoded.push(encodePreview(preview))
  }).catch(() => undefined)
  await Promise.allSettled(encoded)
}
