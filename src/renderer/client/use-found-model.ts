import { findModel, type ModelMatch } from '../lib/model-ref.ts'
import { useProviders } from './use-providers.ts'

/** A model by the ids that a recipe or a job keeps; null where it is gone from the list, or none made it. */
export function useFoundModel(provider: string | null, model: string | null): ModelMatch | null {
  return findModel(useProviders(), { provider, model })
}
