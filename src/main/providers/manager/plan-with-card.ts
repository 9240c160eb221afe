import type { PlanRequest, Safety } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { PreparedRequest } from '../core/plan/planned-call.ts'
import { planRequest } from '../core/plan/plan-request.ts'
import { withDefaultSize } from './default-size.ts'
import type { ProviderContext } from './provider-context.ts'

/** A request of a model of this provider, by what is set for the provider. */
export function planWithCard(
  context: ProviderContext,
  card: ModelCard,
  request: PlanRequest,
  source: Size | null,
  given: { readonly safety: Safety; readonly isFallback: boolean; readonly controlSize?: Size | null },
): PreparedRequest {
  const adapter = context.requireAdapter(request.provider)
  const { defaultSize, baseUrl } = context.choices.get(adapter.id)
  const facts = {
    providerLabel: adapter.label,
    isOwnBaseUrl: baseUrl !== null && baseUrl !== adapter.baseUrl,
    ...(adapter.review && { review: adapter.review }),
    ...given,
  }
  return { card, ...planRequest(withDefaultSize(request, defaultSize), card, source, facts) }
}
