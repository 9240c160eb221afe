import type { JobId } from '../../shared/domain/ids.ts'

interface StoredPreview {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** The window may still be loading the previous one. */
const keptPerJob = 2

/** The latest coarse images of running jobs, in memory only. */
export interface PreviewCache {
  /** Returns the new preview's revision; revisions of a job count up from 1. */
  put(id: JobId, preview: StoredPreview): number
  /** Sets the mask for the previews that follow; the same mask keeps its revision. */
  putMask(id: JobId, mask: StoredPreview): number
  get(id: JobId, revision: number): StoredPreview | null
  clear(id: JobId): void
}

interface Entry {
  last: number
  readonly kept: Map<number, StoredPreview>
  mask: (StoredPreview & { readonly revision: number }) | null
}

export function createPreviewCache(): PreviewCache {
  const entries = new Map<JobId, Entry>()

  function entryOf(id: JobId): Entry {
    const entry = entries.get(id) ?? { last: 0, kept: new Map<number, StoredPreview>(), mask: null }
    entries.set(id, entry)
    return entry
  }

  return {
    put(id, { bytes, mime }) {
      const entry = entryOf(id)
      entry.kept.set(++entry.last, { bytes, mime })
      const [oldest] = entry.kept.keys()
      if (entry.kept.size > keptPerJob && oldest !== undefined) entry.kept.delete(oldest)
      return entry.last
    },
    putMask(id, { bytes, mime }) {
      const entry = entryOf(id)
      if (entry.mask?.bytes !== bytes) entry.mask = { bytes, mime, revision: ++entry.last }
      return entry.mask.revision
    },
    get(id, revision) {
      const entry = entries.get(id)
      return entry?.mask?.revision === revision ? entry.mask : (entry?.kept.get(revision) ?? null)
    },
    clear: (id) => {
      entries.delete(id)
    },
  }
}
