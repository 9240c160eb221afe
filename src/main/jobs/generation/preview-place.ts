import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import type { SentPart } from '../../../shared/domain/edit.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import { isMasked, type GenerationCall } from './generation-call.ts'
import type { PreviewPlace } from './shown-previews.ts'

/** For models whose output size is unknown. */
const usualSize: Size = { widthPx: 1024, heightPx: 1024 }

/** Returns the area a preview covers: the part that is sent, the image being edited, or the image to come. */
export function previewPlace(call: GenerationCall, imaging: Pick<Imaging, 'encodeMask'>): PreviewPlace {
  const { source, prepared, planned } = call
  const { edit } = prepared.plan
  if (isMasked(call) && edit) return { box: boxOfFrame(edit), loadMask: () => encodePreviewMask(call, imaging) }
  const { widthPx, heightPx } = source ?? prepared.plan.size ?? planned.size ?? usualSize
  return { box: { x: 0, y: 0, widthPx, heightPx }, loadMask: null }
}

/** Returns the whole area sent, including padding: that is what is returned. */
function boxOfFrame({ crop, frame, box }: SentPart): Rect {
  const across = crop.widthPx / box.widthPx
  const down = crop.heightPx / box.heightPx
  return {
    x: Math.round(crop.x - box.x * across),
    y: Math.round(crop.y - box.y * down),
    widthPx: Math.round(frame.widthPx * across),
    heightPx: Math.round(frame.heightPx * down),
  }
}

/** As soft as the edge the response will be composited with. */
async function encodePreviewMask(
  { request, source, prepared, signal }: GenerationCall,
  imaging: Pick<Imaging, 'encodeMask'>,
): ReturnType<Imaging['encodeMask']> {
  const { maskPng, growPx, featherPx } = request
  const { sent } = prepared
  if (maskPng === null || sent === null || source === null) {
    throw new AppError('internal/bug', messages.noMaskToPreview)
  }
  const { widthPx, heightPx } = source
  const size = { widthPx, heightPx }
  return imaging.encodeMask({ ...sent, maskPng, growPx, featherPx, size, polarity: 'alpha' }, { signal })
}
