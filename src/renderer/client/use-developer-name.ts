import { useCallback } from 'react'
import { developerName, type DeveloperName } from '../lib/developer-name.ts'
import { useProviders } from './use-providers.ts'

/** Names what made a picture: the model as its card has it, and the provider. */
export function useDeveloperName(): (provider: string, model: string | null) => DeveloperName {
  const providers = useProviders()
  return useCallback((provider, model) => developerName(providers, provider, model), [providers])
}
