import type { AssetId } from '../../shared/domain/ids.ts'
import { untilAborted, throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { Imaging, MeasuredDifference } from '../imaging/imaging.ts'
import type { Assets } from '../assets/assets.ts'

/** Longest side of the map: enough for a screen, a few megabytes. */
export const mapLongestPx = 2048
/** Number of measured pairs to keep: all pairs of nine images. */
const keptMost = 36

interface MeasuringOptions {
  readonly assets: Pick<Assets, 'files'>
  readonly imaging: Pick<Imaging, 'measureDifference'>
}

interface Measuring {
  load(firstId: AssetId, secondId: AssetId, signal: AbortSignal): Promise<MeasuredDifference>
}

interface Entry {
  readonly value: Promise<MeasuredDifference>
  readonly abort: AbortController
  waiting: number
  isDone: boolean
}

/**
 * Measures a pair once for all callers, and stops when none is waiting any more. Images never change, so results stay
 * valid.
 */
export function createMeasuring({ assets, imaging }: MeasuringOptions): Measuring {
  /** Least recently used first. */
  const entries = new Map<string, Entry>()

  function begin(firstId: AssetId, secondId: AssetId): Entry {
    const abort = new AbortController()
    const measure = async () => {
      const [first, second] = await Promise.all([
        assets.files.locate(firstId, 'full'),
        assets.files.locate(secondId, 'full'),
      ])
      const paths = { firstPath: first.path, secondPath: second.path, longestSidePx: mapLongestPx }
      return imaging.measureDifference(paths, { signal: abort.signal })
    }
    const entry: Entry = { value: measure(), abort, waiting: 0, isDone: false }
    entry.value.then(
      () => (entry.isDone = true),
      // The last waiting caller removes it.
      () => undefined,
    )
    return entry
  }

  return {
    async load(firstId, secondId, signal) {
      throwIfAborted(signal)
      const key = `${firstId}/${secondId}`
      const entry = entries.get(key) ?? begin(firstId, secondId)
      entries.delete(key)
      entries.set(key, entry)
      trim(entries)
      entry.waiting++
      try {
        return await untilAborted(entry.value, signal)
      } finally {
        entry.waiting--
        if (entry.waiting === 0 && !entry.isDone) {
          entries.delete(key)
          entry.abort.abort()
        }
      }
    },
  }
}

function trim(entries: Map<string, Entry>): void {
  for (const [key, entry] of entries) {
    if (entries.size <= keptMost) return
    if (entry.isDone) entries.delete(key)
  }
}
