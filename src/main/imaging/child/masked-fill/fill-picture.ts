import { rm } from 'node:fs/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import type { FillOutcome, FillRequest } from '../../imaging.ts'
import { FillError, type FillInput, type FillPatch } from '../fill/index.ts'
import type { CallContext } from '../imaging-server.ts'
import { writePngFile, type PngPixels } from '../png/write-png.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { decodeCoverage } from '../source/decode-coverage.ts'
import { decodePicture, type DecodedPicture } from '../source/decode-picture.ts'
import type { DecodedCache } from '../source/decoded-cache.ts'
import { decodedBytes, inspectPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { untilAborted } from '../source/until-aborted.ts'
import { applyEffectiveMask } from './effective-area.ts'
import { finishedPicture } from './finished-picture.ts'
import { PreviewSender } from './preview-sender.ts'

export type FillEngine = (input: FillInput) => Promise<FillPatch>

export interface FillServices {
  readonly engine: FillEngine
  readonly cache: DecodedCache
  readonly budget: ByteBudget
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
  const picture = await untilAborted(loadPicture(request.sourcePath, services), signal)
  const { effective, sampling } = await untilAborted(loadMasks(request, picture), signal)
  context.onProgress(decodedAt)
  const patch = await runEngine(request, picture, effective, sampling, context, services.engine)
  checkPatch(patch, picture)
  context.onProgress(filledAt)
  const { pixels, change } = finishedPicture(picture, patch, effective)
  await writeAtomically(request.effectiveMaskPath, greyPixels(effective, picture), signal)
  try {
    await writeAtomically(request.resultPath, pixels, signal)
  } catch (thrown) {
    await rm(request.effectiveMaskPath, { force: true })
    throw thrown
  }
  context.onProgress(1)
  const { widthPx, heightPx, hasAlpha } = picture
  return { widthPx, heightPx, hasAlpha, ...change }
}

async function loadPicture(path: string, { cache, budget }: FillServices): Promise<DecodedPicture> {
  return cache.load(path, async () => {
    const picture = await inspectPicture(fileSource(path))
    // Not tied to one job's signal: another job may be waiting for the same picture.
    return budget.run(2 * decodedBytes(picture), undefined, () => decodePicture(picture))
  })
}

async function loadMasks(
  request: FillRequest,
  picture: DecodedPicture,
): Promise<{ effective: Uint8Array; sampling: Uint8Array | null }> {
  const effective = await decodeCoverage(request.maskPng, picture, 'mask')
  const sampling =
    request.samplingPng === null ? null : await decodeCoverage(request.samplingPng, picture, 'sampling area')
  if (applyEffectiveMask(effective, picture, request) === null) throw emptyMask()
  return { effective, sampling }
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

function emptyMask(): AppError {
  return new AppError('fill/empty-mask', 'Paint over what should go first: nothing is marked yet.')
}

/** A patch outside the picture or of the wrong length would be written as garbage. */
function checkPatch(patch: FillPatch, picture: DecodedPicture): void {
  const { x, y, widthPx, heightPx }: Rect = patch
  const isInside =
    x >= 0 && y >= 0 && x + widthPx <= picture.widthPx && y + heightPx <= picture.heightPx && (patch.scale ?? 1) === 1
  if (isInside && patch.rgba.length === widthPx * heightPx * 4) return
  throw new AppError('internal/bug', 'The fill returned a patch that does not fit the picture. Nothing was changed.')
}

function greyPixels(coverage: Uint8Array, { widthPx, heightPx }: DecodedPicture): PngPixels {
  const readRow = (y: number, into: Uint8Array): void => into.set(coverage.subarray(y * widthPx, (y + 1) * widthPx))
  return { widthPx, heightPx, channels: 1, readRow }
}

async function writeAtomically(path: string, pixels: PngPixels, signal: AbortSignal): Promise<void> {
  await replaceWithTemporary(path, async (temporaryPath) => {
    if (signal.aborted) throw AppError.cancelled()
    await writePngFile(temporaryPath, pixels, signal)
  })
}
