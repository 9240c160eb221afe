import { Dices } from 'lucide-react'
import { useId, useState } from 'react'
import type { PlanRequest, Operation } from '../../../../shared/domain/generation.ts'
import type { GridVariable } from '../../../../shared/domain/grid.ts'
import * as messages from '../../../../shared/messages/en/grids.ts'
import { labels } from '../../../../shared/messages/en/number-settings.ts'
import { findMentions } from '../../../../shared/prompting/index.ts'
import { useFoundModel, useReferences, useProviders } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { withRandomSeeds, type AxisForm, type AxisReading } from './grid-draft.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import { canAsk, canDo, isListed, isRetired } from '../../../lib/models/model-facts.ts'
import { isSameModel, modelKey } from '../../../lib/models/model-ref.ts'
import { priceLabel } from '../../../lib/models/price-labels.ts'
import { gridVariables } from './offered-variables.ts'
import { isNumberSetting } from '../../../../shared/domain/number-settings.ts'

export const variableLabels: Readonly<Record<GridVariable, string>> = {
  prompt: messages.promptPart,
  model: messages.model,
  seed: messages.seed,
  ...labels,
  lora: messages.lora,
  reference: messages.reference,
}

interface AxisFieldProps {
  readonly label: string
  readonly form: AxisForm
  readonly reading: AxisReading
  readonly request: PlanRequest
  readonly offered: readonly GridVariable[]
  readonly onChange: (change: Partial<AxisForm>) => void
}

/** What one axis varies, and its values. */
export function AxisField({ label, offered, ...rest }: AxisFieldProps) {
  const titleId = useId()
  const { form, onChange } = rest
  // What was chosen before the models changed stays, with a note below its values.
  const isOffered = (variable: GridVariable) => variable === form.variable || offered.includes(variable)
  return (
    <section className="grid-axis" aria-labelledby={titleId}>
      <h3 id={titleId}>{label}</h3>
      <SelectField
        label={messages.variable}
        isLabelHidden
        value={form.variable ?? ''}
        options={[
          { value: '', label: messages.nothingVaried },
          ...gridVariables.filter(isOffered).map((value) => ({ value, label: variableLabels[value] })),
        ]}
        onChange={(value) => onChange({ variable: value === '' ? null : (value as GridVariable) })}
      />
      <AxisValues {...rest} />
    </section>
  )
}

type ValuesProps = Omit<AxisFieldProps, 'label' | 'offered'>

function AxisValues(props: ValuesProps) {
  const { form, request, onChange } = props
  switch (form.variable) {
    case null:
      return null
    case 'prompt':
      return <PromptValues {...props} />
    case 'model':
      return (
        <ModelChoices chosen={form.models} operation={request.operation} onChange={(models) => onChange({ models })} />
      )
    case 'reference':
      return <ReferenceValues {...props} />
    default:
      return <NumberValues {...props} variable={form.variable} />
  }
}

function PromptValues({ form, reading, onChange }: ValuesProps) {
  return (
    <>
      <TextField
        label={messages.find}
        problem={'problem' in reading ? reading.problem : null}
        value={form.search}
        onChange={({ target }) =>
          // The prompt itself is the first value until something else is typed.
          onChange({ search: target.value, ...(form.phrases === form.search && { phrases: target.value }) })
        }
      />
      <TextArea
        label={messages.replaceWith}
        rows={4}
        value={form.phrases}
        title={messages.replaceHint}
        onChange={({ target }) => onChange({ phrases: target.value })}
      />
    </>
  )
}

interface NumberValuesProps extends ValuesProps {
  readonly variable: GridVariable
}

function NumberValues({ form, reading, request, variable, onChange }: NumberValuesProps) {
  const text = form.numbers[variable] ?? ''
  const setText = (next: string) => onChange({ numbers: { ...form.numbers, [variable]: next } })
  return (
    <>
      {variable === 'lora' && (
        <TextField
          label={messages.loraName}
          value={form.path}
          onChange={({ target }) => onChange({ path: target.value })}
        />
      )}
      <TextField
        label={messages.values}
        placeholder={messages.valuesPlaceholder}
        problem={'problem' in reading ? reading.problem : null}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {variable === 'seed' && (
        <Button size="small" icon={<Dices size={14} />} onClick={() => setText(withRandomSeeds(text, 4, Math.random))}>
          {messages.randomSeeds}
        </Button>
      )}
      <RangeHint request={request} variable={variable} />
    </>
  )
}

/** What the model of the request takes. */
function RangeHint({ request, variable }: { readonly request: PlanRequest; readonly variable: GridVariable }) {
  const card = useFoundModel(request.provider, request.model)?.card
  if (card === undefined || !isNumberSetting(variable)) return null
  const range = card[variable]
  const model = card.label
  return (
    <p className="grid-hint">
      {range === null
        ? messages.modelIgnores({ model })
        : messages.modelRange({ model, min: range.min, max: range.max })}
    </p>
  )
}

function ReferenceValues({ form, request, onChange }: ValuesProps) {
  const all = useReferences() ?? []
  const mentions = [...new Set(findMentions(request.prompt).map(({ name }) => name))]
  const toggle = (name: string) =>
    onChange({ names: form.names.includes(name) ? form.names.filter((each) => each !== name) : [...form.names, name] })
  return (
    <>
      <SelectField
        label={messages.replaced}
        value={form.mention ?? ''}
        options={[
          ...mentions.map((name) => ({ value: name, label: messages.mention({ name }) })),
          { value: '', label: messages.addedAtEnd },
        ]}
        onChange={(value) => onChange({ mention: value === '' ? null : value })}
      />
      {all.length === 0 && <p className="grid-hint">{messages.noReferences}</p>}
      <fieldset className="grid-choices">
        <legend className="visually-hidden">{messages.references}</legend>
        {[...all.map(({ name }) => name), ...(all.length === 0 ? [] : [''])].map((name) => (
          <label key={name}>
            <input type="checkbox" checked={form.names.includes(name)} onChange={() => toggle(name)} />
            {name === '' ? messages.without : messages.mention({ name })}
          </label>
        ))}
      </fieldset>
    </>
  )
}

interface ModelChoicesProps {
  readonly chosen: readonly ModelRef[]
  readonly operation: Operation
  readonly onChange: (models: readonly ModelRef[]) => void
}

/** Every usable model for the task, in the order in which they are chosen. */
function ModelChoices({ chosen, operation, onChange }: ModelChoicesProps) {
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
