import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { FillOutcome, FillRequest, ModelFillContext, OriginalFile } from '../../imaging.ts'
import { createInpaintEngine } from '../inpaint/inpaint-engine.ts'
import { startFillWorkers, warmFillWorkers } from '../fill/index.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { fileSource } from '../source/image-source.ts'
import { decodedBytes, inspectImage } from '../source/inspect-image.ts'
import { loadSourceAndOriginal, type SourceServices } from '../source/load-source.ts'
import { compositePixels } from '../verify/composite-pixels.ts'
import { writeFinished } from '../verify/write-finished.ts'
import { loadEffectiveMask } from './load-effective-mask.ts'
import { encodePreview } from './preview-sender.ts'
import { runEngine, type FillEngine } from './run-engine.ts'

export interface FillServices extends SourceServices {
  readonly engine: FillEngine
}

/** Fractions of the progress bar, measured at 12 megapixels. */
const decodedAt = 0.05
const filledAt = 0.9

/**
 * Repaints what the mask covers, by the engine or by a model, and writes the finished image and the effective mask, both
 * or neither. Everything the mask touches is filled; the soft edge is applied afterwards, at the original's depth.
 */
export async function fillImage(
  request: FillRequest,
  context: ModelFillContext,
  services: FillServices,
): Promise<FillOutcome> {
  const { signal } = context
  const { source, original } = await untilAborted(loadSourceAndOriginal(request, services), signal)
  const { effective, sampling } = await untilAborted(loadMasks(request, source), signal)
  context.onProgress(decodedAt)
  const { widthPx, heightPx, rgba } = source
  const { seed, colourAdaptation } = request
  const mask = new Uint8Array(effective.length)
  for (let i = 0; i < mask.length; i++) if (effective[i]! > 0) mask[i] = 255
  const hole = { widthPx, heightPx, rgba, mask, sampling, seed, colourAdaptation }
  const engine =
    request.modelSize === null ? services.engine : createInpaintEngine(request.modelSize, context.onInpaint)
  const patch = await runEngine(hole, context, engine, { from: decodedAt, to: filledAt })
  context.onProgress(filledAt)
  const composited = await untilAborted(compositePixels(original, patch, effective), signal)
  const outcome = await writeFinished(request, original, [composited], effective, signal)
  context.onProgress(1)
  return outcome
}

async function loadMasks(
  request: FillRequest,
  image: Size,
): Promise<{ effective: Uint8Array; sampling: Uint8Array | null }> {
  const { effective } = await loadEffectiveMask(request, image)
  if (request.samplingPng === null) return { effective, sampling: null }
  return { effective, sampling: await decodeCoverage(request.samplingPng, image, 'sampling-area') }
}

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
