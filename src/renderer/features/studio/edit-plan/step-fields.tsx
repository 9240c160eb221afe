import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { useServices } from '../../../client/index.ts'
import { isReady } from '../../../lib/models/model-facts.ts'
import { findModel, modelKey } from '../../../lib/models/model-ref.ts'
import { NumberField } from '../../../ui/fields/number-field.tsx'
import { SelectField, type SelectOption } from '../../../ui/fields/select-field.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { listModels } from '../form/models/list-models.ts'
import { StepDetails } from './step-details.tsx'
import type { PlanMask } from './step-draft.ts'

export interface StepFieldsProps {
  readonly step: EditStep
  readonly masks: readonly PlanMask[]
  readonly providers: readonly ProviderView[]
  readonly isLocked: boolean
  readonly onChange: (step: EditStep) => void
}

const local = 'content-aware-fill'
/** Of the local models for removal, before their ID. */
const fillPrefix = 'fill:'
const tasks = [
  { value: 'fill', label: messages.fill },
  { value: 'add', label: messages.add },
  { value: 'remove', label: messages.remove },
] as const

/** Mask, model, task, prompt and strength of a step. */
export function StepFields({ step, masks, providers, isLocked, onChange }: StepFieldsProps): ReactNode {
  const options = modelOptions(providers, step, useFillModels())
  const strength = step.model === null ? null : (findModel(providers, step.model)?.card.strength ?? null)
  const chooseMask = (id: string) => {
    const mask = masks.find((each) => each.id === id)
    if (mask !== undefined) onChange({ ...step, maskId: mask.id, maskName: mask.name, mask: mask.digest })
  }
  const chooseModel = (key: string) => {
    const { model = null, fillModel = null } = options.find((option) => option.value === key) ?? {}
    onChange({ ...step, model, fillModel, strength: null, task: model === null ? 'remove' : step.task })
  }
  const chooseTask = (value: string) => {
    const task = tasks.find((each) => each.value === value)?.value
    if (task !== undefined) onChange({ ...step, task })
  }
  return (
    <div className="plan-fields">
      <span className="plan-swatch" style={{ background: masks.find(({ id }) => id === step.maskId)?.tint }} />
      <SelectField
        label={messages.mask}
        isLabelHidden
        options={maskOptions(masks, step)}
        value={step.maskId}
        disabled={isLocked}
        onChange={chooseMask}
      />
      <SelectField
        label={messages.model}
        isLabelHidden
        options={options}
        value={modelValue(step)}
        disabled={isLocked}
        onChange={chooseModel}
      />
      {step.model !== null && (
        <SelectField
          label={messages.task}
          isLabelHidden
          options={tasks}
          value={step.task}
          disabled={isLocked}
          onChange={chooseTask}
        />
      )}
      {strength !== null && (
        <NumberField
          label={messages.strength}
          value={step.strength ?? strength.default ?? strength.max}
          min={strength.min}
          max={strength.max}
          digits={2}
          onCommit={(value) => onChange({ ...step, strength: value })}
        />
      )}
      {step.model !== null && (
        <TextArea
          label={messages.prompt}
          isLabelHidden
          className="plan-prompt"
          rows={1}
          placeholder={step.task === 'remove' ? messages.promptOptional : messages.prompt}
          value={step.prompt}
          disabled={isLocked}
          onChange={(event) => onChange({ ...step, prompt: event.target.value })}
        />
      )}
      <StepDetails step={step} isLocked={isLocked} onChange={onChange} />
    </div>
  )
}

function maskOptions(masks: readonly PlanMask[], step: EditStep) {
  const options = masks.map(({ id, name }) => ({ value: id, label: name }))
  if (masks.some(({ id }) => id === step.maskId)) return options
  const label = step.maskId.startsWith('plan-') ? messages.fileMask : messages.deletedMask
  return [...options, { value: step.maskId, label: label({ name: step.maskName }) }]
}

function modelValue({ model, fillModel }: EditStep): string {
  if (model !== null) return modelKey(model)
  return fillModel === null ? local : fillPrefix + fillModel
}

interface FillModel {
  readonly id: string
  readonly name: string
}

/** Local models that remove what is in a mask. */
function useFillModels(): readonly FillModel[] {
  const vision = useStore(useServices().vision.store)
  return vision?.models.filter(({ task }) => task === 'remove') ?? []
}

interface ModelOption extends SelectOption {
  readonly model: EditStep['model']
  readonly fillModel?: string | null
}

/** Those that can be used now, and the one that is chosen. */
function modelOptions(
  providers: readonly ProviderView[],
  { task, model, fillModel }: EditStep,
  fillModels: readonly FillModel[],
): readonly ModelOption[] {
  const wishes = { task, search: '', isMaskOnly: false, favorites: [] }
  const ready = listModels(providers.filter(isReady), wishes).flatMap(({ models }) => models)
  const chosen = model === null ? null : findModel(providers, model)
  const isListed =
    chosen === null || ready.some(({ card, provider }) => card === chosen.card && provider === chosen.provider)
  const shown = isListed ? ready : [...ready, chosen]
  const isKnown = fillModel === null || fillModels.some(({ id }) => id === fillModel)
  const fills = isKnown ? fillModels : [...fillModels, { id: fillModel, name: fillModel }]
  return [
    { value: local, label: messages.contentAwareFill, model: null },
    ...fills.map(({ id, name }) => ({ value: fillPrefix + id, label: name, model: null, fillModel: id })),
    ...shown.map(({ provider, card }) => {
      const ref = { provider: provider.id, model: card.id }
      return {
        value: modelKey(ref),
        label: messages.modelOf({ model: card.label, provider: provider.label }),
        model: ref,
      }
    }),
  ]
}
