import type { OriginalFile } from '../../imaging.ts'
import { startFillWorkers, warmFillWorkers } from '../fill/index.ts'
import { decodedBytes, inspectPicture } from '../source/inspect-picture.ts'
import { loadSourceAndOriginal, type SourceServices } from '../source/load-source.ts'
import { fileSource } from '../source/picture-source.ts'
import { encodePreview } from './preview-sender.ts'

/** A larger image would leave the cache no room for others: the fill decodes it itself. */
const decodedBytesMax = 128 * 1024 * 1024

/** Starts the fill's threads, decodes the image, then runs engine and preview encoder once: all before they are needed. */
export async function warmUpFill(
  request: { readonly sourcePath: string } & OriginalFile,
  services: SourceServices,
): Promise<void> {
  startFillWorkers()
  const picture = await inspectPicture(fileSource(request.sourcePath))
  if (decodedBytes(picture) <= decodedBytesMax) await loadSourceAndOriginal(request, services)
  // Only now: on two cores it would slow down the decoder, which every fill needs first.
  await warmUpEngine()
}

async function warmUpEngine(): Promise<void> {
  const encoded: Promise<unknown>[] = []
  await warmFillWorkers((preview) => {
    if (encoded.length === 0) encoded.push(encodePreview(preview))
  }).catch(() => undefined)
  await Promise.allSettled(encoded)
}
