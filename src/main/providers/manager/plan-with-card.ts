import { isElsewhere } from '../../../shared/domain/provider.ts'
import type { PlanRequest, Safety } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { PlanFacts, PreparedRequest } from '../core/plan/planned-call.ts'
import { planRequest } from '../core/plan/plan-request.ts'
import type { ProviderContext } from './provider-context.ts'

/** Plans a request for a model of this provider, with the provider's settings. */
export function planWithCard(
  context: ProviderContext,
  card: ModelCard,
  request: PlanRequest,
  source: Size | null,
  given: Pick<PlanFacts, 'controlSize' | 'insteadOf' | 'references' | 'chain'> & {
    readonly safety: Safety
    readonly isFallback: boolean
  },
): PreparedRequest {
  const adapter = context.requireAdapter(request.provider)
  const { defaultSize, baseUrl } = context.choices.get(adapter.id)
  const facts = {
    providerLabel: adapter.label,
    isOwnBaseUrl: isElsewhere({ baseUrl, ownBaseUrl: adapter.baseUrl }),
    ...(adapter.review && { review: adapter.review }),
    ...given,
  }
  return { card, ...planRequest(withDefaultSize(request, defaultSize), card, source, facts) }
}

/** Applies the user's default size to images from text that request none. An image being edited keeps its shape. */
export function withDefaultSize<T extends Pick<PlanRequest, 'operation' | 'size' | 'aspectRatio'>>(
  request: T,
  defaultSize: string | null,
): T {
  if (defaultSize === null || request.operation !== 'generate' || request.size || request.aspectRatio) return request
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(defaultSize) ?? []
  if (width !== undefined && height !== undefined) {
    return { ...request, size: { widthPx: Number(width), heightPx: Number(height) } }
  }
  return /^\d{1,4}:\d{1,4}$/.test(defaultSize) ? { ...request, aspectRatio: defaultSize } : request
}
