import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import type { SettingsView, SettingsViewState } from './create-settings-view.ts'

const SettingsContext = createContext<SettingsView | null>(null)

export const SettingsProvider = SettingsContext.Provider

export function useSettingsView(): SettingsView {
  const value = useContext(SettingsContext)
  if (value === null) throw new AppError('internal/bug', 'Used outside of the Settings.')
  return value
}

export function useSettingsViewState<T>(select: (state: SettingsViewState) => T): T {
  return useStore(useSettingsView(), select)
}
