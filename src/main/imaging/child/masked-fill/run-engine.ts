import type { FillContext } from '../../imaging.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { untilAborted, throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import { FillError, type FillEngineInput, type FillPatch } from '../fill/index.ts'
import { emptyMask } from './load-effective-mask.ts'
import { PreviewSender } from './preview-sender.ts'

export type FillEngine = (input: FillEngineInput) => Promise<FillPatch>

export type FillEngineRequest = Pick<
  FillEngineInput,
  'widthPx' | 'heightPx' | 'rgba' | 'mask' | 'sampling' | 'seed' | 'colourAdaptation' | 'wantsOrigins'
>

/** Range of the progress bar that the engine's work covers. */
export interface ProgressSpan {
  readonly from: number
  readonly to: number
}

/**
 * Has the engine fill what the mask covers, reporting progress and previews.
 * @param toPreview positions a preview in the displayed image; absent = unchanged
 * @throws fill/empty-mask, fill/nothing-to-copy, request/cancelled
 */
export async function runEngine(
  request: FillEngineRequest,
  context: FillContext,
  engine: FillEngine,
  { from, to }: ProgressSpan,
  toPreview: (patch: FillPatch) => FillPatch = (patch) => patch,
): Promise<FillPatch> {
  const { signal } = context
  throwIfAborted(signal)
  const previews = new PreviewSender((preview) => context.onPreview(preview))
  try {
    const onProgress = (fraction: number): void => context.onProgress(from + (to - from) * fraction)
    const onPreview = (patch: FillPatch): void => previews.offer(toPreview(patch))
    const patch = await untilAborted(engine({ ...request, signal, onProgress, onPreview }), signal)
    checkPatch(patch, request)
    return patch
  } catch (thrown) {
    throw thrown instanceof FillError ? toAppError(thrown, request) : thrown
  } finally {
    previews.stop()
  }
}

function toAppError(error: FillError, { sampling }: Pick<FillEngineInput, 'sampling'>): AppError {
  switch (error.reason) {
    case 'empty-mask':
      return emptyMask()
    case 'nothing-to-copy':
      return new AppError(
        'fill/nothing-to-copy',
        sampling === null ? messages.nothingToCopy : messages.nothingToSample,
        { cause: error },
      )
  }
}

/** A patch outside the image or of the wrong length would write garbage. */
function checkPatch(patch: FillPatch, image: Size): void {
  const { x, y, widthPx, heightPx }: Rect = patch
  const isInside =
    x >= 0 && y >= 0 && x + widthPx <= image.widthPx && y + heightPx <= image.heightPx && (patch.scale ?? 1) === 1
  if (isInside && patch.rgba.length === widthPx * heightPx * 4) return
  throw new AppError('internal/bug', 'The fill returned a patch that does not fit the image. Nothing was changed.')
}
