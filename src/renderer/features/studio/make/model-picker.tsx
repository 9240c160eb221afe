import { Command as Cmdk } from 'cmdk'
import { ChevronsUpDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useProviders, useServices, useSettings } from '../../../client/index.ts'
import { abilityWords } from '../../../lib/ability-words.ts'
import { healthWords } from '../../../lib/health-words.ts'
import { canAsk, isReady } from '../../../lib/model-facts.ts'
import { modelKey, type FoundModel } from '../../../lib/model-ref.ts'
import { priceWords } from '../../../lib/price-words.ts'
import { Popover } from '../../../ui/popover.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import { listModels, type ModelGroup } from './list-models.ts'
import { useMakeState } from './make-context.ts'
import './model-picker.css'
import { ModelItem } from './model-item.tsx'

/** The chosen model; a press on it lists all that can do what is asked for. */
export function ModelPicker() {
  const { store } = useStudio()
  const { model } = useMakeState()
  const isOpen = useStudioState((state) => state.isPickerOpen)
  const setOpen = (next: boolean) => store.setState({ isPickerOpen: next })
  const trigger = (
    <button type="button" className="model-chosen" aria-label={model === null ? 'Choose a model' : undefined}>
      {model === null ? <span className="model-chosen-none">Choose a model</span> : <ChosenModel found={model} />}
      <ChevronsUpDown size={14} aria-hidden="true" />
    </button>
  )
  return (
    <Popover label="Models" isOpen={isOpen} trigger={trigger} className="model-picker" onOpenChange={setOpen}>
      <ModelSearch onDone={() => setOpen(false)} />
    </Popover>
  )
}

function ChosenModel({ found: { provider, card } }: { readonly found: FoundModel }) {
  const state = isReady(provider) ? abilityWords(card, provider.models).text : healthWords(provider, null).text
  return (
    <>
      <strong>{card.label}</strong>
      <span className="model-chosen-price">{priceWords(card).text}</span>
      <span className="model-chosen-state">
        {provider.label} · {state}
      </span>
    </>
  )
}

function ModelSearch({ onDone }: { readonly onDone: () => void }) {
  const { make } = useStudio()
  const { operation, model } = useMakeState()
  const providers = useProviders()
  const favourites = useSettings((each) => each.favouriteModels)
  const [search, setSearch] = useState('')
  const [isMaskOnly, setMaskOnly] = useState(false)
  const groups = useMemo(
    () => listModels(providers, { operation, search, isMaskOnly, favourites }),
    [providers, operation, search, isMaskOnly, favourites],
  )
  return (
    <Cmdk label="Search models" shouldFilter={false} loop defaultValue={model === null ? '' : model.key}>
      <div className="model-picker-head">
        <Cmdk.Input value={search} placeholder="search models" onValueChange={setSearch} />
        {operation === 'edit' && (
          <button
            type="button"
            className="model-picker-filter"
            aria-pressed={isMaskOnly}
            onClick={() => setMaskOnly(!isMaskOnly)}
          >
            Can use a mask
          </button>
        )}
      </div>
      <Cmdk.List>
        <Cmdk.Empty>No model like that.</Cmdk.Empty>
        {groups.map((group) => (
          <PickerGroup
            key={group.provider?.id ?? 'favourites'}
            group={group}
            chosenKey={model?.key ?? null}
            onChoose={(found) => {
              make.chooseModel({ provider: found.provider.id, model: found.card.id })
              onDone()
            }}
          />
        ))}
      </Cmdk.List>
    </Cmdk>
  )
}

interface PickerGroupProps {
  readonly group: ModelGroup
  readonly chosenKey: string | null
  readonly onChoose: (found: FoundModel) => void
}

function PickerGroup({ group: { provider, models }, chosenKey, onChoose }: PickerGroupProps) {
  // A favourite is listed twice: each line needs a value of its own.
  const prefix = provider === null ? 'favourite ' : ''
  return (
    <Cmdk.Group heading={provider === null ? 'Favourites' : <ProviderHeading provider={provider} />}>
      {models.map((found) => {
        const key = modelKey({ provider: found.provider.id, model: found.card.id })
        return (
          <ModelItem
            key={key}
            value={`${prefix}${key}`}
            found={found}
            isChosen={key === chosenKey}
            hasProvider={provider === null}
            onChoose={() => onChoose(found)}
          />
        )
      })}
      {provider !== null && !canAsk(provider) && <WayToUse provider={provider} />}
    </Cmdk.Group>
  )
}

function ProviderHeading({ provider }: { readonly provider: FoundModel['provider'] }) {
  const { text, tone } = healthWords(provider, null)
  return (
    <span className="model-picker-provider">
      {provider.label}
      {tone !== 'good' && <span data-tone={tone}>{text}</span>}
    </span>
  )
}

/** A line of its own, so that the keys reach it: what is in a heading they do not. */
function WayToUse({ provider }: { readonly provider: FoundModel['provider'] }) {
  const { intents } = useServices()
  const show = () => intents.send({ do: 'show-models', provider: provider.id })
  return (
    <Cmdk.Item value={`use ${provider.id}`} className="model-picker-way" onSelect={show}>
      {provider.isEnabled ? `Add a key for ${provider.label}…` : `Switch ${provider.label} on…`}
    </Cmdk.Item>
  )
}
