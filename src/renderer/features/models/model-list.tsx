import { Star, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useFavorite, useServices } from '../../client/index.ts'
import { describeAbilities } from '../../lib/models/model-abilities.ts'
import { canAsk, isRetired } from '../../lib/models/model-facts.ts'
import { priceLabel } from '../../lib/models/price-labels.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menus/menu.tsx'
import { LazyModelDetailsDialog } from '../../ui/model-details-button.tsx'
import { Tip } from '../../ui/menus/tip.tsx'
import { useModels, useModelsState } from './models-context.ts'
import { toggleUnfolded } from './create-models-store.ts'
import type { Listing } from './filter-providers.ts'
import './model-list.css'

/** Number shown initially. */
const foldedCount = 4

interface ModelListProps {
  readonly listing: Listing
  /** By model id: shown instead of the price. */
  readonly facts?: ReadonlyMap<string, ReactNode>
}

/** A provider's models: a few at first, retired ones only on request. */
export function ModelList({ listing, facts }: ModelListProps) {
  const { provider, models } = listing
  const isSearching = useModelsState(({ search }) => search.trim() !== '')
  const current = models.filter((card) => !isRetired(card))
  const retired = models.filter(isRetired)
  if (models.length === 0) return <p className="model-list-empty">{emptyMessage(listing)}</p>
  return (
    <div className="model-list">
      {current.length > 0 && <CurrentModels provider={provider} models={current} facts={facts} />}
      {retired.length > 0 &&
        (isSearching ? (
          <Rows label={messages.retiredModelsOf({ service: provider.label })} provider={provider} models={retired} />
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
  // One hidden model would take as much room as the button.
  const isFolding = hidden > 1
  const shown = isFolding && !isUnfolded ? models.slice(0, foldedCount) : models
  return (
    <>
      <Rows label={messages.modelsOf({ service: provider.label })} provider={provider} models={shown} facts={facts} />
      {isFolding && (
        <Fold
          name={
            isUnfolded
              ? messages.showFewerOf({ service: provider.label })
              : messages.showMoreOf({ count: hidden, service: provider.label })
          }
          text={isUnfolded ? messages.showFewer : messages.showMore({ count: hidden })}
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
  const count = models.length
  return (
    <>
      <Fold
        name={
          isUnfolded
            ? messages.hideRetiredOf({ count, service: provider.label })
            : messages.showRetiredOf({ count, service: provider.label })
        }
        text={isUnfolded ? messages.hideRetired({ count }) : messages.showRetired({ count })}
        isUnfolded={isUnfolded}
        onToggle={() => toggleUnfolded(store, 'unfoldedRetired', provider.id)}
      />
      {isUnfolded && (
        <Rows label={messages.retiredModelsOf({ service: provider.label })} provider={provider} models={models} />
      )}
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

function emptyMessage({ provider }: Listing): string {
  return provider.kind === 'local' ? messages.modelsAppearWhileRunning : messages.noModelsYet
}

interface ModelRowProps {
  readonly provider: ProviderView
  readonly card: ModelCard
  /** Shown instead of the price where that is obvious. */
  readonly fact?: ReactNode
}

/** One model with its capabilities and price. Its name opens all other details. */
function ModelRow({ provider, card, fact }: ModelRowProps) {
  const { intents, providers } = useServices()
  const ref: ModelRef = { provider: provider.id, model: card.id }
  const { isFavorite, toggle } = useFavorite(ref)
  const [isOpen, setOpen] = useState(false)
  const abilities = describeAbilities(card, provider.models)
  const price = priceLabel(card)
  const canUse = canAsk(provider) && !(isRetired(card) && provider.baseUrl === null)
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const use = () => intents.send({ type: 'use-model', ref })
  const makeDefault = () => void providers.configure(provider.id, { defaultModel: card.id }).catch(report)
  const menu = [
    [
      { label: messages.details, run: () => setOpen(true) },
      { label: messages.buttonUseInStudio, isDisabled: !canUse, run: use },
      { label: isFavorite ? messages.removeFromFavorites : messages.addToFavorites, run: toggle },
      {
        label: messages.makeDefault,
        isDisabled:
          provider.decidedElsewhere.defaultModel !== undefined ||
          // In place of a retired one, it can be chosen for good.
          (provider.defaultModel === card.id && provider.insteadOf === undefined),
        run: makeDefault,
      },
    ],
  ]
  return (
    <>
      {isOpen && (
        <LazyModelDetailsDialog
          found={{ provider, card }}
          actions={
            <Button variant="primary" disabled={!canUse} onClick={use}>
              {messages.buttonUseInStudio}
            </Button>
          }
          onClose={() => setOpen(false)}
        />
      )}
      <Menu groups={menu}>
        <li className="model-row" data-tone={abilities.tone}>
          <Tip className="model-row-name" text={card.note} side="bottom">
            <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
              {card.label}
            </button>
            {provider.defaultModel === card.id && <span className="model-row-default">{messages.defaultModel}</span>}
          </Tip>
          <span className="model-row-abilities">{abilities.text}</span>
          <span className="model-row-actions">
            {card.origin === 'added' && (
              <IconButton
                label={messages.removeModel({ model: card.label })}
                size="small"
                onClick={() => void providers.removeModel(provider.id, card.id).catch(report)}
              >
                <X size={13} aria-hidden="true" />
              </IconButton>
            )}
            <IconButton
              label={
                isFavorite
                  ? messages.removeModelFromFavorites({ model: card.label })
                  : messages.addModelToFavorites({ model: card.label })
              }
              size="small"
              className="model-row-star"
              isPressed={isFavorite}
              onClick={toggle}
            >
              <Star size={13} aria-hidden="true" fill={isFavorite ? 'currentColor' : 'none'} />
            </IconButton>
          </span>
          <Tip className="model-row-price" text={price.tip}>
            {fact ?? price.text}
          </Tip>
        </li>
      </Menu>
    </>
  )
}
