import { createStore, type StoreApi } from 'zustand/vanilla'

export type SettingsPage = 'keyboard' | 'tablet' | 'appearance' | 'export' | 'money' | 'library' | 'storage' | 'safety'

/** A key that is being asked for: for an action, to take the place of its key at `at`, or as one more. */
export interface KeyEdit {
  readonly id: string
  readonly at: number | null
  /** The key that was pressed and that others have: what to do about it is asked. */
  readonly taken: string | null
}

export interface SettingsViewState {
  readonly page: SettingsPage
  readonly search: string
  /** Only what this key does something for. */
  readonly pressed: string | null
  readonly isPressAwaited: boolean
  readonly filter: 'all' | 'changed' | 'conflicts'
  readonly edit: KeyEdit | null
}

export type SettingsView = StoreApi<SettingsViewState>

export function createSettingsView(): SettingsView {
  return createStore<SettingsViewState>(() => ({
    page: 'keyboard',
    search: '',
    pressed: null,
    isPressAwaited: false,
    filter: 'all',
    edit: null,
  }))
}
