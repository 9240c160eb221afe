import { setTimeout } from 'node:timers/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import type { Database, StoredFingerprint } from '../../database/index.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Assets } from '../assets.ts'

interface FingerprintQueueOptions {
  readonly database: Pick<Database, 'call'>
  readonly imaging: Pick<Imaging, 'describe'>
  readonly assets: Pick<Assets, 'files' | 'changes'>
  /** Off for one-shot commands, which exit when their work is done: the window processes what they imported. */
  readonly isOn: boolean
  readonly logger: Logger
  /** Pause between two images, so that foreground users of the imaging process and the disk go first. */
  readonly pauseMs?: number
  /** Delay before the first image: program startup or an import goes first. */
  readonly delayMs?: number
}

export interface FingerprintQueue {
  /** Computes fingerprints for images that have none yet. */
  wake(): void
  /** Resolves when the queue is empty. */
  idle(): Promise<void>
  dispose(): Promise<void>
}

/** Records loaded and announced per batch. Small, so that a new image is not stuck behind a thousand old ones. */
const batchSize = 20

/**
 * Computes the fingerprints of all images in the background, one at a time: newest first, then the images that predate
 * fingerprints.
 */
export function createFingerprintQueue(options: FingerprintQueueOptions): FingerprintQueue {
  const { database, assets, logger, isOn, pauseMs = 10, delayMs = 2_000 } = options
  const stop = new AbortController()
  /** Ids that failed; retried at the next start. */
  const failed = new Set<AssetId>()
  let working: Promise<void> | null = null
  let isWoken = false

  async function compute(id: AssetId): Promise<StoredFingerprint | null> {
    try {
      return await describeImage(options, id, stop.signal)
    } catch (thrown) {
      if (stop.signal.aborted) return null
      failed.add(id)
      logger.warn('looks.not-found-out', { id, error: thrown })
      return null
    }
  }

  async function lookAtAll(ids: readonly AssetId[]): Promise<void> {
    const found = await computeEach(ids, compute, pauseMs, stop.signal)
    if (found.length > 0) await store(options, found)
  }

  async function processPending(): Promise<void> {
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
    working ??= processPending()
      .catch((thrown: unknown) => logger.warn('looks.stopped', { error: thrown }))
      .finally(() => {
        working = null
        if (isWoken) wake()
      })
  }

  // An event without ids means that another program may have added images.
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
  database: FingerprintQueueOptions['database'],
  failed: ReadonlySet<AssetId>,
): Promise<readonly AssetId[]> {
  const ids = await database.call('looks.pending', { limit: batchSize + failed.size })
  return ids.filter((id) => !failed.has(id)).slice(0, batchSize)
}

/** Pauses after each item to leave the computer to its user. */
async function computeEach(
  ids: readonly AssetId[],
  compute: (id: AssetId) => Promise<StoredFingerprint | null>,
  pauseMs: number,
  signal: AbortSignal,
): Promise<StoredFingerprint[]> {
  const found: StoredFingerprint[] = []
  for (const id of ids) {
    if (signal.aborted) break
    const fingerprints = await compute(id)
    if (fingerprints !== null) found.push(fingerprints)
    await pause(pauseMs, signal)
  }
  return found
}

async function store({ database, assets }: FingerprintQueueOptions, found: StoredFingerprint[]): Promise<void> {
  await database.call('looks.set', { looks: found })
  assets.changes.announce({ ids: found.map(({ id }) => id), reason: 'looks' })
}

/** An image that cannot be decoded is recorded as having no fingerprint, so that it is not retried at every start. */
async function describeImage(
  { imaging, assets }: FingerprintQueueOptions,
  id: AssetId,
  signal: AbortSignal,
): Promise<StoredFingerprint> {
  const { path } = await assets.files.locate(id, 'thumb-256')
  const fingerprints = await imaging.describe({ path }, { signal }).catch((thrown: unknown) => {
    if (toErrorData(thrown).code.startsWith('media/')) return { phash: null, colors: [] }
    throw thrown
  })
  return { id, ...fingerprints }
}

/** Ends early when aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined)
}
