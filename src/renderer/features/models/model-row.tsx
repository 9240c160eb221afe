import { Star, X } from 'lucide-react'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import { useFavourite, useServices } from '../../client/index.ts'
import { abilityWords } from '../../lib/ability-words.ts'
import { canAsk, isRetired } from '../../lib/model-facts.ts'
import { priceWords } from '../../lib/price-words.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Tip } from '../../ui/tip.tsx'

interface ModelRowProps {
  readonly provider: ProviderView
  readonly card: ModelCard
}

/** One model: what it can do, and what it costs. Its name takes it to the Studio. */
export function ModelRow({ provider, card }: ModelRowProps) {
  const { intents, providers } = useServices()
  const ref: ModelRef = { provider: provider.id, model: card.id }
  const { isFavourite, toggle } = useFavourite(ref)
  const abilities = abilityWords(card, provider.models)
  const price = priceWords(card)
  const canUse = canAsk(provider) && !(isRetired(card) && provider.baseUrl === null)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const use = () => intents.send({ do: 'use-model', ref })
  const makeDefault = () => void providers.configure(provider.id, { defaultModel: card.id }).catch(report)
  const menu = [
    [
      { label: 'Use it in the Studio', isDisabled: !canUse, run: use },
      { label: isFavourite ? 'No favourite any more' : 'Make it a favourite', run: toggle },
      {
        label: 'Make it the default',
        isDisabled: provider.decidedElsewhere.defaultModel !== undefined || provider.defaultModel === card.id,
        run: makeDefault,
      },
    ],
  ]
  return (
    <Menu groups={menu}>
      <li className="model-row" data-tone={abilities.tone}>
        <Tip className="model-row-name" text={card.note} side="bottom">
          <button type="button" disabled={!canUse} title={card.id} onClick={use}>
            {card.label}
          </button>
          {provider.defaultModel === card.id && <span className="model-row-default">default</span>}
        </Tip>
        <span className="model-row-abilities">{abilities.text}</span>
        <span className="model-row-actions">
          {card.origin === 'added' && (
            <IconButton
              label={`Take ${card.label} out of the list`}
              size="small"
              onClick={() => void providers.removeModel(provider.id, card.id).catch(report)}
            >
              <X size={13} aria-hidden="true" />
            </IconButton>
          )}
          <IconButton
            label={isFavourite ? `${card.label} is a favourite` : `Make ${card.label} a favourite`}
            size="small"
            className="model-row-star"
            isPressed={isFavourite}
            onClick={toggle}
          >
            <Star size={13} aria-hidden="true" fill={isFavourite ? 'currentColor' : 'none'} />
          </IconButton>
        </span>
        <Tip className="model-row-price" text={price.tip}>
          {price.text}
        </Tip>
      </li>
    </Menu>
  )
}
