import type { JobId } from '../../shared/domain/ids.ts'

interface StoredPreview {
  readonly bytes: Uint8Array
  readonly mime: string
}

/** The window may still be fetching the one before the latest. */
const keptPerJob = 2

/** The latest coarse pictures of running jobs, in memory only. */
export interface PreviewShelf {
  /** Returns the new preview's revision; revisions of a job count up from 1. */
  put(id: JobId, preview: StoredPreview): number
  get(id: JobId, revision: number): StoredPreview | null
  clear(id: JobId): void
}

export function createPreviewShelf(): PreviewShelf {
  const shelves = new Map<JobId, { last: number; kept: Map<number, StoredPreview> }>()
  return {
    put(id, preview) {
      const shelf = shelves.get(id) ?? { last: 0, kept: new Map<number, StoredPreview>() }
      const revision = ++shelf.last
      shelf.kept.set(revision, { bytes: preview.bytes, mime: preview.mime }).delete(revision - keptPerJob)
      shelves.set(id, shelf)
      return revision
    },
    get: (id, revision) => shelves.get(id)?.kept.get(revision) ?? null,
    clear: (id) => {
      shelves.delete(id)
    },
  }
}
