import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Settings, SettingsPatch } from '../../shared/domain/settings.ts'
import type { Client } from './client.ts'

export interface SettingsStore {
  readonly store: StoreApi<Settings>
  /** Shows at once, keeps in the background; a failed save goes to `onError` and the old value comes back. */
  change(patch: SettingsPatch): void
}

export async function loadSettingsStore(client: Client, onError: (error: unknown) => void): Promise<SettingsStore> {
  const initial = await client.call('settings.get', {})
  const store = createStore<Settings>(() => initial)
  let saving = 0
  client.on('settings.changed', (settings) => {
    // While own changes are under way the echo of an earlier one would undo a later one on screen.
    if (saving === 0) store.setState(settings, true)
  })
  async function save(patch: SettingsPatch): Promise<void> {
    const before = store.getState()
    store.setState(withoutUndefined(patch))
    saving++
    try {
      await client.call('settings.change', patch)
    } catch (error) {
      store.setState(before, true)
      onError(error)
    } finally {
      saving--
    }
  }
  return { store, change: (patch) => void save(patch) }
}

function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
