import { AppError } from '../../../shared/errors/index.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import type { FillContext, FillOutcome, ReframeRequest } from '../imaging.ts'
import { compositePixels } from './verify/lay-pixels.ts'
import { writeFinished } from './verify/write-finished.ts'
import { extendCanvas } from './masked-fill/extend-canvas.ts'
import type { FillServices } from './masked-fill/fill-picture.ts'
import { loadOriginal, loadShown } from './source/load-source.ts'
import type { OriginalPicture } from './source/original-picture.ts'
import { imageSidePxMax } from '../../../shared/domain/image-side-px-max.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'

/**
 * The original in another frame: what lies in both keeps its very numbers, what is new is filled from it. The mask that
 * is written is the new part; of a crop it is empty.
 */
export async function reframePicture(
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
  // There was nothing where the new part is: all of it is a change.
  return { ...outcome, changedInside: newPx }
}

/** The part of the frame that shows the picture, in the picture's pixels. */
function checkFrame(frame: Rect, { widthPx, heightPx }: OriginalPicture): Rect {
  const kept = intersectRects(frame, { x: 0, y: 0, widthPx, heightPx })
  if (isEmptyRect(kept)) {
    throw new AppError('request/invalid', 'The frame lies beside the image. Move it so that both meet.')
  }
  if (Math.max(frame.widthPx, frame.heightPx) > imageSidePxMax) {
    throw new AppError(
      'media/too-large',
      `The frame is ${frame.widthPx} × ${frame.heightPx} pixels; Atelier works with up to ${imageSidePxMax.toLocaleString('en')} pixels a side.`,
      { detail: { widthPx: frame.widthPx, heightPx: frame.heightPx, limitPx: imageSidePxMax } },
    )
  }
  return kept
}

function placeOriginal(original: OriginalPicture, frame: Rect, kept: Rect): OriginalPicture {
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
