import { findModel, type ModelMatch } from '../lib/model-ref.ts'
import { useProviders } from './use-providers.ts'

/** Finds a model by the ids in a recipe or a job; null where it is no longer listed, or no model was used. */
export function useFoundModel(provider: string | null, model: string | null): ModelMatch | null {
  return findModel(useProviders(), { provider, model })
}
