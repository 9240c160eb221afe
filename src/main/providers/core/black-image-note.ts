import type { ModelCard } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import type { ProviderAdapter } from './adapter.ts'
import { isNearby } from './wire/url-policy.ts'

interface Source {
  readonly adapter: Pick<ProviderAdapter, 'kind' | 'blackImageAdvice'>
  readonly baseUrl: string
}

/**
 * Returns a note for a black image that is kept, because it indicates a fault of the user's own server; null = it is
 * how the service refuses. A gateway elsewhere passes on the refusals of others.
 */
export function blackImageNote({ adapter, baseUrl }: Source, { price }: Pick<ModelCard, 'price'>): string | null {
  const { kind, blackImageAdvice } = adapter
  const isOwn = kind === 'local' || price.per === 'free' || isNearby(new URL(baseUrl).hostname)
  if (blackImageAdvice === undefined || !isOwn) return null
  return messages.blackImage({ advice: blackImageAdvice })
}
