import { Command as Cmdk } from 'cmdk'
import { Check, Star } from 'lucide-react'
import { useFavourite } from '../../../client/index.ts'
import { abilityWords } from '../../../lib/ability-words.ts'
import { isReady } from '../../../lib/model-facts.ts'
import type { FoundModel } from '../../../lib/model-ref.ts'
import { priceWords } from '../../../lib/price-words.ts'

interface ModelItemProps {
  readonly value: string
  readonly found: FoundModel
  readonly isChosen: boolean
  /** Where the heading does not say whose it is. */
  readonly hasProvider: boolean
  readonly onChoose: () => void
}

/** One model in the picker. */
export function ModelItem({ value, found, isChosen, hasProvider, onChoose }: ModelItemProps) {
  const { provider, card } = found
  const { text, tone } = abilityWords(card, provider.models)
  return (
    <Cmdk.Item value={value} className="model-item" data-ready={isReady(provider)} onSelect={onChoose}>
      <Check size={14} aria-hidden="true" visibility={isChosen ? 'visible' : 'hidden'} />
      <span className="model-item-name">
        <span>
          {card.label}
          {isChosen && <span className="visually-hidden">, chosen</span>}
        </span>
        <span data-tone={tone}>
          {hasProvider && `${provider.label} · `}
          {text}
        </span>
      </span>
      <span className="model-item-price">{priceWords(card).text}</span>
      <FavouriteStar found={found} />
    </Cmdk.Item>
  )
}

function FavouriteStar({ found: { provider, card } }: { readonly found: FoundModel }) {
  const { isFavourite, toggle } = useFavourite({ provider: provider.id, model: card.id })
  return (
    <button
      type="button"
      className="model-item-star"
      aria-label={`${card.label} is a favourite`}
      aria-pressed={isFavourite}
      onClick={(event) => {
        event.stopPropagation()
        toggle()
      }}
      // Enter on the star is the star's, not the line's.
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && event.stopPropagation()}
    >
      <Star size={13} aria-hidden="true" fill={isFavourite ? 'currentColor' : 'none'} />
    </button>
  )
}
