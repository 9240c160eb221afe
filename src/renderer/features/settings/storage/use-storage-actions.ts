import { useStore } from 'zustand'
import { useServices, type Services } from '../../../client/index.ts'
import { createStorageActions, type StorageActions, type StorageState } from './create-storage-actions.ts'
import { storageWords } from './storage-words.ts'

const desks = new WeakMap<Services, StorageActions>()

/** One for the window: long work goes on while the page is not looked at. */
export function useStorageActions(): StorageActions {
  const services = useServices()
  let desk = desks.get(services)
  if (desk === undefined) desks.set(services, (desk = createStorageActions(services.client, storageWords)))
  return desk
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useStorageActions().store, select)
}
