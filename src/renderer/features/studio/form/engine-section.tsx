import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import { useProviders, useServices, useSettings } from '../../../client/index.ts'
import { describeAbilities, maskLabel } from '../../../lib/model-abilities.ts'
import { formatSize } from '../../../lib/format.ts'
import { describeHealth } from '../../../lib/provider-health.ts'
import { isReady } from '../../../lib/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../lib/model-ref.ts'
import { estimateLabel, priceLabel } from '../../../lib/price-labels.ts'
import { ModelDetailsButton } from '../../../ui/model-details-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import { canBeSized, canRunHere, isMasked } from '../tasks.ts'
import { selectEntry, selectLastPlan, selectPrice } from './create-planner.ts'
import type { ModelPick } from './derive-make.ts'
import './engine-section.css'
import { canDoTask } from './engines.ts'
import { ModelPicker } from '../deferred-parts.ts'
import { useMakeState } from './make-context.ts'
import { isMild } from './plan-words.ts'
import { useIgnored } from './use-ignored.ts'

/** Who does it: any number of engines at once, each with its price and with what it will do otherwise than asked. */
export function EngineSection() {
  const { task, engines, picks } = useMakeState()
  const favorites = useAtHand()
  return (
    <PanelSection title="Models" aside={engines.length > 1 && `${engines.length} selected`}>
      <ul className="engine-rows" aria-label="Models">
        {canRunHere(task) && <LocalRow />}
        {picks.map((pick) => (
          <PickRow key={pick.key} pick={pick} />
        ))}
        {favorites.map((found) => (
          <FavoriteRow key={`${found.provider.id}/${found.card.id}`} found={found} />
        ))}
      </ul>
      <PickerButton />
    </PanelSection>
  )
}

/** Rows beside the ticked ones; the others are in the list behind the button. */
const atHandMax = 3

/** Favorites that could do it too. */
function useAtHand(): readonly ModelMatch[] {
  const { task, picks } = useMakeState()
  const providers = useProviders()
  const favorites = useSettings((each) => each.favouriteModels)
  const ticked = new Set(picks.map(({ key }) => key))
  return favorites
    .filter((ref) => !ticked.has(modelKey(ref)))
    .flatMap((ref) => findModel(providers, ref) ?? [])
    .filter(({ card, provider }) => provider.isEnabled && canDoTask(card, task))
    .slice(0, atHandMax)
}

function LocalRow() {
  const { make } = useStudio()
  const { isLocal, localObstacle, picks } = useMakeState()
  return (
    <EngineRow
      name="Content-aware fill"
      text="on this computer, no words"
      price="free"
      isTicked={isLocal}
      onToggle={() => make.toggleEngine('local')}
    >
      {localObstacle !== null && picks.length > 0 && <p className="engine-row-obstacle">Left out: {localObstacle}</p>}
    </EngineRow>
  )
}

/** Whose it is, how it is, and how it treats what is asked of it. */
function rowText({ provider, card }: ModelMatch, task: StudioTask): string {
  if (!isReady(provider)) return `${provider.label} · ${describeHealth(provider, null).text}`
  if (card.state.is !== 'current') return `${provider.label} · ${describeAbilities(card, provider.models).text}`
  return isMasked(task) ? `${provider.label} · ${maskLabel(card)}` : provider.label
}

function PickRow({ pick }: { readonly pick: ModelPick }) {
  const { make, planner } = useStudio()
  const { task } = useMakeState()
  const { provider, card, ref, request } = pick
  const plan = useStore(planner.store, (state) => selectPrice(state, request))
  const price = plan === null ? priceLabel(card) : estimateLabel(plan.estimate)
  return (
    <EngineRow
      name={card.label}
      text={rowText(pick, task)}
      price={price.text}
      priceTip={price.tip}
      isTicked
      isFaint={pick.isKeyMissing || !provider.isEnabled}
      found={pick}
      onToggle={() => make.toggleEngine(ref)}
    >
      <PickNotes pick={pick} />
    </EngineRow>
  )
}

