import { createStore, type StoreApi } from 'zustand/vanilla'
import { createKeymap, type Keymap } from '../lib/keymap/keymap.ts'
import type { SettingsClientStore } from './create-settings-store.ts'

export type KeymapStore = StoreApi<Keymap>

/** The current keymap: replaced only when the keys have changed, not with every change of the settings. */
export function createKeymapStore(settings: SettingsClientStore): KeymapStore {
  const store = createStore<Keymap>(() => createKeymap(settings.store.getState().keys))
  settings.store.subscribe(({ keys }) => {
    const { settings: before } = store.getState()
    if (keys !== before && JSON.stringify(keys) !== JSON.stringify(before)) store.setState(createKeymap(keys), true)
  })
  return store
}
