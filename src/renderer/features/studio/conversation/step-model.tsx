import { Command as Cmdk } from 'cmdk'
import { ChevronDown } from 'lucide-react'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { searchModels } from '../../../../shared/messages/en/form-parts.ts'
import { useProviders, useServices } from '../../../client/index.ts'
import { modelKey, type ModelMatch } from '../../../lib/models/model-ref.ts'
import { priceLabel } from '../../../lib/models/price-labels.ts'
import { Button } from '../../../ui/button.tsx'
import { Popover } from '../../../ui/menus/popover.tsx'
import '../form/models/model-picker.css'
import { listStepModels, stepDisabledReason } from './step-models.ts'

interface StepModelProps {
  readonly found: ModelMatch | null
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onChoose: (ref: ModelRef) => void
}

/** The model of the next step. */
export function StepModel({ found, isOpen, onOpenChange, onChoose }: StepModelProps) {
  const { intents } = useServices()
  if (found === null) {
    return (
      <p className="conversation-note">
        {messages.noModels}{' '}
        <button
          type="button"
          className="generate-link"
          onClick={() => intents.send({ type: 'show-models', provider: null })}
        >
          {messages.showModels}
        </button>
      </p>
    )
  }
  const name = messages.model({ model: found.card.label })
  const trigger = (
    <Button size="small" className="conversation-model" icon={<ChevronDown size={13} aria-hidden="true" />}>
      <span title={name}>{name}</span>
    </Button>
  )
  return (
    <Popover
      label={messages.chooseModel}
      isOpen={isOpen}
      trigger={trigger}
      className="model-picker conversation-models"
      onOpenChange={onOpenChange}
    >
      <StepModelList found={found} onChoose={onChoose} />
    </Popover>
  )
}

/** Models that cannot go on say why, and cannot be chosen. */
function StepModelList({ found, onChoose }: Pick<StepModelProps, 'onChoose'> & { readonly found: ModelMatch }) {
  const models = listStepModels(useProviders())
  return (
    <Cmdk label={searchModels} loop defaultValue={keyOf(found)}>
      <div className="model-picker-head">
        <Cmdk.Input placeholder={searchModels} />
      </div>
      <Cmdk.List label={messages.models}>
        {models.map((each) => {
          const reason = stepDisabledReason(each.card)
          const { provider, card } = each
          return (
            <Cmdk.Item
              key={keyOf(each)}
              value={keyOf(each)}
              keywords={[card.label, provider.label]}
              className="model-item"
              data-ready={reason === null}
              disabled={reason !== null}
              onSelect={() => onChoose({ provider: provider.id, model: card.id })}
            >
              <span className="model-item-name">
                <span>{card.label}</span>
                <span>{reason === null ? provider.label : `${provider.label} · ${reason}`}</span>
              </span>
              <span className="model-item-price">{priceLabel(card).text}</span>
            </Cmdk.Item>
          )
        })}
      </Cmdk.List>
    </Cmdk>
  )
}

const keyOf = ({ provider, card }: ModelMatch) => modelKey({ provider: provider.id, model: card.id })
