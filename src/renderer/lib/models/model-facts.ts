import type { Operation } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'

/** Whether requests are allowed: it is enabled, and has its key if it needs one. */
export function canAsk({ isEnabled, key }: ProviderView): boolean {
  return isEnabled && (key.need !== 'required' || key.source !== null)
}

/** Whether a request is likely to succeed. A server that needs no key counts once it has responded. */
export function isReady(provider: ProviderView): boolean {
  const { kind, key, health } = provider
  if (!canAsk(provider)) return false
  // A listed local model is usable: its engine and its files exist.
  if (provider.id === 'local') return health.state !== 'down'
  if (health.state === 'unknown') return kind === 'demo' || (kind === 'cloud' && key.source !== null)
  return health.state === 'ok' || health.state === 'degraded'
}

export function canDo(card: ModelCard, operation: Operation): boolean {
  switch (operation) {
    case 'generate':
      return card.canGenerate
    case 'edit':
      return card.edits !== 'no'
    case 'variations':
      return card.variations !== 'no'
  }
}

export function takesMask(card: ModelCard): boolean {
  return card.mask !== 'no'
}

/** Whether it is served by no known provider, or only by gateways at another address. */
export function isRetired(card: ModelCard): boolean {
  return card.state.type === 'retired'
}

/** A model's alias is listed beside it only where it is the default model. */
export function isListed({ id, aliasOf }: ModelCard, { defaultModel }: ProviderView): boolean {
  return !aliasOf || id === defaultModel
}
