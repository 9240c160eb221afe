import type { AssetId } from '../../../shared/domain/ids.ts'
import type { LibraryChange } from '../assets.ts'

const pauseMs = 300

/** Announces images in batches: a window that refreshes for each of ten thousand would do nothing else. */
export function createChangeBatcher(announce: (change: LibraryChange) => void): {
  add(id: AssetId): void
  flush(): void
} {
  let waiting: AssetId[] = []
  let emittedAtMs = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    if (waiting.length === 0) return
    const ids = waiting
    waiting = []
    emittedAtMs = performance.now()
    announce({ ids, reason: 'added' })
  }
  return {
    add: (id) => {
      waiting.push(id)
      if (performance.now() - emittedAtMs >= pauseMs) flush()
    },
    flush,
  }
}
