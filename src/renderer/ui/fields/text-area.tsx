import { useId, type CSSProperties, type Ref, type TextareaHTMLAttributes } from 'react'
import { classNames } from '../../lib/class-names.ts'
import './text-area.css'

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  readonly problem?: string | null | undefined
  readonly ref?: Ref<HTMLTextAreaElement> | undefined
}

/** A multiline text field that grows with its content up to a limit, then scrolls. */
export function TextArea({ label, isLabelHidden = false, problem, className, ref, rows = 3, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={classNames('text-area', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <textarea
        {...rest}
        style={{ '--rows': rows } as CSSProperties}
        ref={ref}
        id={id}
        aria-invalid={Boolean(problem)}
        aria-describedby={problem ? `${id}-problem` : undefined}
      />
      {problem && (
        <p id={`${id}-problem`} className="text-area-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
