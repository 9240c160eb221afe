import { createStore, type StoreApi } from 'zustand/vanilla'
import type { WindowSettings, WindowSettingsPatch } from '../../../shared/domain/settings.ts'
import { createKeymap, type Keymap } from '../../lib/keymap/keymap.ts'
import type { Client } from '../client.ts'

export interface SettingsClientStore {
  readonly store: StoreApi<WindowSettings>
  /** Applies at once and saves in the background; a failed save goes to `onError` and the old value is restored. */
  change(patch: WindowSettingsPatch): void
}

export async function loadSettingsStore(
  client: Client,
  onError: (error: unknown) => void,
): Promise<SettingsClientStore> {
  let store: StoreApi<WindowSettings> | null = null
  // The latest settings from main.
  let latest: WindowSettings | null = null
  let saving = 0
  // Subscribed before the first request, so that no change made elsewhere is missed.
  client.on('settings.changed', (settings) => apply(settings))

  function apply(settings: WindowSettings): void {
    latest = settings
    // While a change is being saved, the echo of an earlier one would undo a later one on screen.
    if (saving === 0) store?.setState(settings, true)
  }

  const initial = await client.call('settings.get', {})
  const shown = createStore<WindowSettings>(() => latest ?? initial)
  store = shown

  async function save(patch: WindowSettingsPatch): Promise<void> {
    const previous = shown.getState()
    shown.setState(withoutUndefined(patch))
    saving++
    try {
      latest = await client.call('settings.change', patch)
    } catch (error) {
      shown.setState(previous, true)
      onError(error)
    } finally {
      saving--
    }
    if (saving === 0 && latest !== null) shown.setState(latest, true)
  }
  return { store: shown, change: (patch) => void save(patch) }
}

function withoutUndefined(patch: WindowSettingsPatch): Partial<WindowSettings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}

export type KeymapStore = StoreApi<Keymap>

/** The current keymap: replaced only when the keys have changed, not with every change of the settings. */
export function createKeymapStore(settings: SettingsClientStore): KeymapStore {
  const store = createStore<Keymap>(() => createKeymap(settings.store.getState().keys))
  settings.store.subscribe(({ keys }) => {
    const { settings: current } = store.getState()
    if (keys !== current && JSON.stringify(keys) !== JSON.stringify(current)) store.setState(createKeymap(keys), true)
  })
  return store
}
