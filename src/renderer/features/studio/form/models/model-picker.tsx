import { Command as Cmdk } from 'cmdk'
import { useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { Square, SquareCheck, Star } from 'lucide-react'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { useFavorite, useProviders, useServices, useSettings } from '../../../../client/index.ts'
import { describeHealth } from '../../../../lib/models/provider-health.ts'
import { canAsk, isReady } from '../../../../lib/models/model-facts.ts'
import { modelKey, type ModelMatch } from '../../../../lib/models/model-ref.ts'
import { Button } from '../../../../ui/button.tsx'
import { Kbd } from '../../../../ui/kbd.tsx'
import { ListEmpty } from '../../../../ui/empty-state.tsx'
import { ModelDetailsButton } from '../../../../ui/model-details-button.tsx'
import { useStudio } from '../../studio-context.ts'
import { isMaskedTask } from '../../tasks.ts'
import { listModels, type ModelGroup } from './list-models.ts'
import { useGenerateState } from '../generate-context.ts'
import './model-picker.css'
import { describeAbilities } from '../../../../lib/models/model-abilities.ts'
import { priceLabel } from '../../../../lib/models/price-labels.ts'
import { useIgnored } from '../settings/use-ignored.ts'

/** All models that support the task. Enter or a click selects any number of them; Shift+Enter selects one alone. */
export function ModelPicker({ onDone }: { readonly onDone: () => void }) {
  const { form } = useStudio()
  const { task, model, picks } = useGenerateState()
  const providers = useProviders()
  const favorites = useSettings((each) => each.favouriteModels)
  const [search, setSearch] = useState('')
  const [isMaskOnly, setMaskOnly] = useState(false)
  const [marked, setMarked] = useState(model === null ? '' : model.key)
  const groups = useMemo(
    () => listModels(providers, { task, search, isMaskOnly, favorites }),
    [providers, task, search, isMaskOnly, favorites],
  )
  const selected = useMemo(() => new Set(picks.map(({ key }) => key)), [picks])
  const markedModel = groups.flatMap((group) => group.models).find((each) => isValueOf(marked, each))
  const toggle = (found: ModelMatch) => form.toggleModel(refOf(found))
  const chooseOnly = (found: ModelMatch) => {
    form.chooseModel(refOf(found))
    onDone()
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.shiftKey) return
    event.preventDefault()
    if (markedModel !== undefined) chooseOnly(markedModel)
  }
  return (
    <Cmdk
      label={messages.searchModels}
      shouldFilter={false}
      loop
      value={marked}
      onValueChange={setMarked}
      onKeyDown={handleKeyDown}
    >
      <div className="model-picker-head">
        <Cmdk.Input value={search} placeholder={messages.searchModels} onValueChange={setSearch} />
        {isMaskedTask(task) && (
          <button
            type="button"
            className="model-picker-filter"
            aria-pressed={isMaskOnly}
            onClick={() => setMaskOnly(!isMaskOnly)}
          >
            {messages.supportsMasks}
          </button>
        )}
      </div>
      <Cmdk.List label={messages.models}>
        {groups.map((group) => (
          <PickerGroup
            key={group.provider?.id ?? 'favorites'}
            group={group}
            selected={selected}
            onToggle={toggle}
            onUseOnly={chooseOnly}
          />
        ))}
      </Cmdk.List>
      {groups.length === 0 && <ListEmpty>{messages.noModelsFound}</ListEmpty>}
      {markedModel !== undefined && (
        <MarkedModel
          found={markedModel}
          isSelected={selected.has(keyOf(markedModel))}
          onToggle={() => toggle(markedModel)}
          onUseOnly={() => chooseOnly(markedModel)}
        />
      )}
    </Cmdk>
  )
}

const refOf = ({ provider, card }: ModelMatch) => ({ provider: provider.id, model: card.id })
const keyOf = (found: ModelMatch) => modelKey(refOf(found))

const favoritePrefix = 'favorite '
const isValueOf = (value: string, found: ModelMatch) =>
  value === keyOf(found) || value === `${favoritePrefix}${keyOf(found)}`

interface MarkedModelProps {
  readonly found: ModelMatch
  readonly isSelected: boolean
  readonly onToggle: () => void
  readonly onUseOnly: () => void
}

/** Actions for the model highlighted by keys or pointer. */
function MarkedModel({ found, isSelected, onToggle, onUseOnly }: MarkedModelProps) {
  const { provider, card } = found
  const { isFavorite, toggle } = useFavorite({ provider: provider.id, model: card.id })
  return (
    // Enter on a button must not reach the list.
    <div className="model-picker-foot" role="toolbar" aria-label={card.label} onKeyDown={keepEnter}>
      <Button size="small" variant="quiet" onClick={onToggle}>
        {isSelected ? messages.deselect : messages.select} <Kbd binding="Enter" />
      </Button>
      <Button size="small" variant="quiet" onClick={onUseOnly}>
        {messages.onlyThisModel} <Kbd binding="Shift+Enter" />
      </Button>
      <Button size="small" variant="quiet" aria-pressed={isFavorite} onClick={toggle}>
        {messages.favorite}
      </Button>
      <ModelDetailsButton found={found} />
    </div>
  )
}

const keepEnter = (event: KeyboardEvent) => {
  if (event.key === 'Enter' || event.key === ' ') event.stopPropagation()
}

interface PickerGroupProps {
  readonly group: ModelGroup
  readonly selected: ReadonlySet<string>
  readonly onToggle: (found: ModelMatch) => void
  readonly onUseOnly: (found: ModelMatch) => void
}

function PickerGroup({ group: { provider, models }, selected, onToggle, onUseOnly }: PickerGroupProps) {
  // A favorite is listed twice: each item needs a unique value.
  const prefix = provider === null ? favoritePrefix : ''
  return (
    <Cmdk.Group heading={provider === null ? messages.favorites : <ProviderHeading provider={provider} />}>
      {models.map((found) => (
        <ModelItem
          key={keyOf(found)}
          value={`${prefix}${keyOf(found)}`}
          found={found}
          isSelected={selected.has(keyOf(found))}
          hasProvider={provider === null}
          onToggle={() => onToggle(found)}
          onUseOnly={() => onUseOnly(found)}
        />
      ))}
      {provider !== null && !canAsk(provider) && <WayToUse provider={provider} />}
    </Cmdk.Group>
  )
}

function ProviderHeading({ provider }: { readonly provider: ModelMatch['provider'] }) {
  const { text, tone } = describeHealth(provider, null)
  return (
    <span className="model-picker-provider">
      {provider.label}
      {tone !== 'good' && <span data-tone={tone}>{text}</span>}
    </span>
  )
}

/** A separate item, because a heading is not reachable by keyboard. */
function WayToUse({ provider }: { readonly provider: ModelMatch['provider'] }) {
  const { intents } = useServices()
  const show = () => intents.send({ type: 'show-models', provider: provider.id })
  return (
    <Cmdk.Item value={`use ${provider.id}`} className="model-picker-way" onSelect={show}>
      {provider.isEnabled
        ? messages.addApiKeyFor({ provider: provider.label })
        : messages.enableProvider({ provider: provider.label })}
    </Cmdk.Item>
  )
}

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
function ModelItem({ value, found, isSelected, hasProvider, onToggle, onUseOnly }: ModelItemProps) {
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
