import { useStore } from 'zustand'
import { useServices, type Services } from '../../../client/index.ts'
import { createStorageActions, type StorageActions, type StorageState } from './create-storage-actions.ts'
import { storageWords } from './storage-words.ts'

const actionsByServices = new WeakMap<Services, StorageActions>()

/** One for the window: long work goes on while the page is not looked at. */
export function useStorageActions(): StorageActions {
  const services = useServices()
  let actions = actionsByServices.get(services)
  if (actions === undefined)
    actionsByServices.set(services, (actions = createStorageActions(services.client, storageWords)))
  return actions
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useStorageActions().store, select)
}
