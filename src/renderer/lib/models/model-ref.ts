import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'

export interface ModelMatch {
  readonly provider: ProviderView
  readonly card: ModelCard
}

/** Returns a string key for one model of one provider, for maps and lists. */
export function modelKey({ provider, model }: ModelRef): string {
  return `${provider}/${model}`
}

export function isSameModel(a: ModelRef, b: ModelRef): boolean {
  return a.provider === b.provider && a.model === b.model
}

/** Ids in a job or a recipe: possibly of a model that no longer exists, or of none. */
interface KeptRef {
  readonly provider: string | null
  readonly model: string | null
}

export function findModel(providers: readonly ProviderView[] | null, ref: KeptRef | null): ModelMatch | null {
  const provider = providers?.find(({ id }) => id === ref?.provider)
  const card = provider?.models.find(({ id }) => id === ref?.model)
  return provider === undefined || card === undefined ? null : { provider, card }
}
