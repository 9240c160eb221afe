import type { ProviderView } from '../../../shared/domain/provider.ts'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { createAnnouncer } from './announcer.ts'
import { createSettingsChanger, type ChangeProviderSettings } from './change-settings.ts'
import { createDescribedCards } from './described-cards.ts'
import { createHealthTracker, type HealthTracker } from './health-tracker.ts'
import { createKeyStatuses, type KeyStatuses } from './key-statuses.ts'
import type { ManagerParts } from './manager-parts.ts'
import { createModelLists, type ModelLists, type ModelListSource } from './model-lists.ts'
import { createSessionOpener, type SessionOpener } from './open-session.ts'
import { createProviderChoices, type ProviderChoices } from './provider-choices.ts'
import { toProviderView } from './provider-view.ts'

/** What everything the manager does has in common. */
export interface ProviderContext {
  readonly parts: ManagerParts
  readonly choices: ProviderChoices
  readonly health: HealthTracker
  readonly keys: KeyStatuses
  readonly modelLists: ModelLists
  readonly sessions: SessionOpener
  readonly changeSettings: ChangeProviderSettings
  /** In the order they are listed. */
  readonly adapters: readonly ProviderAdapter[]
  /** Aborted when the program ends. */
  readonly closing: AbortSignal
  /** @throws provider/unsupported */
  requireAdapter(id: ProviderId): ProviderAdapter
  placeOf(adapter: ProviderAdapter): Promise<ModelListSource>
  viewOf(id: ProviderId): Promise<ProviderView>
  /** Tells the listeners, a moment later, how it looks now. */
  announce(id: ProviderId): void
  /** Another key or address is in force. */
  startAfresh(id: ProviderId): void
  onChanged(listener: (view: ProviderView) => void): () => void
  dispose(): Promise<void>
}

/** A locked keychain may be asking for its password: a list does not wait for that. */
const keychainPatienceMs = 1_500

export function createProviderContext(parts: ManagerParts): ProviderContext {
  const { registry, secrets, settings, clock, logger } = parts
  const closing = new AbortController()
  const requireAdapter = (id: ProviderId) => registry[id] ?? failMissing(id)
  const announcer = createAnnouncer((id) => viewOf(id), logger)
  const choices = createProviderChoices(parts)
  const health = createHealthTracker({ clock, onChanged: announcer.announce })
  const patienceMs = parts.keychainPatienceMs ?? keychainPatienceMs
  const keys = createKeyStatuses({ secrets, patienceMs, onChanged: announcer.announce })
  const sessions = createSessionOpener(parts, choices, health)
  const described = createDescribedCards(parts.cardsFile, logger)
  const modelLists = createModelLists(parts, described, async (adapter, kind, work) =>
    (await sessions.open(adapter, { kind, signal: closing.signal })).run(work),
  )

  async function placeOf(adapter: ProviderAdapter): Promise<ModelListSource> {
    const key = await keys.get(adapter.id)
    const baseUrl = choices.get(adapter.id).baseUrl ?? adapter.baseUrl
    return { baseUrl, account: `${key?.source ?? 'none'} ${key?.ending ?? ''}` }
  }

  async function viewOf(id: ProviderId): Promise<ProviderView> {
    const adapter = requireAdapter(id)
    const place = await placeOf(adapter)
    return toProviderView({
      adapter,
      choice: choices.get(id),
      key: await keys.get(id),
      health: health.get(id),
      models: await modelLists.list(adapter, place),
      modelsRefreshedAtMs: modelLists.refreshedAtMs(adapter, place),
    })
  }

  return {
    parts,
    choices,
    health,
    keys,
    modelLists,
    sessions,
    changeSettings: createSettingsChanger(settings),
    adapters: providerIds.flatMap((id) => registry[id] ?? []),
    closing: closing.signal,
    requireAdapter,
    placeOf,
    viewOf,
    announce: announcer.announce,
    startAfresh(id) {
      sessions.forget(id)
      keys.refresh(id)
      health.forget(id)
    },
    onChanged: announcer.onChanged,
    async dispose() {
      closing.abort()
      await described.dispose()
    },
  }
}

function failMissing(id: ProviderId): never {
  throw new AppError('provider/unsupported', `This version of Atelier does not have the provider ${id}.`)
}
