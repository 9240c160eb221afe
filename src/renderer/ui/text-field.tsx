import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import './text-field.css'

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  readonly problem?: string | null | undefined
  readonly aside?: ReactNode
}

export function TextField({ label, isLabelHidden = false, problem, aside, ...rest }: TextFieldProps) {
  const id = useId()
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
          aria-describedby={problem ? `${id}-problem` : undefined}
        />
        {aside}
      </div>
      {problem && (
        <p id={`${id}-problem`} className="text-field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
