import type { Operation } from '../../shared/domain/generation.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'

/** Whether it can be asked right now: switched on, and its key is there if it needs one. */
export function isReady({ isEnabled, key }: ProviderView): boolean {
  return isEnabled && (key.need !== 'required' || key.source !== null)
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
