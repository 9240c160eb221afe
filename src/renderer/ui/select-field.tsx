import { useId } from 'react'
import './select-field.css'

export interface SelectOption {
  readonly value: string
  readonly label: string
  /** Beside it, in the list only. */
  readonly note?: string
}

interface SelectFieldProps {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  readonly options: readonly SelectOption[]
  readonly value: string
  /** false: what is shown was not chosen, it is so by itself. */
  readonly isSet?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly hint?: string | undefined
  readonly onChange: (value: string) => void
}

/** One of many. The browser's own list: keys, type-ahead and screen readers come with it. */
export function SelectField(props: SelectFieldProps) {
  const { label, isLabelHidden = false, options, value, isSet, disabled, hint, onChange } = props
  const id = useId()
  return (
    <div className="select-field" data-set={isSet} title={hint}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} data-note={option.note}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
