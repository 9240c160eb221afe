import type { Operation } from '../../shared/domain/generation.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'

/** Whether it may be asked: switched on, and its key is there if it needs one. */
export function canAsk({ isEnabled, key }: ProviderView): boolean {
  return isEnabled && (key.need !== 'required' || key.source !== null)
}

/** Whether asking it is likely to come to something. A server that needs no key counts once it has answered. */
export function isReady(provider: ProviderView): boolean {
  const { kind, key, health } = provider
  if (!canAsk(provider)) return false
  // What is listed of local models can be drawn with: its engine and its files are there.
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

/** Served by nobody the program knows of, or only by gateways at another address. */
export function isRetired(card: ModelCard): boolean {
  return card.state.is === 'retired'
}
