import { contentAwareFillId, localInpainting, localVision, mergedPlanModel } from '../../shared/domain/import-recipe.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import * as messages from '../../shared/messages/en/generation-info.ts'

export interface DeveloperName {
  readonly model: string
  /** Null for Atelier's own tools, and if `model` already is the provider's name. */
  readonly provider: string | null
}

const engines: Readonly<Record<string, string>> = {
  [contentAwareFillId]: messages.contentAwareFill,
  merge: messages.mergedArea,
  reblend: messages.reblended,
  live: messages.liveFrame,
  [localVision]: messages.backgroundRemoval,
}

/** Models that no provider lists. */
const helpers: Readonly<Record<string, string>> = {
  rewriter: messages.promptRewriting,
  [localInpainting]: messages.onThisComputer,
}

/** Uses the labels of the model cards; a model that is no longer listed keeps the id used in its request. */
export function developerName(
  providers: readonly ProviderView[],
  provider: string,
  model: string | null,
): DeveloperName {
  if (model === mergedPlanModel) return { model: messages.editPlan, provider: null }
  const engine = engines[provider]
  if (engine !== undefined) return { model: engine, provider: null }
  const view = providers.find(({ id }) => id === provider)
  const label = view?.label ?? helpers[provider] ?? provider
  if (model === null) return { model: label, provider: null }
  return { model: view?.models.find(({ id }) => id === model)?.label ?? model, provider: label }
}
