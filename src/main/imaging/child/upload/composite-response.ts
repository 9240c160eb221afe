import { setImmediate as breathe } from 'node:timers/promises'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { untilAborted, throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import type { BlendFacts, BlendRequest, CompositeOutcome, CompositeRequest } from '../../imaging.ts'
import { createResponseLayer, type ResponseLayer } from '../composite/response-layer.ts'
import type { EditScene } from '../composite/edit-scene.ts'
import type { PlacedResponse } from '../composite/place-response.ts'
import { copyPatch, type FinishedPatch } from '../verify/finished-image.ts'
import { compositeColors } from '../verify/composite-colors.ts'
import { bandRows } from '../verify/composite-pixels.ts'
import { withProfile } from '../verify/profile-colors.ts'
import { writeFinished } from '../verify/write-finished.ts'
import { countMask, loadEffectiveMask, nothingSent, type EffectiveMask } from '../masked-fill/load-effective-mask.ts'
import type { DecodedImage } from '../source/decode-image.ts'
import { loadSourceAndOriginal, type SourceServices } from '../source/load-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import type { ResponseFit } from './response-box.ts'
import { checkCrop } from './check-crop.ts'
import { loadResponse, type ResponsePixels } from './load-response.ts'
import { placeBest } from './place-best.ts'

/**
 * Composites a service's response into the original under the effective mask: aligned by the mask's surroundings,
 * color-matched, faded in, and verified on the written file.
 */
export async function compositeResponse(
  request: CompositeRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<CompositeOutcome> {
  const { source, original } = await untilAborted(loadSourceAndOriginal(request, services), signal)
  const mask = await untilAborted(loadEffectiveMask(request, source), signal)
  const crop = checkCrop(request.crop, source)
  const response = await untilAborted(loadResponse(request, crop, services), signal)
  const sceneFor = async (fit: ResponseFit): Promise<EditScene> =>
    sceneOf(request, source, mask, crop, await response.take(fit))
  const { scene, placed } = await untilAborted(placeBest(response.fits, sceneFor, request.blend), signal)
  const facts = factsOf(placed, mask, source)
  if (placed.isMisfit && !request.blend.isForced) return { type: 'refused', ...facts }
  const layer = createResponseLayer(scene, placed, request.blend) ?? nothingSent()
  const patch = await renderLayer(original, layer, signal)
  return { type: 'pasted', ...(await writeFinished(request, original, [patch], mask.effective, signal)), ...facts }
}

function sceneOf(
  request: BlendRequest,
  image: DecodedImage,
  { effective, area }: EffectiveMask,
  crop: Rect,
  response: ResponsePixels,
): EditScene {
  const seen = { widthPx: request.box.widthPx, heightPx: request.box.heightPx }
  return {
    image,
    effective,
    area,
    crop,
    answer: response,
    answerHasAlpha: response.hasAlpha,
    answerIsPartial: response.isPartial,
    seen,
    scale: 1,
  }
}

function factsOf({ alignment, maskVerdict }: PlacedResponse, mask: EffectiveMask, image: DecodedImage): BlendFacts {
  return { alignment, maskVerdict, ...countMask(mask, image) }
}

/** In bands, so that a large image needs little more memory than its pixels, and other calls get a turn. */
async function renderLayer(original: OriginalImage, layer: ResponseLayer, signal: AbortSignal): Promise<FinishedPatch> {
  const { touched } = layer
  const patch = copyPatch(original, touched)
  await withProfile(original.colors.profile, async (profile) => {
    for (let top = 0; top < touched.heightPx; top += bandRows) {
      throwIfAborted(signal)
      const heightPx = Math.min(bandRows, touched.heightPx - top)
      await compositeColors(original, patch, layer.render({ ...touched, y: touched.y + top, heightPx }), profile)
      await breathe()
    }
  })
  return patch
}
