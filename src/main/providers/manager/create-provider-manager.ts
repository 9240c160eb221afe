import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { isNearby, isNeverRequested } from '../core/wire/url-policy.ts'
import type { ProviderManager } from '../provider-manager.ts'
import { findServers } from './find-servers.ts'
import type { ManagerParts } from './manager-parts.ts'
import { createModelActions, disabled, type ModelActions } from './model-actions.ts'
import { createPlanActions } from './plan-actions.ts'
import { createProviderActions } from './provider-actions.ts'
import { createProviderContext, type ProviderContext } from './provider-context.ts'

/** Opens no connection and reads no key until it is used. */
export function createProviderManager(parts: ManagerParts): ProviderManager {
  const context = createProviderContext(parts)
  const models = createModelActions(context)
  const { requireModel, refreshModels, addModel, removeModel } = models
  const lookAround = createLookAround(context, models)
  return {
    ...createPlanActions(context, models),
    ...createProviderActions(context, models),
    requireModel,
    refreshModels,
    addModel,
    removeModel,
    view: context.viewOf,
    findServers: () => findServers(context.adapters, parts, context.closing),
    async list() {
      for (const { id } of context.adapters) context.keys.refresh(id)
      lookAround()
      return Promise.all(context.adapters.map(({ id }) => context.viewOf(id)))
    },
    async open(id, options) {
      const adapter = context.requireAdapter(id)
      if (!context.choices.get(id).isEnabled) throw disabled(adapter)
      return context.sessions.open(adapter, { ...options, kind: 'work' })
    },
    lane(id) {
      const adapter = context.requireAdapter(id)
      const { label, concurrency, timing } = adapter
      const { hostname } = new URL(context.choices.get(id).baseUrl ?? adapter.baseUrl)
      return {
        label,
        concurrency,
        needsNetwork: !isNeverRequested(hostname) && !isNearby(hostname),
        reportsTimeLeft: timing.reportsTimeLeft === true,
      }
    },
    announce: context.announce,
    takeChanges: createChangeTaker(context),
    onChanged: context.onChanged,
    dispose: context.dispose,
  }
}

/**
 * Only self-hosted servers know their models: those the user has set up are queried once automatically. Other services
 * are not.
 */
function createLookAround(context: ProviderContext, { lookAtModels }: Pick<ModelActions, 'lookAtModels'>): () => void {
  const seen = new Set<ProviderId>()
  return () => {
    for (const adapter of context.adapters) {
      const { id, kind } = adapter
      if (kind !== 'local' || seen.has(id) || !context.choices.isMentioned(id) || !context.choices.get(id).isEnabled)
        continue
      seen.add(id)
      lookAtModels(adapter)
    }
  }
}

/** Compares what is set for each provider with what was set before, and announces what differs. */
function createChangeTaker({ adapters, choices, startAfresh, announce }: ProviderContext): () => void {
  const read = () => new Map(adapters.map(({ id }) => [id, choices.get(id)]))
  let previous = read()
  return () => {
    const current = read()
    for (const [id, choice] of current) {
      const before = previous.get(id)
      if (JSON.stringify(choice) === JSON.stringify(before)) continue
      if (choice.baseUrl !== before?.baseUrl) startAfresh(id)
      announce(id)
    }
    previous = current
  }
}
