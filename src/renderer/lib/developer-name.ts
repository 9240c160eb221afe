import type { ProviderView } from '../../shared/domain/provider.ts'
import * as messages from '../../shared/messages/en/generation-info.ts'

export interface DeveloperName {
  readonly model: string
  /** null where the engine is its own. */
  readonly provider: string | null
}

const engines: Readonly<Record<string, string>> = {
  'content-aware-fill': messages.contentAwareFill,
  merge: messages.mergedArea,
  reblend: messages.reblended,
}

/** Those that make no pictures. */
const helpers: Readonly<Record<string, string>> = { rewriter: messages.promptRewriting }

/** By what the cards say; a model that is gone from the list keeps the id it was asked by. */
export function developerName(
  providers: readonly ProviderView[],
  provider: string,
  model: string | null,
): DeveloperName {
  const engine = engines[provider]
  if (engine !== undefined) return { model: engine, provider: null }
  const view = providers.find(({ id }) => id === provider)
  const label = view?.label ?? helpers[provider] ?? provider
  if (model === null) return { model: label, provider: null }
  return { model: view?.models.find(({ id }) => id === model)?.label ?? model, provider: label }
}
