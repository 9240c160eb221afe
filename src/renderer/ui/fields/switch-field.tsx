import { useId, type ReactNode } from 'react'
import './switch-field.css'

interface SwitchFieldProps {
  readonly label: string
  readonly isOn: boolean
  /** Accessible name, where the label alone does not say what is switched. */
  readonly name?: string | undefined
  readonly isDisabled?: boolean | undefined
  readonly hint?: ReactNode
  readonly onChange: (isOn: boolean) => void
}

export function SwitchField({ label, isOn, name = label, isDisabled = false, hint, onChange }: SwitchFieldProps) {
  const id = useId()
  return (
    <div className="switch-field">
      <button
        type="button"
        role="switch"
        id={id}
        aria-checked={isOn}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-label={name}
        disabled={isDisabled}
        className="switch-field-switch"
        onClick={() => onChange(!isOn)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className="switch-field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
