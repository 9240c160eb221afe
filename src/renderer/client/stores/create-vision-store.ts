import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../../shared/contract/index.ts'
import type { VisionTask } from '../../../shared/domain/vision.ts'
import type { Client } from '../client.ts'

export type InstalledVisionModels = Output<'vision.models'>

/** The models for local vision. */
export interface VisionStore {
  /** null until they are wanted and read. */
  readonly store: StoreApi<InstalledVisionModels | null>
  /** Reads them unless they are known; from then on they are read again after a download and a change of folders. */
  want(): void
  /** Reads them now: what they ran on may have changed. A failed look keeps what was shown. */
  read(): Promise<InstalledVisionModels>
}

export function createVisionStore(client: Client): VisionStore {
  const store = createStore<InstalledVisionModels | null>(() => null)
  let isWanted = false
  async function read(): Promise<InstalledVisionModels> {
    isWanted = true
    const found = await client.call('vision.models', {})
    store.setState(found, true)
    return found
  }
  const readQuietly = () => void read().catch(() => undefined)
  client.on('providers.changed', ({ id }) => {
    if (isWanted && id === 'local') readQuietly()
  })
  return {
    store,
    read,
    want() {
      if (!isWanted) readQuietly()
    },
  }
}

/** The model in use for a task: the chosen one, else the first. null = there is none. @param chosen its ID */
export function modelInUse<Model extends InstalledVisionModels['models'][number]>(
  models: readonly Model[],
  task: VisionTask,
  chosen: string | undefined,
): Model | null {
  const able = models.filter((each) => each.task === task)
  return able.find(({ id }) => id === chosen) ?? able.find(({ isInUse }) => isInUse) ?? able[0] ?? null
}
