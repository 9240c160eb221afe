import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'

interface SafetyWatchOptions {
  readonly assets: Pick<Assets, 'records' | 'safety' | 'changes'>
  /** Whether the user has enabled the check. */
  readonly isOn: () => boolean
  readonly logger: Logger
}

export interface SafetyWatch {
  /** Checks images that have not been checked yet, if enabled: at startup and when the setting is turned on. */
  wake(): void
  /** Resolves when no image is left to check. */
  idle(): Promise<void>
  dispose(): Promise<void>
}

/** Records loaded per batch. Small, so that a new image is not stuck behind a thousand old ones. */
const batchSize = 10

/**
 * Checks every image that came from a service with the local model, one at a time in the background; nothing waits for
 * it. Images derived locally from a checked one are checked too. Newest first.
 */
export function watchSafety({ assets, isOn, logger }: SafetyWatchOptions): SafetyWatch {
  const stop = new AbortController()
  /** Ids that failed; retried at the next start. */
  const failed = new Set<AssetId>()
  /** Newly filed images, possibly derived from a checked one. */
  const filed = new Set<AssetId>()
  let working: Promise<void> | null = null
  let isWoken = false

  async function nextOnes(): Promise<readonly AssetId[]> {
    const newest = [...filed]
    filed.clear()
    const derived = await derivedFromChecked(assets, newest)
    const unchecked = await assets.safety.unchecked(batchSize + failed.size)
    return [...new Set([...derived, ...unchecked])].filter((id) => !failed.has(id)).slice(0, batchSize + derived.length)
  }

  async function check(id: AssetId): Promise<void> {
    try {
      await assets.safety.check(id, stop.signal)
    } catch (thrown) {
      if (stop.signal.aborted) return
      failed.add(id)
      logger.warn('safety.not-checked', { id, error: thrown })
    }
  }

  const isGoing = () => isOn() && !stop.signal.aborted

  async function processPending(): Promise<void> {
    while (isWoken && isGoing()) {
      isWoken = false
      for (let ids = await nextOnes(); ids.length > 0 && isGoing(); ids = await nextOnes()) {
        for (const id of ids) if (isGoing()) await check(id)
      }
    }
  }

  function wake(): void {
    if (!isGoing()) return
    isWoken = true
    working ??= processPending()
      .catch((thrown: unknown) => logger.warn('safety.stopped', { error: thrown }))
      .finally(() => {
        working = null
        if (isWoken) wake()
      })
  }

  const stopListening = assets.changes.onChanged(({ ids, reason }) => {
    if (reason !== 'added' || !isOn()) return
    for (const id of ids) filed.add(id)
    wake()
  })

  return {
    wake,
    idle: async () => working ?? undefined,
    dispose: async () => {
      stopListening()
      stop.abort()
      await working
    },
  }
}

async function derivedFromChecked(assets: Pick<Assets, 'records'>, ids: readonly AssetId[]): Promise<AssetId[]> {
  if (ids.length === 0) return []
  const images = (await assets.records.load(ids)).filter(({ safetyCheck }) => !safetyCheck)
  const parents = await assets.records.load(images.flatMap(parentsOf))
  const checked = new Set(parents.filter(({ safetyCheck }) => safetyCheck).map(({ id }) => id))
  return images.filter((image) => parentsOf(image).some((id) => checked.has(id))).map(({ id }) => id)
}

function parentsOf({ parentId, recipe }: Asset): AssetId[] {
  return [parentId, recipe.takenFromId].filter((id) => id !== null && id !== undefined)
}
