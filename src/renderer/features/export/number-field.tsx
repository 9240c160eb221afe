import { useState } from 'react'
import { clamp } from '../../../shared/util/clamp.ts'
import { TextField } from '../../ui/text-field.tsx'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  readonly unit: string
  readonly onChange: (value: number) => void
}

/** A number that is typed; it counts when the field is left. */
export function ExportNumberField({ label, value, min, max, isWhole, unit, onChange }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const typed = Number(draft?.replace(',', '.'))
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed)) {
      onChange(clamp(isWhole ? Math.round(typed) : typed, min, max))
    }
    setDraft(null)
  }
  return (
    <div className="export-number">
      <TextField
        label={label}
        isLabelHidden
        inputMode="decimal"
        value={draft ?? String(value)}
        aside={<span className="export-unit">{unit}</span>}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </div>
  )
}
