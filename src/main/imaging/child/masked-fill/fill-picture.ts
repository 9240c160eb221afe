import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { FillOutcome, FillRequest } from '../../imaging.ts'
import { FillError, type FillInput, type FillPatch } from '../fill/index.ts'
import type { CallContext } from '../imaging-server.ts'
import { decodeCoverage } from '../source/decode-coverage.ts'
import type { DecodedPicture } from '../source/decode-picture.ts'
import { untilAborted } from '../source/until-aborted.ts'
import { emptyMask, loadEffectiveMask, loadSource, writeMaskedResult, type SourceServices } from './masked-result.ts'
import { PreviewSender } from './preview-sender.ts'

export type FillEngine = (input: FillInput) => Promise<FillPatch>

export interface FillServices extends SourceServices {
  readonly engine: FillEngine
}

/** Shares of the progress bar, measured at 12 megapixels. */
const decodedAt = 0.05
const filledAt = 0.9

/** Repaints what the mask covers and writes the finished picture and the effective mask, both whole or not at all. */
export async function fillPicture(
  request: FillRequest,
  context: CallContext,
  services: FillServices,
): Promise<FillOutcome> {
  const { signal } = context
  const picture = await untilAborted(loadSource(request.sourcePath, services), signal)
  const { effective, sampling } = await untilAborted(loadMasks(request, picture), signal)
  context.onProgress(decodedAt)
  const patch = await runEngine(request, picture, effective, sampling, context, services.engine)
  checkPatch(patch, picture)
  context.onProgress(filledAt)
  const outcome = await writeMaskedResult(request, picture, patch, effective, signal)
  context.onProgress(1)
  return outcome
}

async function loadMasks(
  request: FillRequest,
  picture: DecodedPicture,
): Promise<{ effective: Uint8Array; sampling: Uint8Array | null }> {
  const { effective } = await loadEffectiveMask(request, picture)
  if (request.samplingPng === null) return { effective, sampling: null }
  return { effective, sampling: await decodeCoverage(request.samplingPng, picture, 'sampling area') }
}

async function runEngine(
  request: FillRequest,
  picture: DecodedPicture,
  mask: Uint8Array,
  sampling: Uint8Array | null,
  context: CallContext,
  engine: FillEngine,
): Promise<FillPatch> {
  const previews = new PreviewSender((preview) => context.onPreview(preview))
  const { widthPx, heightPx, rgba } = picture
  const { seed, colourAdaptation } = request
  const { signal } = context
  if (signal.aborted) throw AppError.cancelled()
  try {
    const onProgress = (fraction: number): void => context.onProgress(decodedAt + (filledAt - decodedAt) * fraction)
    const onPreview = (patch: FillPatch): void => previews.offer(patch)
    const input = { widthPx, heightPx, rgba, mask, sampling, seed, colourAdaptation, signal, onProgress, onPreview }
    return await untilAborted(engine(input), signal)
  } catch (thrown) {
    throw thrown instanceof FillError ? toAppError(thrown) : thrown
  } finally {
    previews.stop()
  }
}

function toAppError(error: FillError): AppError {
  switch (error.reason) {
    case 'empty-mask':
      return emptyMask()
    case 'nothing-to-copy':
      return new AppError(
        'fill/nothing-to-copy',
        'There is nothing to copy from: the mask leaves too little of the picture, or the sampling area is inside it. Paint over less, or give it more to sample.',
        { cause: error },
      )
  }
}

/** A patch outside the picture or of the wrong length would be written as garbage. */
function checkPatch(patch: FillPatch, picture: DecodedPicture): void {
  const { x, y, widthPx, heightPx }: Rect = patch
  const isInside =
    x >= 0 && y >= 0 && x + widthPx <= picture.widthPx && y + heightPx <= picture.heightPx && (patch.scale ?? 1) === 1
  if (isInside && patch.rgba.length === widthPx * heightPx * 4) return
  throw new AppError('internal/bug', 'The fill returned a patch that does not fit the picture. Nothing was changed.')
}
