import { useStore } from 'zustand'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { useServices } from './services.ts'

const none: readonly ProviderView[] = []

/** Every provider; empty until they are loaded. */
export function useProviders(): readonly ProviderView[] {
  return useStore(useServices().providers.store, (state) => state.providers) ?? none
}
