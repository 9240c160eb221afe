import * as messages from '../../../../../shared/messages/en/form.ts'
import { SelectField, type SelectOption } from '../../../../ui/fields/select-field.tsx'

interface UsualSelectProps {
  readonly label: string
  readonly options: readonly SelectOption[]
  /** The default option; null = the service decides, or none of them. */
  readonly usual: string | null
  /** Shown for the default if it is none of the options. */
  readonly usualLabel?: string | undefined
  /** null = the default. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** A list that marks the default: choosing it sets nothing. */
export function UsualSelect({
  label,
  options,
  usual,
  usualLabel = messages.defaultValue,
  value,
  onChange,
}: UsualSelectProps) {
  const isListed = options.some((option) => option.value === usual)
  const listed = options.map((option) =>
    option.value === usual ? { value: '', label: option.label, note: messages.usualNote } : option,
  )
  const isSet = value !== null && value !== usual
  return (
    <SelectField
      label={label}
      value={isSet ? value : ''}
      isSet={isSet}
      options={isListed ? listed : [{ value: '', label: usualLabel }, ...listed]}
      onChange={(next) => onChange(next === '' ? null : next)}
    />
  )
}
