import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { FillContext, FillOutcome, FillRequest } from '../../imaging.ts'
import { compositePixels } from '../verify/lay-pixels.ts'
import { writeFinished } from '../verify/write-finished.ts'
import { decodeCoverage } from '../source/decode-coverage.ts'
import { loadSourceAndOriginal, type SourceServices } from '../source/load-source.ts'
import { loadEffectiveMask } from './load-effective-mask.ts'
import { runEngine, type FillEngine } from './run-engine.ts'

export interface FillServices extends SourceServices {
  readonly engine: FillEngine
}

/** Fractions of the progress bar, measured at 12 megapixels. */
const decodedAt = 0.05
const filledAt = 0.9

/**
 * Repaints what the mask covers and writes the finished image and the effective mask, both or neither. The engine fills
 * everything the mask touches; the soft edge is applied afterwards, at the original's depth.
 */
export async function fillImage(
  request: FillRequest,
  context: FillContext,
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
  const patch = await runEngine(hole, context, services.engine, { from: decodedAt, to: filledAt })
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
