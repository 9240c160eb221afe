import type { AssetId } from '../../shared/domain/ids.ts'
import { toDescriptionRun, type StoredDescriptionQueue } from '../../shared/domain/image-description.ts'
import type { Logger } from '../platform/logger.ts'
import { createIndexQueue } from './create-index-queue.ts'
import type { DescriptionQueue, Descriptions } from './descriptions.ts'

/** The queue as it is stored. */
interface StoredQueue {
  /** null = all of the library. Returns how many are new. */
  add(ids: readonly AssetId[] | null): Promise<number>
  pause(isPaused: boolean): Promise<void>
  empty(): Promise<void>
  state(): Promise<StoredDescriptionQueue>
}

interface DescriptionQueueOptions {
  readonly descriptions: Pick<Descriptions, 'model' | 'work'>
  readonly stored: StoredQueue
  /** Whether this program works in the background; asked before each run. */
  readonly isOn: () => boolean
  readonly logger: Logger
}

export function createDescriptionQueue({
  descriptions,
  stored,
  isOn,
  logger,
}: DescriptionQueueOptions): DescriptionQueue {
  let isHalted = false
  const queue = createIndexQueue({
    // Nobody who queues nothing misses a model.
    models: async () => ({ models: (await stored.state()).waiting > 0 ? [await descriptions.model()] : [] }),
    index: descriptions.work,
    isOn: () => isOn() && !isHalted,
    logger,
    // Somebody has just asked for it, or the program has long started.
    delayMs: 0,
  })

  /** Ends the run at hand, whose image stays in the queue. */
  function halt(): void {
    isHalted = true
    queue.wake()
  }

  function goOn(): void {
    isHalted = false
    queue.wake()
    queue.changed()
  }

  return {
    async add(ids) {
      await descriptions.model()
      const added = await stored.add(ids === 'all' ? null : ids)
      await stored.pause(false)
      goOn()
      return added
    },
    async pause() {
      await stored.pause(true)
      halt()
      queue.changed()
    },
    async resume() {
      await stored.pause(false)
      goOn()
    },
    async cancel() {
      await stored.empty()
      halt()
      isHalted = false
      queue.changed()
    },
    async run() {
      return toDescriptionRun(await stored.state(), queue.state().problem)
    },
    wake: queue.wake,
    onChanged: queue.onChanged,
    dispose: queue.dispose,
  }
}
