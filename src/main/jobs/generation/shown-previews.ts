import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import type { PreviewCache } from '../preview-cache.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { SentPart } from '../../../shared/domain/edit.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import { isMasked, type GenerationCall } from './generation-call.ts'

/** An image in memory, with the type it was sent under. */
interface ShownBytes {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** Where previews are shown: the part of the image that is sent, or the whole image to come. */
export interface PreviewPlace {
  readonly box: Rect
  /** Loads the mask for previews, an image as large as the box; null = previews are not masked. */
  readonly loadMask: (() => Promise<ShownBytes>) | null
}

type Put = (id: JobId) => Pick<Partial<JobSnapshot>, 'preview'>

/** Previews of a call's jobs while it runs. */
interface ShownPreviews {
  place(place: PreviewPlace): void
  /**
   * Calls back with a function that puts the preview into a job's cache: immediately, or once the mask has loaded. Of
   * the previews waiting for the mask only the last is shown; none is shown if the mask cannot be made or there is no
   * place yet.
   */
  show(preview: ShownBytes, put: (put: Put) => void): void
}

export function createShownPreviews(previews: PreviewCache): ShownPreviews {
  let box: Rect | null = null
  let mask: PreviewMask | null = null

  function putter(preview: ShownBytes, at: Rect, ready: ShownBytes | null): Put {
    return (id) => {
      const maskRevision = ready === null ? null : previews.putMask(id, ready)
      return { preview: { revision: previews.put(id, preview), box: at, maskRevision } }
    }
  }

  return {
    place(place) {
      box = place.box
      mask = place.loadMask && createPreviewMask(place.loadMask)
    },
    show(preview, put) {
      const at = box
      if (at === null || !isImage(preview.mime)) return
      if (mask === null) put(putter(preview, at, null))
      else mask.through((ready) => put(putter(preview, at, ready)))
    },
  }
}

/** It is served under the type given by the service, so only known image types are allowed. */
function isImage(mime: string): boolean {
  return /^image\/(?:png|jpeg|webp|gif|avif)$/.test(mime)
}

/**
 * Mask for previews of a masked edit: a model may redraw everything it is sent, but only the masked part will count.
 */
interface PreviewMask {
  /**
   * Calls back immediately if the mask is ready, otherwise once it is, and then only for the last call. Never calls
   * back if the mask cannot be made.
   */
  through(show: (mask: ShownBytes) => void): void
}

/** Made with the first preview, as many services show none. */
function createPreviewMask(load: () => Promise<ShownBytes>): PreviewMask {
  let mask: ShownBytes | null = null
  let waiting: ((mask: ShownBytes) => void) | null = null
  const loaded = (ready: ShownBytes) => {
    mask = ready
    waiting?.(ready)
  }
  return {
    through(show) {
      if (mask !== null) return show(mask)
      const isFirst = waiting === null
      waiting = show
      // The result is still to come, and is checked against the mask itself.
      if (isFirst) load().then(loaded, () => undefined)
    },
  }
}

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
