import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'

/** A second name of a model stands beside it only where it is the one that was made the default. */
export function isListed({ id, aliasOf }: ModelCard, { defaultModel }: ProviderView): boolean {
  return !aliasOf || id === defaultModel
}
