import { assetUrl } from '../../shared/domain/image-url.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { maskTints } from '../../shared/domain/mask-tints.ts'
import { tintsByContrast } from '../editor/session/tints-by-contrast.ts'
import { loadFile } from '../lib/image/load-image.ts'

/** Side of the square that an image's thumbnail is drawn into; its proportions do not matter. */
const samplePx = 32

/** Returns the colors of masks for an image, those that show on it first. @throws DOMException if it has no thumbnail */
export async function tintsOfImage(id: AssetId): Promise<readonly string[]> {
  const bitmap = await createImageBitmap(await loadFile(assetUrl(id, 'thumb-256')))
  const context = new OffscreenCanvas(samplePx, samplePx).getContext('2d', { willReadFrequently: true })
  context?.drawImage(bitmap, 0, 0, samplePx, samplePx)
  bitmap.close()
  return context === null ? maskTints : tintsByContrast(context.getImageData(0, 0, samplePx, samplePx).data)
}
