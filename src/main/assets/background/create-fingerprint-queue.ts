import { setTimeout } from 'node:timers/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import type { Database, StoredFingerprint } from '../../database/index.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'

interface LooksWatchOptions {
  readonly database: Pick<Database, 'call'>
  readonly imaging: Pick<Imaging, 'describe'>
  readonly assets: Pick<Assets, 'files' | 'changes'>
  /** A command ends with its work: what it brought is looked at by the window. */
  readonly isOn: boolean
  readonly logger: Logger
  /** Between two pictures, so that whoever waits for the imaging process or the disk comes first. */
  readonly pauseMs?: number
  /** Before the first one: the start of the program, or of an import, comes before. */
  readonly delayMs?: number
}

export interface FingerprintQueue {
  /** Looks at what nobody has looked at. */
  wake(): void
  /** Resolves when nothing is left to look at. */
  idle(): Promise<void>
  dispose(): Promise<void>
}

/** Records asked for at once, and announced at once. Small, so that a new picture is not behind a thousand old ones. */
const batchSize = 20

/**
 * Has every picture looked at for what it can be compared and found by, one after another and behind everybody's back:
 * what has just come first, then what was there before pictures were looked at.
 */
export function createFingerprintQueue(options: LooksWatchOptions): FingerprintQueue {
  const { database, assets, logger, isOn, pauseMs = 10, delayMs = 2_000 } = options
  const stop = new AbortController()
  /** Could not be looked at. Tried again at the next start. */
  const failed = new Set<AssetId>()
  let working: Promise<void> | null = null
  let isWoken = false

  async function look(id: AssetId): Promise<StoredFingerprint | null> {
    try {
      return await lookAt(options, id, stop.signal)
    } catch (thrown) {
      if (stop.signal.aborted) return null
      failed.add(id)
      logger.warn('looks.not-found-out', { id, error: thrown })
      return null
    }
  }

  async function lookAtAll(ids: readonly AssetId[]): Promise<void> {
    const found = await inTurn(ids, look, pauseMs, stop.signal)
    if (found.length > 0) await keep(options, found)
  }

  async function work(): Promise<void> {
    await pause(delayMs, stop.signal)
    while (isWoken && !stop.signal.aborted) {
      isWoken = false
      for (
        let ids = await nextOnes(database, failed);
        ids.length > 0 && !stop.signal.aborted;
        ids = await nextOnes(database, failed)
      ) {
        await lookAtAll(ids)
      }
    }
  }

  function wake(): void {
    if (!isOn || stop.signal.aborted) return
    isWoken = true
    working ??= work()
      .catch((thrown: unknown) => logger.warn('looks.stopped', { error: thrown }))
      .finally(() => {
        working = null
        if (isWoken) wake()
      })
  }

  // No ids: another program may have brought pictures in.
  const stopListening = assets.changes.onChanged(
    ({ ids, reason }) => (reason === 'added' || ids.length === 0) && wake(),
  )
  return {
    wake,
    idle: async () => {
      for (let running = working; running !== null; running = working) await running
    },
    dispose: async () => {
      stopListening()
      stop.abort()
      await working
    },
  }
}

async function nextOnes(
  database: LooksWatchOptions['database'],
  failed: ReadonlySet<AssetId>,
): Promise<readonly AssetId[]> {
  const ids = await database.call('looks.pending', { limit: batchSize + failed.size })
  return ids.filter((id) => !failed.has(id)).slice(0, batchSize)
}

/** With a pause after each: the computer is somebody else's. */
async function inTurn(
  ids: readonly AssetId[],
  look: (id: AssetId) => Promise<StoredFingerprint | null>,
  pauseMs: number,
  signal: AbortSignal,
): Promise<StoredFingerprint[]> {
  const found: StoredFingerprint[] = []
  for (const id of ids) {
    if (signal.aborted) break
    const looks = await look(id)
    if (looks !== null) found.push(looks)
    await pause(pauseMs, signal)
  }
  return found
}

async function keep({ database, assets }: LooksWatchOptions, found: StoredFingerprint[]): Promise<void> {
  await database.call('looks.set', { looks: found })
  assets.changes.announce({ ids: found.map(({ id }) => id), reason: 'looks' })
}

/** Of a picture that cannot be decoded it is kept that there is nothing to find: no use to try at every start. */
async function lookAt(
  { imaging, assets }: LooksWatchOptions,
  id: AssetId,
  signal: AbortSignal,
): Promise<StoredFingerprint> {
  const { path } = await assets.files.locate(id, 'thumb-256')
  const looks = await imaging.describe({ path }, { signal }).catch((thrown: unknown) => {
    if (toErrorData(thrown).code.startsWith('media/')) return { phash: null, colors: [] }
    throw thrown
  })
  return { id, ...looks }
}

/** Ends early where it is not wanted any more. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined)
}
