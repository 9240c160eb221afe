import { RotateCcw } from 'lucide-react'
import type { NumberRange } from '../../../../../shared/domain/model-card.ts'
import * as messages from '../../../../../shared/messages/en/form.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'

interface RangeFieldProps {
  readonly label: string
  readonly hint: string
  /** null: not supported by the model. */
  readonly range: NumberRange | null
  /** null: the service’s default. */
  readonly value: number | null
  readonly step: number
  readonly onChange: (value: number | null) => void
}

/** A number that is the service’s default until it is set. */
export function RangeField({ label, hint, range, value, step, onChange }: RangeFieldProps) {
  if (range === null) return null
  const usual = value ?? range.default
  if (usual === null) {
    return (
      <div className="range-usual" title={hint}>
        <span>{label}</span>
        <span>
          {messages.defaultValue}{' '}
          <button
            type="button"
            className="generate-link"
            aria-label={messages.setField({ label: label.toLowerCase() })}
            onClick={() => onChange(middleOf(range, step))}
          >
            {messages.set}
          </button>
        </span>
      </div>
    )
  }
  return (
    <div className="range-field" data-set={value !== null}>
      <SliderField
        label={label}
        hint={hint}
        value={usual}
        min={range.min}
        max={range.max}
        step={step}
        onChange={onChange}
      />
      {value !== null && (
        <IconButton label={messages.resetField({ label })} size="small" onClick={() => onChange(null)}>
          <RotateCcw size={12} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}

function middleOf({ min, max }: NumberRange, step: number): number {
  return Number((Math.round((min + max) / 2 / step) * step).toFixed(6))
}
