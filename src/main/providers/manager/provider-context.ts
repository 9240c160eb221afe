import { currentSuccessor, type ProviderView, type Health, type KeyView } from '../../../shared/domain/provider.ts'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderSettings } from '../../../shared/domain/settings.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Logger } from '../../platform/logger.ts'
import { environmentNameOf, isKeyId, type KeyStatus } from '../../secrets/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { createDescribedCards } from './described-cards.ts'
import { createHealthTracker, type HealthTracker } from './health-tracker.ts'
import { createKeyStatuses, type KeyStatuses } from './key-statuses.ts'
import type { ManagerParts } from './manager-parts.ts'
import { createModelLists, type ModelLists, type ModelListSource } from './model-lists.ts'
import { createSessionOpener, type SessionOpener } from './open-session.ts'
import { createProviderChoices, type ProviderChoices } from './provider-choices.ts'
import type { ProviderChoice } from './provider-choices.ts'

/** State shared by all parts of the manager. */
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
  listSourceOf(adapter: ProviderAdapter): Promise<ModelListSource>
  viewOf(id: ProviderId): Promise<ProviderView>
  /** Emits its current state to listeners, after a short delay. */
  announce(id: ProviderId): void
  /** Resets its state after a change of key or address. */
  startAfresh(id: ProviderId): void
  onChanged(listener: (view: ProviderView) => void): () => void
  dispose(): Promise<void>
}

/** A locked keychain may be prompting for its password: a list does not wait for that. */
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

  async function listSourceOf(adapter: ProviderAdapter): Promise<ModelListSource> {
    const key = await keys.get(adapter.id)
    const baseUrl = choices.get(adapter.id).baseUrl ?? adapter.baseUrl
    return { baseUrl, account: `${key?.source ?? 'none'} ${key?.ending ?? ''}` }
  }

  async function viewOf(id: ProviderId): Promise<ProviderView> {
    const adapter = requireAdapter(id)
    const source = await listSourceOf(adapter)
    return toProviderView({
      adapter,
      choice: choices.get(id),
      key: await keys.get(id),
      health: health.get(id),
      models: await modelLists.list(adapter, source),
      modelsRefreshedAtMs: modelLists.refreshedAtMs(adapter, source),
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
    listSourceOf,
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
  throw new AppError('provider/unsupported', messages.noSuchProvider({ id }))
}

/** Between two events about one provider. */
const pauseMs = 200

interface Announcer {
  announce(id: ProviderId): void
  onChanged(listener: (view: ProviderView) => void): () => void
}

/** Emits a provider's current state to listeners. Changes made while a view is being built share the next one. */
function createAnnouncer(viewOf: (id: ProviderId) => Promise<ProviderView>, logger: Logger): Announcer {
  const changed = createEmitter<[ProviderView]>()
  const underWay = new Set<ProviderId>()
  const again = new Set<ProviderId>()

  function announce(id: ProviderId): void {
    if (!changed.hasListeners()) return
    if (underWay.has(id)) {
      again.add(id)
      return
    }
    underWay.add(id)
    void emitChange(id)
  }

  async function emitChange(id: ProviderId): Promise<void> {
    try {
      changed.emit(await viewOf(id))
    } catch (thrown) {
      logger.error('providers.not-announced', { provider: id, error: thrown })
    }
    // A view contains every model's card, and a busy queue changes it with every response.
    setTimeout(() => {
      underWay.delete(id)
      if (again.delete(id)) announce(id)
    }, pauseMs).unref()
  }

  return {
    announce,
    onChanged: changed.on,
  }
}

/** Changes the settings of one provider. One at a time: a change replaces the settings of all providers. */
type ChangeProviderSettings = (id: ProviderId, work: (current: ProviderSettings) => ProviderSettings) => Promise<void>

function createSettingsChanger(settings: ManagerParts['settings']): ChangeProviderSettings {
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

interface ViewParts {
  readonly adapter: ProviderAdapter
  readonly choice: ProviderChoice
  readonly key: Omit<KeyStatus, 'id'> | null
  readonly health: Health
  readonly models: readonly ModelCard[]
  readonly modelsRefreshedAtMs: number | null
}

function toProviderView({ adapter, choice, key, health, ...models }: ViewParts): ProviderView {
  const { isEnabled, defaultModel, defaultSize, baseUrl, baseUrlProblem, decidedElsewhere } = choice
  const successor = currentSuccessor({ models: models.models, baseUrl, ownBaseUrl: adapter.baseUrl }, defaultModel)
  return {
    id: adapter.id,
    label: adapter.label,
    kind: adapter.kind,
    key: toKeyView(adapter, key),
    // No request is sent, so nothing else can report the problem.
    health: baseUrlProblem ? { ...health, state: 'down', note: baseUrlProblem.message } : health,
    isEnabled,
    defaultModel: successor?.id ?? defaultModel,
    ...(successor !== null && defaultModel !== null && { insteadOf: defaultModel }),
    defaultSize,
    baseUrl,
    ownBaseUrl: adapter.baseUrl,
    decidedElsewhere,
    privacy: adapter.privacy,
    pages: adapter.pages ?? null,
    models: [...models.models],
    modelsRefreshedAtMs: models.modelsRefreshedAtMs,
    addModelHint: adapter.addModelHint,
  }
}

function toKeyView({ id, credential }: ProviderAdapter, key: Omit<KeyStatus, 'id'> | null): KeyView {
  const isTaken = credential.need !== 'none'
  return {
    need: credential.need,
    form: credential.form,
    source: isTaken ? (key?.source ?? null) : null,
    ending: isTaken ? (key?.ending ?? null) : null,
    variable: isTaken && isKeyId(id) ? environmentNameOf(id) : null,
    keychainProblem: isTaken ? (key?.keychainProblem ?? null) : null,
    pageUrl: credential.pageUrl,
  }
}
