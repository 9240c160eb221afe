import { SelectField, type SelectOption } from '../../../ui/select-field.tsx'

interface UsualSelectProps {
  readonly label: string
  readonly options: readonly SelectOption[]
  /** The option that nothing chosen comes to; null = the service decides, or it is none of them. */
  readonly usual: string | null
  /** What nothing chosen comes to, where it is none of the options. */
  readonly usualWords?: string | undefined
  /** null = nothing was chosen. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** A list with the usual choice marked in its place: to choose it is to choose nothing. */
export function UsualSelect({ label, options, usual, usualWords = 'default', value, onChange }: UsualSelectProps) {
  const isListed = options.some((option) => option.value === usual)
  const listed = options.map((option) =>
    option.value === usual ? { value: '', label: option.label, note: 'usual' } : option,
  )
  const isSet = value !== null && value !== usual
  return (
    <SelectField
      label={label}
      value={isSet ? value : ''}
      isSet={isSet}
      options={isListed ? listed : [{ value: '', label: usualWords }, ...listed]}
      onChange={(next) => onChange(next === '' ? null : next)}
    />
  )
}
