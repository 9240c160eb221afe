import { useState } from 'react'
import type { Operation } from '../../../../shared/domain/generation.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { useProviders } from '../../../client/index.ts'
import { canAsk, canDo, isListed, isRetired } from '../../../lib/model-facts.ts'
import { isSameModel, modelKey } from '../../../lib/model-ref.ts'
import { priceLabel } from '../../../lib/price-labels.ts'
import { TextField } from '../../../ui/text-field.tsx'

interface ModelChoicesProps {
  readonly chosen: readonly ModelRef[]
  readonly operation: Operation
  readonly onChange: (models: readonly ModelRef[]) => void
}

/** Every usable model for the task, in the order in which they are chosen. */
export function ModelChoices({ chosen, operation, onChange }: ModelChoicesProps) {
  const providers = useProviders()
  const [search, setSearch] = useState('')
  const offered = providers.flatMap((provider) => offeredOf(provider, operation, search))
  const toggle = (ref: ModelRef) => {
    const others = chosen.filter((each) => !isSameModel(each, ref))
    onChange(others.length < chosen.length ? others : [...chosen, ref])
  }
  return (
    <>
      <TextField
        label={messages.searchModels}
        isLabelHidden
        placeholder={messages.searchModels}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <fieldset className="grid-choices">
        <legend className="visually-hidden">{messages.models}</legend>
        {offered.map(({ ref, label, provider, price }) => (
          <label key={modelKey(ref)}>
            <input
              type="checkbox"
              checked={chosen.some((each) => isSameModel(each, ref))}
              onChange={() => toggle(ref)}
            />
            <span>{label}</span>
            <small>
              {provider} · {price}
            </small>
          </label>
        ))}
        {offered.length === 0 && <p className="grid-hint">{messages.noModels}</p>}
      </fieldset>
    </>
  )
}

function offeredOf(provider: ProviderView, operation: Operation, search: string) {
  if (!canAsk(provider)) return []
  const words = search.trim().toLowerCase()
  return provider.models
    .filter((card) => canDo(card, operation) && !isRetired(card) && isListed(card, provider))
    .filter(({ label, id }) => `${label} ${id} ${provider.label}`.toLowerCase().includes(words))
    .map((card) => ({
      ref: { provider: provider.id, model: card.id },
      label: card.label,
      provider: provider.label,
      price: priceLabel(card).text,
    }))
}
