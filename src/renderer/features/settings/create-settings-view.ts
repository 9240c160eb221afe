import { createStore, type StoreApi } from 'zustand/vanilla'

export type SettingsPage =
  | 'keyboard'
  | 'tablet'
  | 'appearance'
  | 'export'
  | 'money'
  | 'library'
  | 'storage'
  | 'agents'
  | 'safety'
  | 'updates'

/** A key being recorded for an action: replaces its key at `at`, or is added. */
export interface KeyEdit {
  readonly id: string
  readonly at: number | null
  /** The recorded key if other commands use it: the user is asked what to do. */
  readonly taken: string | null
}

export interface SettingsViewState {
  readonly page: SettingsPage
  readonly search: string
  /** Shows only commands bound to this key. */
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
