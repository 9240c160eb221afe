import { useId } from 'react'
import './segmented-control.css'

export interface ChoiceOption<T extends string> {
  readonly value: T
  readonly label: string
}

/** What every choice between options is given, however it shows them. */
export interface ChoiceProps<T extends string> {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  readonly options: readonly ChoiceOption<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** A choice between a few options. Native radio buttons, for built-in arrow keys and screen reader support. */
export function SegmentedControl<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, isLabelHidden = false, onChange } = props
  const name = useId()
  return (
    <fieldset className="segmented">
      <legend className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="segmented-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
