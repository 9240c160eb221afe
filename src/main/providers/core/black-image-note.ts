import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderAdapter } from './adapter.ts'
import { isNearby } from './url-policy.ts'

interface Source {
  readonly adapter: Pick<ProviderAdapter, 'kind' | 'blackImageAdvice'>
  readonly baseUrl: string
}

/**
 * What to say of a black image that is kept, since it is a fault of the person's own server; null = it is how the
 * service refuses. A gateway somewhere else passes on the refusals of others.
 */
export function blackImageNote({ adapter, baseUrl }: Source, { price }: Pick<ModelCard, 'price'>): string | null {
  const { kind, blackImageAdvice } = adapter
  const isOwn = kind === 'local' || price.per === 'free' || isNearby(new URL(baseUrl).hostname)
  if (blackImageAdvice === undefined || !isOwn) return null
  return `This image is completely black. That is usually the VAE failing in half precision, not a refusal. ${blackImageAdvice}`
}
