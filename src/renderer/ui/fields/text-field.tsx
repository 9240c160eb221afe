import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import './text-field.css'

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  /** What to enter, below the field: a placeholder would be cut off, and gone while typing. */
  readonly hint?: string | undefined
  readonly problem?: string | null | undefined
  readonly aside?: ReactNode
}

export function TextField({ label, isLabelHidden = false, hint, problem, aside, ...rest }: TextFieldProps) {
  const id = useId()
  const describedBy = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ')
  return (
    <div className="text-field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <div className="text-field-row">
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          {...rest}
          id={id}
          aria-invalid={Boolean(problem)}
          aria-describedby={describedBy || undefined}
        />
        {aside}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-field-hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="text-field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
