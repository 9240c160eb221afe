import { useState } from 'react'
import type { OptionField, OptionValue } from '../../../../shared/domain/model-card.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange } from './make-context.ts'
import { readNumber } from './read-number.ts'

interface OptionFieldsProps {
  readonly model: ChosenModel
  readonly fields: readonly OptionField[]
}

/** The model's own fields, drawn from what its card says of them. */
export function OptionFields({ model, fields }: OptionFieldsProps) {
  const change = useFormChange(model)
  return fields.map((field) => (
    <div key={field.name} className="make-option" title={field.hint ?? undefined}>
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
  /** null: as the service has it. */
  readonly value: OptionValue | null
  readonly onChange: (value: OptionValue | null) => void
}

function OptionInput({ field, value, onChange }: OptionInputProps) {
  switch (field.kind) {
    case 'text':
      return (
        <TextField
          label={labelOf(field)}
          placeholder={field.default ?? 'usual'}
          maxLength={field.maxChars ?? undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        />
      )
    case 'number':
      return <NumberOption field={field} value={value} onChange={onChange} />
    case 'switch':
      return (
        <SelectField
          label={labelOf(field)}
          value={value === null ? '' : String(value)}
          options={[
            { value: '', label: field.default === null ? 'usual' : `usual · ${field.default ? 'on' : 'off'}` },
            { value: 'true', label: 'on' },
            { value: 'false', label: 'off' },
          ]}
          onChange={(text) => onChange(text === '' ? null : text === 'true')}
        />
      )
    case 'choice':
      return <ChoiceOption field={field} value={value} onChange={onChange} />
  }
}

function labelOf({ label, isRequired }: OptionField): string {
  return isRequired ? `${label} (needed)` : label
}

type NumberField = Extract<OptionField, { kind: 'number' }>

function NumberOption({ field, value, onChange }: OptionInputProps<NumberField>) {
  const [draft, setDraft] = useState<string | null>(null)
  const read = draft === null ? null : readNumber(draft, field)
  return (
    <TextField
      label={labelOf(field)}
      inputMode="decimal"
      placeholder={field.default === null ? 'usual' : String(field.default)}
      value={draft ?? (value === null ? '' : String(value))}
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
  const usual = field.choices.find((choice) => choice.value === field.default)?.label
  return (
    <SelectField
      label={labelOf(field)}
      // Values may be numbers: the list knows them by their place.
      value={String(field.choices.findIndex((choice) => choice.value === value))}
      options={[
        { value: '-1', label: usual === undefined ? 'usual' : `usual · ${usual}` },
        ...field.choices.map(({ label }, at) => ({ value: String(at), label })),
      ]}
      onChange={(at) => onChange(field.choices[Number(at)]?.value ?? null)}
    />
  )
}
