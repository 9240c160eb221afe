import { formatPlain } from '../../../shared/messages/formats.ts'
import { useState } from 'react'
import * as messages from '../../../shared/messages/en/spending.ts'
import { TextField } from '../../ui/fields/text-field.tsx'
import { readAmount } from './money/money-labels.ts'

interface AmountFieldProps {
  readonly label: string
  /** USD; null = no limit. */
  readonly value: number | null
  readonly isZeroAllowed?: boolean
  readonly onChange: (value: number | null) => void
}

/** A limit in USD; empty = none. */
export function AmountField({ label, value, isZeroAllowed = false, onChange }: AmountFieldProps) {
  /** The draft text; null = not editing. */
  const [draft, setDraft] = useState<string | null>(null)
  const shown = value === null ? '' : formatPlain(value)
  const amount = readAmount(draft ?? shown, { isZeroAllowed })
  function commit(): void {
    if (amount === undefined) return
    if (amount !== value) onChange(amount)
    setDraft(null)
  }
  return (
    <TextField
      label={label}
      inputMode="decimal"
      placeholder={messages.noLimit}
      value={draft ?? shown}
      problem={amount === undefined ? messages.amountHint : null}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
