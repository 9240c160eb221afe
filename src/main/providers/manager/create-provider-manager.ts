import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { isNearby } from '../core/url-policy.ts'
import type { ProviderManager } from '../provider-manager.ts'
import { findServers } from './find-servers.ts'
import type { ManagerParts } from './manager-parts.ts'
import { createModelActions, disabled, type ModelActions } from './model-actions.ts'
import { createPlanActions } from './plan-actions.ts'
import { createProviderActions } from './provider-actions.ts'
import { createProviderContext, type ProviderContext } from './provider-context.ts'

/** Opens no connection and reads no key before it is asked to. */
export function createProviderManager(parts: ManagerParts): ProviderManager {
  const desk = createProviderContext(parts)
  const models = createModelActions(desk)
  const { requireModel, refreshModels, addModel, removeModel } = models
  const lookAround = createLookAround(desk, models)
  return {
    ...createPlanActions(desk, models),
    ...createProviderActions(desk, models),
    requireModel,
    refreshModels,
    addModel,
    removeModel,
    view: desk.viewOf,
    findServers: () => findServers(desk.adapters, parts, desk.closing),
    async list() {
      for (const { id } of desk.adapters) desk.keys.refresh(id)
      lookAround()
      return Promise.all(desk.adapters.map(({ id }) => desk.viewOf(id)))
    },
    async open(id, options) {
      const adapter = desk.requireAdapter(id)
      if (!desk.choices.get(id).isEnabled) throw disabled(adapter)
      return desk.sessions.open(adapter, { ...options, kind: 'work' })
    },
    lane(id) {
      const adapter = desk.requireAdapter(id)
      const { label, concurrency, kind, timing } = adapter
      const address = desk.choices.get(id).baseUrl ?? adapter.baseUrl
      return {
        label,
        concurrency,
        needsNetwork: kind !== 'demo' && !isNearby(new URL(address).hostname),
        tellsTimeLeft: timing.tellsTimeLeft === true,
      }
    },
    announce: desk.announce,
    onChanged: desk.onChanged,
    dispose: desk.dispose,
  }
}

/**
 * A server of one's own tells its models only itself: those the person has set up are asked once, unasked. Nobody
 * else's is.
 */
function createLookAround(desk: ProviderContext, { lookAtModels }: Pick<ModelActions, 'lookAtModels'>): () => void {
  const seen = new Set<ProviderId>()
  return () => {
    for (const adapter of desk.adapters) {
      const { id, kind } = adapter
      if (kind !== 'local' || seen.has(id) || !desk.choices.isMentioned(id) || !desk.choices.get(id).isEnabled) continue
      seen.add(id)
      lookAtModels(adapter)
    }
  }
}
