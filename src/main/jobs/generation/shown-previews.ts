import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { PreviewCache } from '../preview-cache.ts'

/** An image in memory, under the type it came with. */
interface ShownBytes {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** Where previews are shown: the part of the picture that is sent, or all of the one that will come. */
export interface PreviewPlace {
  readonly box: Rect
  /** Makes what they are seen through, an image as large as the box; null = they are seen in all of it. */
  readonly loadMask: (() => Promise<ShownBytes>) | null
}

type Put = (id: JobId) => Pick<Partial<JobSnapshot>, 'preview'>

/** What a call's jobs look like while it runs. */
interface ShownPreviews {
  place(place: PreviewPlace): void
  /**
   * Calls back with what puts it into the cache of a job: at once, or as soon as what it is seen through is there. Of those
   * that wait for that only the last is shown; none, where it cannot be made, or where there is no place yet.
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
      if (at === null || !isPicture(preview.mime)) return
      if (mask === null) put(putter(preview, at, null))
      else mask.through((ready) => put(putter(preview, at, ready)))
    },
  }
}

/** It is shown under the type it comes with: nothing else may come in that way. */
function isPicture(mime: string): boolean {
  return /^image\/(?:png|jpeg|webp|gif|avif)$/.test(mime)
}

/** What previews of a masked edit are seen through: a model may redraw all that it is sent, and only what is masked will count. */
interface PreviewMask {
  /**
   * Shows at once where the mask is there, and otherwise as soon as it is: of what waits for it only the last. Shows
   * nothing where it cannot be made.
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
      // The result is still coming, and measures itself against the mask.
      if (isFirst) load().then(loaded, () => undefined)
    },
  }
}
