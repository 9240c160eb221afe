import { useStore } from 'zustand'
import { useServices, type Services } from '../../../client/index.ts'
import { createStorageDesk, type StorageDesk, type StorageState } from './create-storage-desk.ts'
import { storageWords } from './storage-words.ts'

const desks = new WeakMap<Services, StorageDesk>()

/** One for the window: long work goes on while the page is not looked at. */
export function useStorageDesk(): StorageDesk {
  const services = useServices()
  let desk = desks.get(services)
  if (desk === undefined) desks.set(services, (desk = createStorageDesk(services.client, storageWords)))
  return desk
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useStorageDesk().store, select)
}
