import type { AssetId } from '../../../shared/domain/ids.ts'
import type { LibraryChange } from '../assets.ts'

const pauseMs = 300

/** Tells of pictures in lots: a window that looks anew for each of ten thousand does nothing else. */
export function collectNews(announce: (change: LibraryChange) => void): { add(id: AssetId): void; tell(): void } {
  let waiting: AssetId[] = []
  let toldAtMs = Number.NEGATIVE_INFINITY
  const tell = (): void => {
    if (waiting.length === 0) return
    const ids = waiting
    waiting = []
    toldAtMs = performance.now()
    announce({ ids, reason: 'added' })
  }
  return {
    add: (id) => {
      waiting.push(id)
      if (performance.now() - toldAtMs >= pauseMs) tell()
    },
    tell,
  }
}
