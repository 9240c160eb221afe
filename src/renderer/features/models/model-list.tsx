import { useModels, useModelsState } from './models-context.ts'
import { toggleUnfolded } from './create-models-store.ts'
import type { Listing } from './filter-providers.ts'
import { ModelRow } from './model-row.tsx'
import './model-list.css'

/** As many as a card shows at first. */
const foldedCount = 4

export function ModelList({ listing }: { readonly listing: Listing }) {
  const store = useModels()
  const { provider, models } = listing
  const isUnfolded = useModelsState((state) => state.unfolded.has(provider.id))
  const hidden = models.length - foldedCount
  // One more line says as much as one more model.
  const isFolding = hidden > 1
  const shown = isFolding && !isUnfolded ? models.slice(0, foldedCount) : models
  if (models.length === 0) return <p className="model-list-empty">{emptyWords(listing)}</p>
  return (
    <div className="model-list">
      <ul aria-label={`Models of ${provider.label}`}>
        {shown.map((card) => (
          <ModelRow key={card.id} provider={provider} card={card} />
        ))}
      </ul>
      {isFolding && (
        <button
          type="button"
          className="model-list-more"
          aria-expanded={isUnfolded}
          aria-label={isUnfolded ? `Fewer of ${provider.label}` : `${hidden} more of ${provider.label}`}
          onClick={() => toggleUnfolded(store, provider.id)}
        >
          {isUnfolded ? 'fewer' : `${hidden} more`}
        </button>
      )}
    </div>
  )
}

function emptyWords({ provider }: Listing): string {
  return provider.kind === 'local' ? 'Its models are listed once it is running.' : 'No models are known yet.'
}
