import { useId, type ReactNode } from 'react'
import type { ChoiceOption, ChoiceProps } from './segmented-control.tsx'
import './pill-choice.css'

export interface PillOption<T extends string> extends ChoiceOption<T> {
  /** Before the label, such as a small drawing. */
  readonly icon?: ReactNode
}

interface PillChoiceProps<T extends string> extends ChoiceProps<T> {
  readonly options: readonly PillOption<T>[]
  /** `accent`: the primary choice, on which the rest of the panel depends. */
  readonly variant?: 'plain' | 'accent' | undefined
}

/** A choice between options that may wrap to several lines. Native radio buttons, as in the segmented control. */
export function PillChoice<T extends string>(props: PillChoiceProps<T>) {
  const { label, isLabelHidden = false, options, value, variant = 'plain', onChange } = props
  const name = useId()
  return (
    <fieldset className={`pills pills-${variant}`}>
      <legend className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="pills-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.icon}
              {option.label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
