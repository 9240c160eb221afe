import { readTyped } from '../../lib/read-typed.ts'
import { formatPlain } from '../../../shared/messages/formats.ts'
import { useState, type ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/controls.ts'
import { TextField } from './text-field.tsx'

interface NumberFieldProps {
  readonly label: string
  readonly isLabelHidden?: boolean | undefined
  readonly value: number
  readonly min: number
  readonly max: number
  /** Decimal places. */
  readonly digits?: number | undefined
  readonly onCommit: (value: number) => void
}

/** A number input; arrow keys step by 1, with Shift by 10. Commits on Enter and on blur. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { label, isLabelHidden, value, min, max, digits = 0, onCommit } = props
  const [draft, setDraft] = useState<string | null>(null)
  const shown = formatPlain(Number(value.toFixed(digits)))
  const typed = draft === null ? value : readTyped(draft)
  const isFit = draft === null || (typed >= min && typed <= max)
  const commit = () => {
    if (draft !== null && isFit && draft !== shown) onCommit(Number(typed.toFixed(digits)))
    setDraft(null)
  }
  return (
    <TextField
      label={label}
      isLabelHidden={isLabelHidden}
      inputMode="decimal"
      value={draft ?? shown}
      problem={isFit ? null : messages.numberRange({ min: formatPlain(min), max: formatPlain(max) })}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null)
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        onCommit(Math.min(max, Math.max(min, Number((value + step * (event.shiftKey ? 10 : 1)).toFixed(digits)))))
      }}
    />
  )
}
