import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'

/** A model's alias is listed beside it only where it is the default model. */
export function isListed({ id, aliasOf }: ModelCard, { defaultModel }: ProviderView): boolean {
  return !aliasOf || id === defaultModel
}
