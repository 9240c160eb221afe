import { blankRequest, type PlanRequest } from '../../../shared/domain/generation.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import { upscaleOptions } from '../../../shared/domain/upscaling.ts'
import { isListed, isReady, isRetired } from '../../lib/models/model-facts.ts'
import type { ModelMatch } from '../../lib/models/model-ref.ts'

/** Returns all available upscalers, local ones first. */
export function listUpscalers(providers: readonly ProviderView[]): readonly ModelMatch[] {
  const found = providers
    .filter(isReady)
    .flatMap((provider) => provider.models.map((card) => ({ provider, card })))
    .filter(({ provider, card }) => card.upscaling !== undefined && isListed(card, provider) && !isRetired(card))
  return [...found.filter(isHere), ...found.filter((each) => !isHere(each))]
}

const isHere = ({ provider }: ModelMatch) => provider.id === 'local'

/** Returns services that could upscale if they had a key or were enabled. */
export function servicesToSetUp(providers: readonly ProviderView[]): readonly string[] {
  return providers
    .filter((provider) => provider.id !== 'local' && !isReady(provider))
    .filter(({ models }) => models.some(({ upscaling }) => upscaling !== undefined))
    .map(({ label }) => label)
}

/** Returns the last used upscaler, otherwise the first. */
export function preferredUpscaler(found: readonly ModelMatch[], last: ModelRef | null): ModelMatch | undefined {
  return found.find(({ provider, card }) => provider.id === last?.provider && card.id === last.model) ?? found[0]
}

/**
 * Returns the upscaler used without asking: the last used, or the only one. null = ask: there is a choice or a price,
 * or none supports this factor.
 */
export function quickUpscaler(
  providers: readonly ProviderView[],
  last: ModelRef | null,
  factor: number,
): ModelMatch | null {
  const all = listUpscalers(providers)
  const preferred = preferredUpscaler(all, last)
  if (preferred === undefined) return null
  const { provider, card } = preferred
  const isKnown = all.length === 1 || (provider.id === last?.provider && card.id === last.model)
  return isKnown && card.price.per === 'free' && upscaleOptions(card, factor) !== null ? preferred : null
}

interface UpscaleOf {
  readonly upscaler: ModelMatch
  readonly factor: number
  readonly sourceId: AssetId
  readonly documentId: DocumentId | null
}

export function upscaleRequest({ upscaler: { provider, card }, factor, sourceId, documentId }: UpscaleOf): PlanRequest {
  return {
    ...blankRequest,
    documentId,
    operation: 'edit',
    provider: provider.id,
    model: card.id,
    sourceId,
    options: upscaleOptions(card, factor) ?? {},
  }
}
