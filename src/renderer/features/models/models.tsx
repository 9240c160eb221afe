import { CircleAlert, KeyRound, Search, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ProviderView, FoundServer } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useServices, useProviders } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PillChoice } from '../../ui/fields/pill-choice.tsx'
import type { ModelsStore } from './create-models-store.ts'
import { FallbackCard } from './fallback-card.tsx'
import { filterProviders, showsFill, type ModelFilter, type Listing } from './filter-providers.ts'
import { LocalSetupCard } from './local/local-setup-card.tsx'
import { ModelsProvider, useModels, useModelsState } from './models-context.ts'
import './models.css'
import { ProviderCard } from './provider-card.tsx'
import './local/local-setup-card.css'
import { ModelList } from './model-list.tsx'
import { TaskProblem, useBusyTask } from './use-busy-task.tsx'

/** Every provider and engine as a card: its key, status, and models. */
export function Models({ store }: { readonly store: ModelsStore }) {
  return (
    <ModelsProvider value={store}>
      <div className="models">
        <ModelsToolbar />
        <ModelsContent />
      </div>
    </ModelsProvider>
  )
}

function ModelsContent() {
  const { providers: list, describeError } = useServices()
  const { providers, error } = useStore(list.store)
  if (providers !== null) return <Cards providers={providers} />
  if (error === null) return <div className="models-scroll" role="status" aria-label={messages.loadingProviders} />
  const { title, text } = describeError(error)
  return (
    <EmptyState icon={<CircleAlert size={32} strokeWidth={1.5} />} title={title} text={text}>
      <Button onClick={() => void list.load()}>{messages.tryAgain}</Button>
    </EmptyState>
  )
}

function Cards({ providers }: { readonly providers: readonly ProviderView[] }) {
  const store = useModels()
  const filter = useModelsState((state) => state.filter)
  const search = useModelsState((state) => state.search)
  const listings = useMemo(() => filterProviders(providers, filter, search), [providers, filter, search])
  const isUnfiltered = filter === 'all' && search.trim() === ''
  const hasFill = showsFill(search)
  if (listings.length === 0 && !hasFill) {
    return (
      <EmptyState
        icon={<SearchX size={32} strokeWidth={1.5} />}
        title={messages.noModelsFound}
        text={messages.noModelsFoundHint}
      >
        <Button onClick={() => store.setState({ filter: 'all', search: '' })}>{messages.showAllModels}</Button>
      </EmptyState>
    )
  }
  const local = listings.find(({ provider }) => provider.id === 'local')
  const others = listings.filter((listing) => listing.provider.kind !== 'demo' && listing !== local)
  return (
    <div className="models-scroll">
      <KeychainNotice providers={providers} />
      <div className="models-grid">
        {local !== undefined && <LocalSetupCard listing={local} />}
        <LocalCard demo={listings.find(({ provider }) => provider.kind === 'demo') ?? null} hasFill={hasFill} />
        {others.map((listing) => (
          <ProviderCard key={listing.provider.id} listing={listing} />
        ))}
      </div>
      {isUnfiltered && <FallbackCard providers={providers} />}
    </div>
  )
}

/** Shown once for all cards: keys cannot be stored permanently. */
function KeychainNotice({ providers }: { readonly providers: readonly ProviderView[] }) {
  if (providers.every(({ key }) => key.keychainProblem === null)) return null
  return (
    <p className="models-notice" role="note">
      <KeyRound size={15} aria-hidden="true" />
      <span>{messages.noKeychain}</span>
    </p>
  )
}

const filters: readonly { readonly value: ModelFilter; readonly label: string }[] = [
  { value: 'all', label: messages.all },
  { value: 'mask', label: messages.supportsMasks },
  { value: 'free', label: messages.free },
  { value: 'seed', label: messages.supportsSeeds },
  { value: 'ready', label: messages.ready },
]

