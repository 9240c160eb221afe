import type { ReactNode } from 'react'
import { numberSettingNames, numberSettings } from '../../../../../shared/domain/number-settings.ts'
import * as messages from '../../../../../shared/messages/en/form.ts'
import { fields } from '../../../../../shared/messages/en/number-settings.ts'
import { useServices, useSettings } from '../../../../client/index.ts'
import { Disclosure } from '../../../../ui/disclosure.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { PillChoice } from '../../../../ui/fields/pill-choice.tsx'
import { SelectField } from '../../../../ui/fields/select-field.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../../../ui/fields/switch-field.tsx'
import { LazyOptionFields, LazySizeField } from '../../deferred-parts.ts'
import { SamplingField } from '../../sampling-field.tsx'
import { SeedField } from '../../seed-field.tsx'
import { useStudio, useStudioState } from '../../studio-context.ts'
import { usualNumber, type ChosenModel } from '../derive-generate-state.ts'
import { canBeSized } from '../../tasks.ts'
import { useFormChange, useGenerateState } from '../generate-context.ts'
import { deferred } from '../../../../ui/deferred.tsx'
import { RangeField } from '../settings/range-field.tsx'
import { UsualSelect } from '../settings/usual-select.tsx'

// Few models take LoRAs.
const { Part: LoraField } = deferred(() => import('./lora-field.tsx').then((part) => part.LoraField))

const safetyFilters = [
  { value: 'off', label: messages.off },
  { value: 'low', label: messages.low },
  { value: 'moderate', label: messages.moderate },
  { value: 'strict', label: messages.strict },
] as const

/**
 * Settings of the selected models. What no model supports is hidden; what only some support is noted in the rows of the
 * others.
 */
export function ModelSettings() {
  const { isLocal, runsHere, model, picks, task } = useGenerateState()
  const { canvas } = useStudio()
  const isFilling = isLocal && task !== 'expand'
  return (
    <PanelSection title={messages.options}>
      <div className="generate-settings">
        <ResultCount />
        {model !== null && <SizeAndQuality model={model} />}
        {(runsHere || picks.some(({ card }) => card.seed !== 'no')) && <Seed />}
        {model !== null && <Numbers model={model} />}
        {isFilling && <ColorAdaptation />}
        {isFilling && canvas !== null && <SamplingField key={canvas.id} canvas={canvas} />}
        {model !== null && <LoraField model={model} />}
        {model !== null && <Advanced model={model} />}
      </div>
    </PanelSection>
  )
}

interface ModelProps {
  readonly model: ChosenModel
}

function SizeAndQuality({ model }: ModelProps) {
  const { task } = useGenerateState()
  return (
    <>
      {canBeSized(task) && <LazySizeField key={model.key} model={model} />}
      <Quality model={model} />
    </>
  )
}

function Numbers({ model }: ModelProps) {
  const { task } = useGenerateState()
  const change = useFormChange(model)
  const { card, values } = model
  const shown = numberSettingNames.filter((name) => task !== 'generate' || !numberSettings[name].isOfSource)
  return shown.map((name) => {
    const range = card[name]
    return (
      <RangeField
        key={name}
        {...fields[name]}
        range={range && { ...range, default: usualNumber(name, task, card) ?? range.default }}
        value={values[name]}
        step={numberSettings[name].step}
        onChange={(value) => change.value(name, value)}
      />
    )
  })
}

function ColorAdaptation() {
  const { settings } = useServices()
  const colourAdaptation = useSettings((each) => each.fill.colourAdaptation)
  return (
    <SliderField
      label={messages.matchColor}
      hint={messages.matchColorHint}
      value={Math.round(colourAdaptation * 100)}
      min={0}
      max={100}
      unit="%"
      onChange={(percent) => settings.change({ fill: { colourAdaptation: percent / 100 } })}
    />
  )
}

const counts = ['1', '2', '3', '4'].map((value) => ({ value, label: value }))

function ResultCount() {
  const { settings } = useServices()
  const { choices } = useGenerateState()
  const studio = useSettings((each) => each.studio)
  return (
    <Line label={choices.length > 1 ? messages.resultsPerModel : messages.results}>
      <PillChoice
        label={messages.resultCount}
        isLabelHidden
        options={counts}
        value={String(studio.n)}
        onChange={(n) => settings.change({ studio: { ...studio, n: Number(n) } })}
      />
    </Line>
  )
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="generate-line">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  )
}

const qualityLabels = { draft: messages.draft, standard: messages.standard, hd: messages.best } as const

function Quality({ model }: ModelProps) {
  const change = useFormChange(model)
  const { qualities } = model.card
  if (qualities.length === 0) return null
  const options = [
    { value: 'own', label: messages.defaultValue } as const,
    ...qualities.map((value) => ({ value, label: qualityLabels[value] })),
  ]
  return (
    <Line label={messages.quality}>
      <PillChoice
        label={messages.quality}
        isLabelHidden
        options={options}
        value={model.values.quality ?? 'own'}
        onChange={(value) => change.value('quality', value === 'own' ? null : value)}
      />
    </Line>
  )
}

function Seed() {
  const { picks } = useGenerateState()
  const isLoose = picks.length > 0 && picks.every(({ card }) => card.seed !== 'yes')
  const hint = isLoose ? messages.looseSeedHint : messages.seedHint
  return (
    <div title={hint}>
      <SeedField />
    </div>
  )
}

/** Rarely needed: file format, safety filter, and the model’s own options. */
function Advanced({ model }: ModelProps) {
  const change = useFormChange(model)
  const { card, values } = model
  const required = card.options.filter(({ isRequired }) => isRequired)
  const others = card.options.filter(({ isRequired }) => !isRequired)
  const isEmpty = others.length === 0 && card.formats.length < 2 && !card.hasSafetySetting
  const count = Object.keys(values.options).length
  return (
    <>
      <LazyOptionFields model={model} fields={required} />
      {!isEmpty && (
        <Disclosure
          title={messages.advanced}
          aside={count > 0 && <span className="generate-more-count">{messages.countChanged({ count })}</span>}
        >
          {card.formats.length > 1 && (
            <UsualSelect
              label={messages.fileFormat}
              options={card.formats.map((value) => ({ value, label: value }))}
              usual={card.formats[0] ?? null}
              value={values.format}
              onChange={(value) => change.value('format', card.formats.find((each) => each === value) ?? null)}
            />
          )}
          {card.hasSafetySetting && <SafetyField model={model} />}
          <LazyOptionFields model={model} fields={others} />
        </Disclosure>
      )}
    </>
  )
}

/** The service’s own safety filter. */
function SafetyField({ model }: { readonly model: ChosenModel }) {
  const usual = useSettings((each) => each.safety)
  const chosen = useStudioState((state) => state.form.safety)
  const change = useFormChange(model)
  const safety = chosen ?? usual
  return (
    <>
      <SelectField
        label={messages.safetyFilter}
        hint={messages.safetyFilterHint}
        options={safetyFilters}
        value={safety.contentFilter}
        onChange={(value) => {
          const contentFilter = safetyFilters.find((each) => each.value === value)?.value
          if (contentFilter !== undefined) change.form({ safety: { ...safety, contentFilter } })
        }}
      />
      <SwitchField
        label={messages.blockNudity}
        isOn={safety.blockNsfw}
        onChange={(blockNsfw) => change.form({ safety: { ...safety, blockNsfw } })}
      />
    </>
  )
}
