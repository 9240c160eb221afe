import { useStore } from 'zustand'
import { useServices, type Services } from '../../../client/index.ts'
import { createStorageActions, type StorageActions, type StorageState } from './create-storage-actions.ts'
import { storageMessages } from './storage-labels.ts'

const actionsByServices = new WeakMap<Services, StorageActions>()

/** One per window: long tasks continue while the page is not shown. */
export function useStorageActions(): StorageActions {
  const services = useServices()
  let actions = actionsByServices.get(services)
  if (actions === undefined)
    actionsByServices.set(services, (actions = createStorageActions(services.client, storageMessages)))
  return actions
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useStorageActions().store, select)
}
