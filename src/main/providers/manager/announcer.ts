import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Logger } from '../../platform/logger.ts'

/** Between two words about one provider. */
const pauseMs = 200

export interface Announcer {
  announce(id: ProviderId): void
  onChanged(listener: (view: ProviderView) => void): () => void
}

/** Tells listeners how a provider looks now. Changes made while a view is put together share the next one. */
export function createAnnouncer(viewOf: (id: ProviderId) => Promise<ProviderView>, logger: Logger): Announcer {
  const listeners = new Set<(view: ProviderView) => void>()
  const underWay = new Set<ProviderId>()
  const again = new Set<ProviderId>()

  function announce(id: ProviderId): void {
    if (listeners.size === 0) return
    if (underWay.has(id)) {
      again.add(id)
      return
    }
    underWay.add(id)
    void tell(id)
  }

  async function tell(id: ProviderId): Promise<void> {
    try {
      const view = await viewOf(id)
      for (const listener of listeners) listener(view)
    } catch (thrown) {
      logger.error('providers.not-announced', { provider: id, error: thrown })
    }
    // A view holds every model's card, and a busy queue changes it with every answer.
    setTimeout(() => {
      underWay.delete(id)
      if (again.delete(id)) announce(id)
    }, pauseMs).unref()
  }

  return {
    announce,
    onChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
