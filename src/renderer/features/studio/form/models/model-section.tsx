import { Plus } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Warning } from '../../../../../shared/domain/generation.ts'
import type { StudioTask } from '../../../../../shared/domain/settings.ts'
import * as messages from '../../../../../shared/messages/en/form.ts'
import { useProviders, useServices, useSettings } from '../../../../client/index.ts'
import { describeAbilities, maskLabel } from '../../../../lib/models/model-abilities.ts'
import { formatSize } from '../../../../lib/format.ts'
import { describeHealth } from '../../../../lib/models/provider-health.ts'
import { isReady } from '../../../../lib/models/model-facts.ts'
import { findModel, modelKey, type ModelMatch } from '../../../../lib/models/model-ref.ts'
import { estimateLabel, priceLabel } from '../../../../lib/models/price-labels.ts'
import { ModelDetailsButton } from '../../../../ui/model-details-button.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { Popover } from '../../../../ui/menus/popover.tsx'
import { useStudio, useStudioState } from '../../studio-context.ts'
import { canBeSized, canInpaint, canRunHere, isMaskedTask } from '../../tasks.ts'
import { selectEntry, selectLastPlan, selectPrice } from '../create-planner.ts'
import type { ModelPick } from '../derive-generate-state.ts'
import './model-section.css'
import { canDoTask } from './selected-models.ts'
import { LazyGetRemovalModel, LazyModelPicker, LazyModelPresets } from '../../deferred-parts.ts'
import { useGenerateState } from '../generate-context.ts'
import { isMild } from '../plan-messages.ts'
import { sharedWarnings } from '../shared-warnings.ts'
import { useIgnored } from '../settings/use-ignored.ts'

/** The models of a run: any number at once, each with its price and its warnings. */
export function ModelSection() {
  const { task, choices, picks } = useGenerateState()
  const favorites = useAtHand()
  const shared = useSharedWarnings(picks)
  return (
    <PanelSection
      title={messages.models}
      aside={choices.length > 1 && messages.countSelected({ count: choices.length })}
    >
      <LazyModelPresets />
      <ul className="model-choices" aria-label={messages.models}>
        {canRunHere(task) && <LocalRow />}
        {canInpaint(task) && <InpaintingRow />}
        {picks.map((pick) => (
          <PickRow key={pick.key} pick={pick} shared={shared} />
        ))}
        {favorites.map((found) => (
          <FavoriteRow key={`${found.provider.id}/${found.card.id}`} found={found} />
        ))}
      </ul>
      {shared.length > 0 && (
        <ul className="plan-notes" aria-label={messages.notesForSeveral}>
          {shared.map((warning) => (
            <li key={warning.message} data-mild={isMild(warning)}>
              {warning.message}
            </li>
          ))}
        </ul>
      )}
      <PickerButton />
    </PanelSection>
  )
}

/** Warnings of several of the selected models, which are shown once. */
function useSharedWarnings(picks: readonly ModelPick[]): readonly Warning[] {
  const { planner } = useStudio()
  return useStore(
    planner.store,
    useShallow((state) => sharedWarnings(picks.map(({ request }) => selectLastPlan(state, request)))),
  )
}

/** Favorites shown below the selected models; the others are in the picker. */
const atHandMax = 3

/** Favorites that can do the task. */
function useAtHand(): readonly ModelMatch[] {
  const { task, picks } = useGenerateState()
  const providers = useProviders()
  const favorites = useSettings((each) => each.favouriteModels)
  const selected = new Set(picks.map(({ key }) => key))
  return favorites
    .filter((ref) => !selected.has(modelKey(ref)))
    .flatMap((ref) => findModel(providers, ref) ?? [])
    .filter(({ card, provider }) => provider.isEnabled && canDoTask(card, task))
    .slice(0, atHandMax)
}

function LocalRow() {
  const { form } = useStudio()
  const { isLocal, localDisabledReason, picks } = useGenerateState()
  return (
    <ChoiceRow
      name={messages.contentAwareFill}
      text={messages.onThisComputer}
      price={messages.free}
      isSelected={isLocal}
      onToggle={() => form.toggleModel('local')}
    >
      {localDisabledReason !== null && picks.length > 0 && (
        <p className="model-choice-disabled-reason">{messages.skipped({ reason: localDisabledReason })}</p>
      )}
    </ChoiceRow>
  )
}

/** Asked for once the window is idle: it looks through the model folders. */
const wantedAfterMs = 1_000

/** The model for removal; where there is none, how to get one. */
function InpaintingRow() {
  const { form, canvas } = useStudio()
  const { vision } = useServices()
  const { inpainter, isInpainting, inpaintingDisabledReason, choices } = useGenerateState()
  const isOpen = canvas !== null
  useEffect(() => {
    if (!isOpen) return undefined
    const timer = setTimeout(() => vision.want(), wantedAfterMs)
    return () => clearTimeout(timer)
  }, [isOpen, vision])
  if (inpainter === undefined && !isInpainting) return null
  if (!inpainter && !isInpainting) {
    return (
      <li className="model-choice-hint">
        {messages.removalModelsHint} <LazyGetRemovalModel />
      </li>
    )
  }
  return (
    <ChoiceRow
      name={inpainter?.name ?? messages.removalModel}
      text={messages.onThisComputer}
      price={messages.free}
      isSelected={isInpainting}
      isFaint={!inpainter}
      onToggle={() => form.toggleModel('inpainting')}
    >
      {inpainter === null && (
        <p className="model-choice-disabled-reason">
          {choices.length > 1 && messages.skipped({ reason: inpaintingDisabledReason ?? '' })} <LazyGetRemovalModel />
        </p>
      )}
    </ChoiceRow>
  )
}

