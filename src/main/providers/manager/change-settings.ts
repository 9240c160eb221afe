import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ProviderSettings } from '../../../shared/domain/settings.ts'
import type { ManagerParts } from './manager-parts.ts'

/** Changes what is set for one provider. One after the other: a change replaces the settings of all providers. */
export type ChangeProviderSettings = (
  id: ProviderId,
  work: (before: ProviderSettings) => ProviderSettings,
) => Promise<void>

export function createSettingsChanger(settings: ManagerParts['settings']): ChangeProviderSettings {
  let last: Promise<unknown> = Promise.resolve()
  return (id, work) => {
    const changed = last
      .catch(() => undefined)
      .then(async () => {
        const { providers } = settings.get()
        await settings.change({ providers: { ...providers, [id]: work(providers[id] ?? {}) } })
      })
    last = changed
    return changed
  }
}
