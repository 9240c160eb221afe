import type { JobId } from '../../shared/domain/ids.ts'

interface StoredPreview {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** The window may still be fetching the one before the latest. */
const keptPerJob = 2

/** The latest coarse pictures of running jobs, in memory only. */
export interface PreviewCache {
  /** Returns the new preview's revision; revisions of a job count up from 1. */
  put(id: JobId, preview: StoredPreview): number
  /** What the previews that follow are seen through; the same again keeps its revision. */
  putMask(id: JobId, mask: StoredPreview): number
  get(id: JobId, revision: number): StoredPreview | null
  clear(id: JobId): void
}

interface Shelf {
  last: number
  readonly kept: Map<number, StoredPreview>
  mask: (StoredPreview & { readonly revision: number }) | null
}

export function createPreviewCache(): PreviewCache {
  const shelves = new Map<JobId, Shelf>()

  function shelfOf(id: JobId): Shelf {
    const shelf = shelves.get(id) ?? { last: 0, kept: new Map<number, StoredPreview>(), mask: null }
    shelves.set(id, shelf)
    return shelf
  }

  return {
    put(id, { bytes, mime }) {
      const shelf = shelfOf(id)
      shelf.kept.set(++shelf.last, { bytes, mime })
      const [oldest] = shelf.kept.keys()
      if (shelf.kept.size > keptPerJob && oldest !== undefined) shelf.kept.delete(oldest)
      return shelf.last
    },
    putMask(id, { bytes, mime }) {
      const shelf = shelfOf(id)
      if (shelf.mask?.bytes !== bytes) shelf.mask = { bytes, mime, revision: ++shelf.last }
      return shelf.mask.revision
    },
    get(id, revision) {
      const shelf = shelves.get(id)
      return shelf?.mask?.revision === revision ? shelf.mask : (shelf?.kept.get(revision) ?? null)
    },
    clear: (id) => {
      shelves.delete(id)
    },
  }
}
