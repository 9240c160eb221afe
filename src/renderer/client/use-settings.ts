import { useStore } from 'zustand'
import type { WindowSettings } from '../../shared/domain/settings.ts'
import { useServices } from './services.ts'

export function useSettings<T>(select: (settings: WindowSettings) => T): T {
  return useStore(useServices().settings.store, select)
}