/** The provider, then its health, the model’s state, or how it treats a mask. */
function rowText({ provider, card }: ModelMatch, task: StudioTask): string {
  if (!isReady(provider)) return `${provider.label} · ${describeHealth(provider, null).text}`
  if (card.state.type !== 'current') return `${provider.label} · ${describeAbilities(card, provider.models).text}`
  return isMaskedTask(task) ? `${provider.label} · ${maskLabel(card)}` : provider.label
}

interface PickProps {
  readonly pick: ModelPick
  /** Warnings that are shown once for several models. */
  readonly shared: readonly Warning[]
}

function PickRow({ pick, shared }: PickProps) {
  const { form, planner } = useStudio()
  const { task } = useGenerateState()
  const { provider, card, ref, request } = pick
  const plan = useStore(planner.store, (state) => selectPrice(state, request))
  const price = plan === null ? priceLabel(card) : estimateLabel(plan.estimate)
  return (
    <ChoiceRow
      name={card.label}
      text={rowText(pick, task)}
      price={price.text}
      priceTip={price.tip}
      isSelected
      isFaint={pick.isKeyMissing || !provider.isEnabled}
      found={pick}
      onToggle={() => form.toggleModel(ref)}
    >
      <PickNotes pick={pick} shared={shared} />
    </ChoiceRow>
  )
}

/** Warnings of this model, and why it is skipped. */
function PickNotes({ pick, shared }: PickProps) {
  const { planner } = useStudio()
  const { choices, task } = useGenerateState()
  const entry = useStore(planner.store, (state) => selectEntry(state, pick.request))
  // The last plan’s notes stay while the next one is computed: otherwise everything below would jump.
  const plan = useStore(planner.store, (state) => selectLastPlan(state, pick.request))
  const problems = pick.disabledReason === null ? (entry?.plan?.obstacles ?? []) : [pick.disabledReason]
  // Those of a single model are shown at the button.
  const obstacles = choices.length > 1 ? problems : []
  const size = canBeSized(task) ? (plan?.size ?? null) : null
  const warnings = plan?.warnings.filter(({ message }) => shared.every((each) => each.message !== message)) ?? []
  if (obstacles.length === 0 && warnings.length === 0 && size === null) return null
  return (
    <ul className="plan-notes" aria-label={messages.notesFor({ model: pick.card.label })}>
      {obstacles.map((text) => (
        <li key={text}>
          {messages.skipped({ reason: text })} <MissingKey pick={pick} />
        </li>
      ))}
      {warnings.map((warning) => (
        <li key={warning.message} data-mild={isMild(warning)}>
          {warning.message}
        </li>
      ))}
      {size !== null && <li data-mild="true">{messages.output({ size: formatSize(size) })}</li>}
    </ul>
  )
}

export function MissingKey({ pick: { isKeyMissing, provider } }: { readonly pick: ModelPick }) {
  const { intents } = useServices()
  if (!isKeyMissing) return null
  return (
    <button
      type="button"
      className="generate-link"
      onClick={() => intents.send({ type: 'show-models', provider: provider.id })}
    >
      {messages.addApiKey}
    </button>
  )
}

function FavoriteRow({ found }: { readonly found: ModelMatch }) {
  const { form } = useStudio()
  const { task } = useGenerateState()
  const { provider, card } = found
  const ignored = useIgnored()
  const notice = ignored(card)
  return (
    <ChoiceRow
      name={card.label}
      text={rowText(found, task)}
      price={priceLabel(card).text}
      isSelected={false}
      isFaint={!isReady(provider)}
      found={found}
      onToggle={() => form.toggleModel({ provider: provider.id, model: card.id })}
    >
      {notice !== null && <p className="model-choice-disabled-reason">{notice}</p>}
    </ChoiceRow>
  )
}

function PickerButton() {
  const { store } = useStudio()
  const { model, choices } = useGenerateState()
  const isOpen = useStudioState((state) => state.isPickerOpen)
  const setOpen = (next: boolean) => store.setState({ isPickerOpen: next })
  const trigger = (
    <button type="button" className="more-models">
      <Plus size={14} aria-hidden="true" />
      {model === null && choices.length === 0 ? messages.chooseModel : messages.moreModels}
    </button>
  )
  return (
    <Popover label={messages.models} isOpen={isOpen} trigger={trigger} className="model-picker" onOpenChange={setOpen}>
      <LazyModelPicker onDone={() => setOpen(false)} />
    </Popover>
  )
}

interface ChoiceRowProps {
  readonly name: string
  /** Below the name. */
  readonly text: ReactNode
  readonly price: string
  readonly priceTip?: string | null | undefined
  readonly isSelected: boolean
  /** Currently unavailable. */
  readonly isFaint?: boolean | undefined
  /** Absent for what is no provider’s model. */
  readonly found?: ModelMatch | undefined
  /** Warnings, and why it is skipped. */
  readonly children?: ReactNode
  readonly onToggle: () => void
}

/** A model with a checkbox. */
function ChoiceRow(props: ChoiceRowProps) {
  const { name, text, price, priceTip, isSelected, isFaint = false, found, children, onToggle } = props
  return (
    <li className="model-choice" data-selected={isSelected} data-faint={isFaint}>
      <label>
        <input type="checkbox" checked={isSelected} aria-label={name} onChange={onToggle} />
        <span className="model-choice-name">
          <strong>{name}</strong>
          <span>{text}</span>
        </span>
        <span className="model-choice-price" title={priceTip ?? undefined}>
          {price}
        </span>
      </label>
      {found !== undefined && <ModelDetailsButton found={found} className="model-choice-details" />}
      {children}
    </li>
  )
}
