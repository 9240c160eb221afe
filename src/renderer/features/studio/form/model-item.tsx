import { Command as Cmdk } from 'cmdk'
import { Square, SquareCheck, Star } from 'lucide-react'
import type { MouseEvent } from 'react'
import * as messages from '../../../../shared/messages/en/form-parts.ts'
import { useFavorite } from '../../../client/index.ts'
import { describeAbilities } from '../../../lib/model-abilities.ts'
import { isReady } from '../../../lib/model-facts.ts'
import type { ModelMatch } from '../../../lib/model-ref.ts'
import { priceLabel } from '../../../lib/price-labels.ts'
import { useIgnored } from './use-ignored.ts'

interface ModelItemProps {
  readonly value: string
  readonly found: ModelMatch
  readonly isSelected: boolean
  /** If the heading does not name the provider. */
  readonly hasProvider: boolean
  readonly onToggle: () => void
  readonly onUseOnly: () => void
}

/** A model in the picker: a click toggles its selection. */
export function ModelItem({ value, found, isSelected, hasProvider, onToggle, onUseOnly }: ModelItemProps) {
  const { provider, card } = found
  const ignored = useIgnored()(card)
  const { text, tone } = describeAbilities(card, provider.models)
  const Tick = isSelected ? SquareCheck : Square
  return (
    <Cmdk.Item
      value={value}
      className="model-item"
      data-ready={isReady(provider)}
      data-selected={isSelected}
      onSelect={onToggle}
    >
      <Tick size={15} className="model-item-tick" aria-hidden="true" />
      <span className="model-item-name">
        <span>
          {card.label}
          {isSelected && <span className="visually-hidden">, {messages.selected}</span>}
        </span>
        <span data-tone={tone}>
          {hasProvider && `${provider.label} · `}
          {text}
          {ignored !== null && <span data-tone="warning"> · {ignored}</span>}
        </span>
      </span>
      <PointerActions found={found} onUseOnly={onUseOnly} />
      <span className="model-item-price">{priceLabel(card).text}</span>
    </Cmdk.Item>
  )
}

/** Stops propagation, because the row would toggle the model. */
const apart = (run: () => void) => (event: MouseEvent) => {
  event.stopPropagation()
  run()
}

interface PointerActionsProps {
  readonly found: ModelMatch
  readonly onUseOnly: () => void
}

/** For the pointer only: an option may contain no buttons. Those below the list do the same for the marked model. */
function PointerActions({ found: { provider, card }, onUseOnly }: PointerActionsProps) {
  const { isFavorite, toggle } = useFavorite({ provider: provider.id, model: card.id })
  return (
    <span className="model-item-actions" aria-hidden="true">
      <span className="model-item-only" data-part="use-only" onClick={apart(onUseOnly)}>
        {messages.only}
      </span>
      <span className="model-item-star" data-part="favorite" data-on={isFavorite} onClick={apart(toggle)}>
        <Star size={13} fill={isFavorite ? 'currentColor' : 'none'} />
      </span>
    </span>
  )
}
