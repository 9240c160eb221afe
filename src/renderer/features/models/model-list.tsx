import type { ReactNode } from 'react'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { isRetired } from '../../lib/model-facts.ts'
import { useModels, useModelsState } from './models-context.ts'
import { toggleUnfolded } from './create-models-store.ts'
import type { Listing } from './filter-providers.ts'
import { ModelRow } from './model-row.tsx'
import './model-list.css'

/** As many as a card shows at first. */
const foldedCount = 4

interface ModelListProps {
  readonly listing: Listing
  /** By model id: what stands in the place of the price. */
  readonly facts?: ReadonlyMap<string, ReactNode>
}

/** The models of a provider: a few at first, and retired ones only where they are asked for. */
export function ModelList({ listing, facts }: ModelListProps) {
  const { provider, models } = listing
  const isSearching = useModelsState(({ search }) => search.trim() !== '')
  const current = models.filter((card) => !isRetired(card))
  const retired = models.filter(isRetired)
  if (models.length === 0) return <p className="model-list-empty">{emptyWords(listing)}</p>
  return (
    <div className="model-list">
      {current.length > 0 && <CurrentModels provider={provider} models={current} facts={facts} />}
      {retired.length > 0 &&
        (isSearching ? (
          <Rows label={`Retired models of ${provider.label}`} provider={provider} models={retired} />
        ) : (
          <RetiredModels provider={provider} models={retired} />
        ))}
    </div>
  )
}

interface ModelsOf {
  readonly provider: ProviderView
  readonly models: readonly ModelCard[]
  readonly facts?: ReadonlyMap<string, ReactNode> | undefined
}

function CurrentModels({ provider, models, facts }: ModelsOf) {
  const store = useModels()
  const isUnfolded = useModelsState((state) => state.unfolded.has(provider.id))
  const hidden = models.length - foldedCount
  // One more line says as much as one more model.
  const isFolding = hidden > 1
  const shown = isFolding && !isUnfolded ? models.slice(0, foldedCount) : models
  return (
    <>
      <Rows label={`Models of ${provider.label}`} provider={provider} models={shown} facts={facts} />
      {isFolding && (
        <Fold
          name={isUnfolded ? `Fewer of ${provider.label}` : `${hidden} more of ${provider.label}`}
          text={isUnfolded ? 'fewer' : `${hidden} more`}
          isUnfolded={isUnfolded}
          onToggle={() => toggleUnfolded(store, 'unfolded', provider.id)}
        />
      )}
    </>
  )
}

function RetiredModels({ provider, models }: ModelsOf) {
  const store = useModels()
  const isUnfolded = useModelsState((state) => state.unfoldedRetired.has(provider.id))
  const text = `${models.length} retired`
  return (
    <>
      <Fold
        name={`${text} of ${provider.label}`}
        text={isUnfolded ? `hide ${text}` : text}
        isUnfolded={isUnfolded}
        onToggle={() => toggleUnfolded(store, 'unfoldedRetired', provider.id)}
      />
      {isUnfolded && <Rows label={`Retired models of ${provider.label}`} provider={provider} models={models} />}
    </>
  )
}

function Rows({ label, provider, models, facts }: ModelsOf & { readonly label: string }) {
  return (
    <ul aria-label={label}>
      {models.map((card) => (
        <ModelRow key={card.id} provider={provider} card={card} fact={facts?.get(card.id)} />
      ))}
    </ul>
  )
}

interface FoldProps {
  readonly name: string
  readonly text: string
  readonly isUnfolded: boolean
  readonly onToggle: () => void
}

function Fold({ name, text, isUnfolded, onToggle }: FoldProps) {
  return (
    <button type="button" className="model-list-more" aria-expanded={isUnfolded} aria-label={name} onClick={onToggle}>
      {text}
    </button>
  )
}

function emptyWords({ provider }: Listing): string {
  return provider.kind === 'local' ? 'Its models are listed once it is running.' : 'No models are known yet.'
}
