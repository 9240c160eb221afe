import { formatCount } from '../../../shared/messages/formats.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/imaging.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import type { FillContext, FillOutcome, ReframeRequest } from '../imaging.ts'
import { compositePixels } from './verify/composite-pixels.ts'
import { writeFinished } from './verify/write-finished.ts'
import { extendCanvas } from './masked-fill/extend-canvas.ts'
import type { FillServices } from './masked-fill/fill-image.ts'
import { loadOriginal, loadShown } from './source/load-source.ts'
import type { OriginalImage } from './source/original-image.ts'
import { imageSidePxMax } from '../../../shared/domain/library.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'

/**
 * Puts the original in another frame: the shared area keeps its exact values, and the new area is filled from it. The
 * mask written is the new area; for a crop it is empty.
 */
export async function reframeImage(
  request: ReframeRequest,
  context: FillContext,
  services: FillServices,
): Promise<FillOutcome> {
  const { signal } = context
  const { frame } = request
  const original = await untilAborted(loadOriginal(request.originalPath, services), signal)
  const kept = checkFrame(frame, original)
  const placed = placeOriginal(original, frame, kept)
  const effective = newPart(frame, kept)
  const newPx = frame.widthPx * frame.heightPx - kept.widthPx * kept.heightPx
  if (newPx === 0) return writeFinished(request, placed, [], effective, signal)
  const source = await untilAborted(loadShown(original, request.originalPath, services), signal)
  const extended = await extendCanvas({ source, frame, kept, effective, seed: request.seed }, context, services.engine)
  const patch = await untilAborted(compositePixels(placed, extended, effective), signal)
  const outcome = await writeFinished(request, placed, [patch], effective, signal)
  context.onProgress(1)
  // The new area was empty before, so all of it counts as changed.
  return { ...outcome, changedInside: newPx }
}

/** Returns the part of the frame that shows the image, in image pixels. */
function checkFrame(frame: Rect, { widthPx, heightPx }: OriginalImage): Rect {
  const kept = intersectRects(frame, { x: 0, y: 0, widthPx, heightPx })
  if (isEmptyRect(kept)) {
    throw new AppError('request/invalid', messages.frameBesideImage)
  }
  if (Math.max(frame.widthPx, frame.heightPx) > imageSidePxMax) {
    throw new AppError(
      'media/too-large',
      messages.frameTooLarge({
        width: frame.widthPx,
        height: frame.heightPx,
        limit: formatCount(imageSidePxMax),
      }),
      { detail: { widthPx: frame.widthPx, heightPx: frame.heightPx, limitPx: imageSidePxMax } },
    )
  }
  return kept
}

function placeOriginal(original: OriginalImage, frame: Rect, kept: Rect): OriginalImage {
  const { widthPx, heightPx } = frame
  const length = widthPx * heightPx * 4
  const rgba = original.bitDepth === 16 ? new Uint16Array(length) : new Uint8Array(length)
  for (let y = kept.y; y < kept.y + kept.heightPx; y++) {
    const from = (y * original.widthPx + kept.x) * 4
    const to = ((y - frame.y) * widthPx + kept.x - frame.x) * 4
    rgba.set(original.rgba.subarray(from, from + kept.widthPx * 4), to)
  }
  return { ...original, widthPx, heightPx, rgba }
}

function newPart(frame: Rect, kept: Rect): Uint8Array {
  const effective = new Uint8Array(frame.widthPx * frame.heightPx).fill(255)
  for (let y = kept.y; y < kept.y + kept.heightPx; y++) {
    const from = (y - frame.y) * frame.widthPx + kept.x - frame.x
    effective.fill(0, from, from + kept.widthPx)
  }
  return effective
}
