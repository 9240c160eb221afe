import { Command as Cmdk } from 'cmdk'
import { Square, SquareCheck, Star } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useFavourite } from '../../../client/index.ts'
import { abilityWords } from '../../../lib/ability-words.ts'
import { isReady } from '../../../lib/model-facts.ts'
import type { FoundModel } from '../../../lib/model-ref.ts'
import { priceWords } from '../../../lib/price-words.ts'
import { useIgnored } from './use-ignored.ts'

interface ModelItemProps {
  readonly value: string
  readonly found: FoundModel
  readonly isTicked: boolean
  /** Where the heading does not say whose it is. */
  readonly hasProvider: boolean
  /** This one too, or no more. */
  readonly onToggle: () => void
  /** This one alone. */
  readonly onChoose: () => void
}

/** One model in the picker. */
export function ModelItem({ value, found, isTicked, hasProvider, onToggle, onChoose }: ModelItemProps) {
  const { provider, card } = found
  const ignored = useIgnored()(card)
  const { text, tone } = abilityWords(card, provider.models)
  return (
    <Cmdk.Item value={value} className="model-item" data-ready={isReady(provider)} onSelect={onChoose}>
      <TickBox label={card.label} isTicked={isTicked} onToggle={onToggle} />
      <span className="model-item-name">
        <span>
          {card.label}
          {isTicked && <span className="visually-hidden">, chosen</span>}
        </span>
        <span data-tone={tone}>
          {hasProvider && `${provider.label} · `}
          {text}
          {ignored !== null && <span data-tone="warning"> · {ignored}</span>}
        </span>
      </span>
      <span className="model-item-price">{priceWords(card).text}</span>
      <FavouriteStar found={found} />
    </Cmdk.Item>
  )
}

/** Enter on a button within the line is the button's, not the line's. */
const keepEnter = (event: KeyboardEvent) => {
  if (event.key === 'Enter' || event.key === ' ') event.stopPropagation()
}

interface TickBoxProps {
  readonly label: string
  readonly isTicked: boolean
  readonly onToggle: () => void
}

function TickBox({ label, isTicked, onToggle }: TickBoxProps) {
  const Icon = isTicked ? SquareCheck : Square
  return (
    <button
      type="button"
      role="checkbox"
      className="model-item-tick"
      aria-checked={isTicked}
      aria-label={`${label} too`}
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
      onKeyDown={keepEnter}
    >
      <Icon size={15} aria-hidden="true" />
    </button>
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
      onKeyDown={keepEnter}
    >
      <Star size={13} aria-hidden="true" fill={isFavourite ? 'currentColor' : 'none'} />
    </button>
  )
}
