import { Star, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import { useFavorite, useServices } from '../../client/index.ts'
import { abilityWords } from '../../lib/ability-words.ts'
import { canAsk, isRetired } from '../../lib/model-facts.ts'
import { priceWords } from '../../lib/price-words.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ModelDetailsDialog } from '../../ui/model-details-button.tsx'
import { Tip } from '../../ui/tip.tsx'

interface ModelRowProps {
  readonly provider: ProviderView
  readonly card: ModelCard
  /** In the place of the price, where that goes without saying. */
  readonly fact?: ReactNode
}

/** One model: what it can do, and what it costs. Its name opens everything else that is known of it. */
export function ModelRow({ provider, card, fact }: ModelRowProps) {
  const { intents, providers } = useServices()
  const ref: ModelRef = { provider: provider.id, model: card.id }
  const { isFavorite, toggle } = useFavorite(ref)
  const [isOpen, setOpen] = useState(false)
  const abilities = abilityWords(card, provider.models)
  const price = priceWords(card)
  const canUse = canAsk(provider) && !(isRetired(card) && provider.baseUrl === null)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const use = () => intents.send({ do: 'use-model', ref })
  const makeDefault = () => void providers.configure(provider.id, { defaultModel: card.id }).catch(report)
  const menu = [
    [
      { label: 'Details', run: () => setOpen(true) },
      { label: 'Use in Studio', isDisabled: !canUse, run: use },
      { label: isFavorite ? 'Remove from favorites' : 'Add to favorites', run: toggle },
      {
        label: 'Make default',
        isDisabled: provider.decidedElsewhere.defaultModel !== undefined || provider.defaultModel === card.id,
        run: makeDefault,
      },
    ],
  ]
  return (
    <>
      {isOpen && (
        <ModelDetailsDialog
          found={{ provider, card }}
          actions={
            <Button look="primary" disabled={!canUse} onClick={use}>
              Use in Studio
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
            {provider.defaultModel === card.id && <span className="model-row-default">default</span>}
          </Tip>
          <span className="model-row-abilities">{abilities.text}</span>
          <span className="model-row-actions">
            {card.origin === 'added' && (
              <IconButton
                label={`Remove ${card.label}`}
                size="small"
                onClick={() => void providers.removeModel(provider.id, card.id).catch(report)}
              >
                <X size={13} aria-hidden="true" />
              </IconButton>
            )}
            <IconButton
              label={isFavorite ? `Remove ${card.label} from favorites` : `Add ${card.label} to favorites`}
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
