import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'

interface SafetyWatchOptions {
  readonly assets: Pick<Assets, 'records' | 'safety' | 'changes'>
  /** Whether the person wants pictures looked at. */
  readonly isOn: () => boolean
  readonly logger: Logger
}

export interface SafetyWatch {
  /** Looks at what nobody has looked at, if it is wanted: at the start, and when the switch is turned on. */
  wake(): void
  /** Resolves when nothing is left to look at. */
  idle(): Promise<void>
  dispose(): Promise<void>
}

/** Records asked for at once. Small, so that a picture that has just come is not behind a thousand old ones. */
const batchSize = 10

/**
 * Has every picture that came from a service looked at by the local model, one after another and behind everybody's
 * back: nothing waits for it. What was made here of one that has been looked at is looked at too. Newest first.
 */
export function watchSafety({ assets, isOn, logger }: SafetyWatchOptions): SafetyWatch {
  const stop = new AbortController()
  /** Could not be looked at. Tried again at the next start. */
  const failed = new Set<AssetId>()
  /** Just filed, perhaps made of one that has been looked at. */
  const filed = new Set<AssetId>()
  let working: Promise<void> | null = null
  let isWoken = false

  async function nextOnes(): Promise<readonly AssetId[]> {
    const news = [...filed]
    filed.clear()
    const derived = await madeOfChecked(assets, news)
    const unchecked = await assets.safety.unchecked(batchSize + failed.size)
    return [...new Set([...derived, ...unchecked])].filter((id) => !failed.has(id)).slice(0, batchSize + derived.length)
  }

  async function look(id: AssetId): Promise<void> {
    try {
      await assets.safety.check(id, stop.signal)
    } catch (thrown) {
      if (stop.signal.aborted) return
      failed.add(id)
      logger.warn('safety.not-checked', { id, error: thrown })
    }
  }

  const isGoing = () => isOn() && !stop.signal.aborted

  async function work(): Promise<void> {
    while (isWoken && isGoing()) {
      isWoken = false
      for (let ids = await nextOnes(); ids.length > 0 && isGoing(); ids = await nextOnes()) {
        for (const id of ids) if (isGoing()) await look(id)
      }
    }
  }

  function wake(): void {
    if (!isGoing()) return
    isWoken = true
    working ??= work()
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

async function madeOfChecked(assets: Pick<Assets, 'records'>, ids: readonly AssetId[]): Promise<AssetId[]> {
  if (ids.length === 0) return []
  const pictures = (await assets.records.load(ids)).filter(({ safetyCheck }) => !safetyCheck)
  const parents = await assets.records.load(pictures.flatMap(parentsOf))
  const checked = new Set(parents.filter(({ safetyCheck }) => safetyCheck).map(({ id }) => id))
  return pictures.filter((picture) => parentsOf(picture).some((id) => checked.has(id))).map(({ id }) => id)
}

function parentsOf({ parentId, recipe }: Asset): AssetId[] {
  return [parentId, recipe.takenFromId].filter((id) => id !== null && id !== undefined)
}
