import { CircleAlert, KeyRound, Search, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PillChoice } from '../../ui/pill-choice.tsx'
import type { ModelsStore } from './create-models-store.ts'
import { FallbackCard } from './fallback-card.tsx'
import { filterProviders, showsFill, type ModelFilter } from './filter-providers.ts'
import { LocalSetupCard } from './local/local-setup-card.tsx'
import { LocalCard } from './local-card.tsx'
import { ModelsProvider, useModels, useModelsState } from './models-context.ts'
import './models.css'
import { ProviderCard } from './provider-card.tsx'

/** Every provider and engine as a card: its key, how it is, what its models can do. */
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

/** Said once for all cards: where keys cannot be kept for good. */
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
        look="accent"
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