/** What this model will do otherwise than asked, and why it is not asked at all, said before the click. */
function PickNotes({ pick }: { readonly pick: ModelPick }) {
  const { planner } = useStudio()
  const { engines, task } = useMakeState()
  const entry = useStore(planner.store, (state) => selectEntry(state, pick.request))
  // While the next plan is on its way the notes stay: what comes and goes with each change moves all that is beneath.
  const plan = useStore(planner.store, (state) => selectLastPlan(state, pick.request))
  const own = pick.obstacle === null ? (entry?.plan?.obstacles ?? []) : [pick.obstacle]
  // A single one's stand beneath the button.
  const obstacles = engines.length > 1 ? own : []
  const size = canBeSized(task) ? (plan?.size ?? null) : null
  if (obstacles.length === 0 && (plan === null || (plan.warnings.length === 0 && size === null))) return null
  return (
    <ul className="plan-notes" aria-label={`${pick.card.label}: otherwise than asked`}>
      {obstacles.map((text) => (
        <li key={text}>
          Left out: {text} <MissingKey pick={pick} />
        </li>
      ))}
      {plan?.warnings.map((warning) => (
        <li key={warning.code} data-mild={isMild(warning)}>
          {warning.message}
        </li>
      ))}
      {size !== null && <li data-mild="true">Output: {formatSize(size)}</li>}
    </ul>
  )
}

export function MissingKey({ pick: { isKeyMissing, provider } }: { readonly pick: ModelPick }) {
  const { intents } = useServices()
  if (!isKeyMissing) return null
  return (
    <button
      type="button"
      className="make-link"
      onClick={() => intents.send({ do: 'show-models', provider: provider.id })}
    >
      Add a key
    </button>
  )
}

function FavoriteRow({ found }: { readonly found: ModelMatch }) {
  const { make } = useStudio()
  const { task } = useMakeState()
  const { provider, card } = found
  const ignored = useIgnored()
  const words = ignored(card)
  return (
    <EngineRow
      name={card.label}
      text={rowText(found, task)}
      price={priceLabel(card).text}
      isTicked={false}
      isFaint={!isReady(provider)}
      found={found}
      onToggle={() => make.toggleEngine({ provider: provider.id, model: card.id })}
    >
      {words !== null && <p className="engine-row-obstacle">{words}</p>}
    </EngineRow>
  )
}

function PickerButton() {
  const { store } = useStudio()
  const { model, engines } = useMakeState()
  const isOpen = useStudioState((state) => state.isPickerOpen)
  const setOpen = (next: boolean) => store.setState({ isPickerOpen: next })
  const trigger = (
    <button type="button" className="engine-more">
      <Plus size={14} aria-hidden="true" />
      {model === null && engines.length === 0 ? 'Choose a model' : 'Other models'}
    </button>
  )
  return (
    <Popover label="Models" isOpen={isOpen} trigger={trigger} className="model-picker" onOpenChange={setOpen}>
      <ModelPicker onDone={() => setOpen(false)} />
    </Popover>
  )
}

interface EngineRowProps {
  readonly name: string
  /** Under the name: who it is of and what it can do. */
  readonly text: ReactNode
  readonly price: string
  readonly priceTip?: string | null | undefined
  readonly isTicked: boolean
  /** It cannot be asked just now. */
  readonly isFaint?: boolean | undefined
  /** Absent where there is no model behind it. */
  readonly found?: ModelMatch | undefined
  /** What it will do otherwise than asked, and what keeps it from being asked. */
  readonly children?: ReactNode
  readonly onToggle: () => void
}

/** One engine that may do the work, with a tick. */
function EngineRow(props: EngineRowProps) {
  const { name, text, price, priceTip, isTicked, isFaint = false, found, children, onToggle } = props
  return (
    <li className="engine-row" data-ticked={isTicked} data-faint={isFaint}>
      <label>
        <input type="checkbox" checked={isTicked} aria-label={name} onChange={onToggle} />
        <span className="engine-row-name">
          <strong>{name}</strong>
          <span>{text}</span>
        </span>
        <span className="engine-row-price" title={priceTip ?? undefined}>
          {price}
        </span>
      </label>
      {found !== undefined && <ModelDetailsButton found={found} className="engine-row-details" />}
      {children}
    </li>
  )
}
