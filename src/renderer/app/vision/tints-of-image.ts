import { assetUrl } from '../../../shared/domain/image-url.ts'
import type { DocumentState } from '../../../shared/domain/canvas-document.ts'
import { maskTints } from '../../../shared/domain/surfaces.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { tintsByContrast } from '../../editor/session/tints-by-contrast.ts'
import type { CanvasDoc } from '../../editor/document/model.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { loadFile } from '../../lib/image/load-image.ts'

/** Side of the square that an image's thumbnail is drawn into; its proportions do not matter. */
const samplePx = 32

/** Gives masks colors that show on the image; the usual ones stay where its thumbnail cannot be read. */
export async function giveTints(session: CanvasSession, { isFresh }: DocumentState): Promise<void> {
  const tints = await tintsOfImage(session.doc.baseId).catch(() => maskTints)
  if (tints.join() !== maskTints.join()) await takeTints(session, tints, isFresh === true)
}

/**
 * Sets the colors of new masks, the first first.
 * @param isFresh the masks that are there change to the color of the same place in the list: no window had saved them
 */
export async function takeTints(session: CanvasSession, tints: readonly string[], isFresh: boolean): Promise<void> {
  const places = new Map<string, string | undefined>(maskTints.map((tint, at) => [tint, tints[at]]))
  const change = (doc: CanvasDoc): CanvasDoc => ({
    ...doc,
    masks: doc.masks.map((mask) => ({ ...mask, tint: places.get(mask.tint) ?? mask.tint })),
  })
  const isDone = () => !isFresh || session.isDisposed || session.revise(change)
  // Not in the middle of a stroke.
  while (!isDone()) await new Promise(requestAnimationFrame)
  session.names.tints = tints
}

/** Returns the colors of masks for an image, those that show on it first. @throws DOMException if it has no thumbnail */
async function tintsOfImage(id: AssetId): Promise<readonly string[]> {
  const bitmap = await createImageBitmap(await loadFile(assetUrl(id, 'thumb-256')))
  const context = new OffscreenCanvas(samplePx, samplePx).getContext('2d', { willReadFrequently: true })
  context?.drawImage(bitmap, 0, 0, samplePx, samplePx)
  bitmap.close()
  return context === null ? maskTints : tintsByContrast(context.getImageData(0, 0, samplePx, samplePx).data)
}
