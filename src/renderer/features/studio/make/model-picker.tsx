import { Command as Cmdk } from 'cmdk'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { useProviders, useServices, useSettings } from '../../../client/index.ts'
import { healthWords } from '../../../lib/health-words.ts'
import { canAsk } from '../../../lib/model-facts.ts'
import { modelKey, type FoundModel } from '../../../lib/model-ref.ts'
import { Kbd } from '../../../ui/kbd.tsx'
import { useStudio } from '../studio-context.ts'
import { isMasked } from '../tasks.ts'
import { listModels, type ModelGroup } from './list-models.ts'
import { useMakeState } from './make-context.ts'
import './model-picker.css'
import { ModelItem } from './model-item.tsx'

/** All models that can do what is asked for. Enter takes one alone, its box (or Shift+Enter) adds it to the others. */
export function ModelPicker({ onDone }: { readonly onDone: () => void }) {
  const { make } = useStudio()
  const { task, model, picks } = useMakeState()
  const providers = useProviders()
  const favourites = useSettings((each) => each.favouriteModels)
  const [search, setSearch] = useState('')
  const [isMaskOnly, setMaskOnly] = useState(false)
  const [marked, setMarked] = useState(model === null ? '' : model.key)
  const groups = useMemo(
    () => listModels(providers, { task, search, isMaskOnly, favourites }),
    [providers, task, search, isMaskOnly, favourites],
  )
  const ticked = useMemo(() => new Set(picks.map(({ key }) => key)), [picks])
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.shiftKey) return
    event.preventDefault()
    const found = groups.flatMap((group) => group.models).find((each) => marked.endsWith(keyOf(each)))
    if (found !== undefined) make.toggleEngine(refOf(found))
  }
  return (
    <Cmdk
      label="Search models"
      shouldFilter={false}
      loop
      value={marked}
      onValueChange={setMarked}
      onKeyDown={handleKeyDown}
    >
      <div className="model-picker-head">
        <Cmdk.Input value={search} placeholder="search models" onValueChange={setSearch} />
        {isMasked(task) && (
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
            ticked={ticked}
            onToggle={(found) => make.toggleEngine(refOf(found))}
            onChoose={(found) => {
              make.chooseEngine(refOf(found))
              onDone()
            }}
          />
        ))}
      </Cmdk.List>
      <p className="model-picker-foot">
        <Kbd binding="Enter" /> this one alone <Kbd binding="Shift+Enter" /> this one too
      </p>
    </Cmdk>
  )
}

const refOf = ({ provider, card }: FoundModel) => ({ provider: provider.id, model: card.id })
const keyOf = (found: FoundModel) => modelKey(refOf(found))

interface PickerGroupProps {
  readonly group: ModelGroup
  readonly ticked: ReadonlySet<string>
  readonly onToggle: (found: FoundModel) => void
  readonly onChoose: (found: FoundModel) => void
}

function PickerGroup({ group: { provider, models }, ticked, onToggle, onChoose }: PickerGroupProps) {
  // A favourite is listed twice: each line needs a value of its own.
  const prefix = provider === null ? 'favourite ' : ''
  return (
    <Cmdk.Group heading={provider === null ? 'Favourites' : <ProviderHeading provider={provider} />}>
      {models.map((found) => (
        <ModelItem
          key={keyOf(found)}
          value={`${prefix}${keyOf(found)}`}
          found={found}
          isTicked={ticked.has(keyOf(found))}
          hasProvider={provider === null}
          onToggle={() => onToggle(found)}
          onChoose={() => onChoose(found)}
        />
      ))}
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
