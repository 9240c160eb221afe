import { useStore } from 'zustand'
import type { Settings } from '../../shared/domain/settings.ts'
import { useServices } from './services.ts'

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(useServices().settings.store, select)
}
