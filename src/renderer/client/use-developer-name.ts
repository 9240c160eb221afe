import { useCallback } from 'react'
import { developerName, type DeveloperName } from '../lib/developer-name.ts'
import { useProviders } from './use-providers.ts'

/** Returns a function that names what made an image: the model by its card, and the provider. */
export function useDeveloperName(): (provider: string, model: string | null) => DeveloperName {
  const providers = useProviders()
  return useCallback((provider, model) => developerName(providers, provider, model), [providers])
}