function ModelsToolbar() {
  const store = useModels()
  const filter = useModelsState((state) => state.filter)
  const search = useModelsState((state) => state.search)
  return (
    <header className="models-toolbar">
      <h1>{messages.models}</h1>
      <PillChoice
        label={messages.show}
        isLabelHidden
        variant="accent"
        options={filters}
        value={filter}
        onChange={(next) => store.setState({ filter: next })}
      />
      <div className="models-search">
        <Search size={14} aria-hidden="true" />
        <input
          type="text"
          placeholder={messages.searchModels}
          aria-label={messages.searchProvidersAndModels}
          spellCheck={false}
          value={search}
          onChange={(event) => store.setState({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            if (search === '') event.currentTarget.blur()
            else store.setState({ search: '' })
          }}
        />
      </div>
    </header>
  )
}

interface LocalCardProps {
  /** The demo; null if none of it passes the filter. */
  readonly demo: Listing | null
  readonly hasFill: boolean
}

/** What needs no network, key, or account. */
function LocalCard({ demo, hasFill }: LocalCardProps) {
  if (demo === null && !hasFill) return null
  return (
    <article className="provider-card" aria-label={messages.onThisComputer}>
      <header>
        <h2>{messages.onThisComputer}</h2>
        <p className="health" data-tone="good" role="status" aria-label={messages.onComputerReady}>
          <span className="health-dot" aria-hidden="true" />
          {messages.ready}
        </p>
      </header>
      <p className="provider-privacy">{messages.worksOffline}</p>
      {hasFill && <FillRow />}
      {demo !== null && <ModelList listing={demo} />}
      {demo !== null && <Servers />}
    </article>
  )
}

/** Local servers of other programs. Detected only on request. */
function Servers() {
  const { providers } = useServices()
  const known = useProviders()
  const task = useBusyTask()
  const [found, setFound] = useState<readonly FoundServer[] | null>(null)
  const use = ({ provider, baseUrl }: FoundServer) =>
    task.run(async () => {
      const ownBaseUrl = known.find(({ id }) => id === provider)?.ownBaseUrl
      await providers.configure(provider, { isEnabled: true, baseUrl: baseUrl === ownBaseUrl ? null : baseUrl })
      await providers.refreshModels(provider)
    })
  return (
    <section className="local-servers" aria-label={messages.serversOnThisComputer}>
      {found !== null && found.length > 0 && (
        <ul className="local-folders" aria-label={messages.serversOnThisComputer}>
          {found.map((server) => (
            <li key={server.baseUrl + server.provider}>
              <span>{server.label}</span>
              <span className="local-facts">{factsOf(server)}</span>
              {isInUse(server, known) ? (
                <span className="local-facts">{messages.inUse}</span>
              ) : (
                <Button
                  size="small"
                  disabled={task.isRunning}
                  aria-label={messages.buttonUseServer({ server: server.label })}
                  onClick={() => void use(server)}
                >
                  {messages.use}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {found?.length === 0 && (
        <p className="local-facts" role="status">
          {messages.noServersFound}
        </p>
      )}
      <TaskProblem error={task.error} />
      <div>
        <Button
          size="small"
          icon={<Search size={13} aria-hidden="true" />}
          disabled={task.isRunning}
          title={messages.findServersHint}
          onClick={() => void task.run(async () => setFound(await providers.findServers()))}
        >
          {task.isRunning ? messages.searching : messages.findRunningServers}
        </Button>
      </div>
    </section>
  )
}

function factsOf({ baseUrl, models }: FoundServer): string {
  return `${new URL(baseUrl).host} · ${models === null ? messages.loginRequired : messages.modelCount({ count: models })}`
}

function isInUse({ provider, baseUrl }: FoundServer, known: readonly ProviderView[]): boolean {
  const view = known.find(({ id }) => id === provider)
  if (view === undefined || !view.isEnabled || view.modelsRefreshedAtMs === null) return false
  return (view.baseUrl ?? view.ownBaseUrl) === baseUrl
}

function FillRow() {
  return (
    <ul className="model-list" aria-label={messages.localTools}>
      <li className="model-row" data-tone="plain">
        <span className="model-row-name">{messages.contentAwareFill}</span>
        <span className="model-row-abilities">{messages.editExactMask}</span>
        <span className="model-row-actions" />
        <span className="model-row-price">{messages.freePrice}</span>
      </li>
    </ul>
  )
}
