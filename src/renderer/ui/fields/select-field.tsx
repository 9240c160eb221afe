import { useId } from 'react'
import type { ChoiceOption, ChoiceProps } from './segmented-control.tsx'
import './select-field.css'

export interface SelectOption extends ChoiceOption<string> {
  /** Shown beside it, in the list only. */
  readonly note?: string
}

interface SelectFieldProps extends ChoiceProps<string> {
  readonly options: readonly SelectOption[]
  /** false: the value shown is the default, not a choice. */
  readonly isSet?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly hint?: string | undefined
}

/** A choice from many options. The native list, for built-in keys, type-ahead and screen reader support. */
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
