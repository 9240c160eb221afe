import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Output } from '../../shared/contract/index.ts'
import type { VisionTask } from '../../shared/domain/vision-task.ts'
import type { Client } from './client.ts'

export type VisionModels = Output<'vision.models'>

/** The models for local vision. */
export interface VisionStore {
  /** null until they are wanted and read. */
  readonly store: StoreApi<VisionModels | null>
  /** Reads them unless they are known; from then on they are read again after a download and a change of folders. */
  want(): void
  /** Reads them again: what they ran on may have changed. */
  refresh(): void
}

export function createVisionStore(client: Client): VisionStore {
  const store = createStore<VisionModels | null>(() => null)
  let isWanted = false
  // A failed look keeps what was shown.
  const read = () =>
    void client.call('vision.models', {}).then(
      (found) => store.setState(found, true),
      () => undefined,
    )
  client.on('providers.changed', ({ id }) => {
    if (isWanted && id === 'local') read()
  })
  const refresh = () => {
    isWanted = true
    read()
  }
  return {
    store,
    refresh,
    want() {
      if (!isWanted) refresh()
    },
  }
}

/** The model in use for a task: the chosen one, else the first. null = there is none. @param chosen its ID */
export function modelInUse<Model extends VisionModels['models'][number]>(
  models: readonly Model[],
  task: VisionTask,
  chosen: string | undefined,
): Model | null {
  const able = models.filter((each) => each.task === task)
  return able.find(({ id }) => id === chosen) ?? able.find(({ isInUse }) => isInUse) ?? able[0] ?? null
}
