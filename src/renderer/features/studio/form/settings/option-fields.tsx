import { formatPlain } from '../../../../../shared/messages/formats.ts'
import { useState } from 'react'
import type { OptionField, OptionValue } from '../../../../../shared/domain/model-card.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { TextField } from '../../../../ui/fields/text-field.tsx'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange } from '../generate-context.ts'
import { readNumber } from './read-number.ts'
import { UsualSelect } from './usual-select.tsx'

interface OptionFieldsProps {
  readonly model: ChosenModel
  readonly fields: readonly OptionField[]
}

/** Options specific to this model, as declared by its card. */
export function OptionFields({ model, fields }: OptionFieldsProps) {
  const change = useFormChange(model)
  return fields.map((field) => (
    <div key={field.name} className="generate-option" title={field.hint ?? undefined}>
      <OptionInput
        field={field}
        value={model.values.options[field.name] ?? null}
        onChange={(value) => change.option(field.name, value)}
      />
    </div>
  ))
}

interface OptionInputProps<F extends OptionField = OptionField> {
  readonly field: F
  /** null: the service’s default. */
  readonly value: OptionValue | null
  readonly onChange: (value: OptionValue | null) => void
}

const switchOptions = [
  { value: 'true', label: messages.on },
  { value: 'false', label: messages.off },
]

function OptionInput({ field, value, onChange }: OptionInputProps) {
  switch (field.kind) {
    case 'text':
      return (
        <TextField
          label={labelOf(field)}
          placeholder={field.default ?? messages.defaultValue}
          maxLength={field.maxChars ?? undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        />
      )
    case 'number':
      return <NumberOption field={field} value={value} onChange={onChange} />
    case 'switch':
      return (
        <UsualSelect
          label={labelOf(field)}
          options={switchOptions}
          usual={field.default === null ? null : String(field.default)}
          value={value === null ? null : String(value)}
          onChange={(text) => onChange(text === null ? null : text === 'true')}
        />
      )
    case 'choice':
      return <ChoiceOption field={field} value={value} onChange={onChange} />
  }
}

function labelOf({ label, isRequired }: OptionField): string {
  return isRequired ? messages.requiredField({ label }) : label
}

type NumberField = Extract<OptionField, { kind: 'number' }>

function NumberOption({ field, value, onChange }: OptionInputProps<NumberField>) {
  const [draft, setDraft] = useState<string | null>(null)
  const read = draft === null ? null : readNumber(draft, field)
  return (
    <TextField
      label={labelOf(field)}
      inputMode="decimal"
      placeholder={field.default === null ? messages.defaultValue : formatPlain(field.default)}
      value={draft ?? (typeof value === 'number' ? formatPlain(value) : String(value ?? ''))}
      problem={read?.problem ?? null}
      onChange={({ target }) => {
        const typed = readNumber(target.value, field)
        setDraft(target.value)
        if (typed.problem === null) onChange(typed.value)
      }}
      onBlur={() => setDraft(null)}
    />
  )
}

type ChoiceField = Extract<OptionField, { kind: 'choice' }>

function ChoiceOption({ field, value, onChange }: OptionInputProps<ChoiceField>) {
  // Values may be numbers, so choices are identified by index.
  const indexOf = (wanted: OptionValue | null) => {
    const at = field.choices.findIndex((choice) => choice.value === wanted)
    return at === -1 ? null : String(at)
  }
  return (
    <UsualSelect
      label={labelOf(field)}
      options={field.choices.map(({ label }, at) => ({ value: String(at), label }))}
      usual={indexOf(field.default)}
      value={indexOf(value)}
      onChange={(at) => onChange(at === null ? null : (field.choices[Number(at)]?.value ?? null))}
    />
  )
}
