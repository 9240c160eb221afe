import { useCallback } from 'react'
import { makerName, type MakerName } from '../lib/maker-name.ts'
import { useProviders } from './use-providers.ts'

/** Names what made a picture: the model as its card has it, and the provider. */
export function useMakerName(): (provider: string, model: string | null) => MakerName {
  const providers = useProviders()
  return useCallback((provider, model) => makerName(providers, provider, model), [providers])
}
