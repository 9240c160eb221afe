import { arrowInReadingOrder } from '../../lib/reading-order.ts'
import { readTyped } from '../../lib/read-typed.ts'
import { formatPlain } from '../../../shared/messages/formats.ts'
import { useId, useState, type CSSProperties, type KeyboardEvent } from 'react'
import * as messages from '../../../shared/messages/en/controls.ts'
import { clamp } from '../../../shared/util/clamp.ts'
import './slider-field.css'

export interface SliderFieldProps {
  readonly label: string
  /** Accessible name, where the label alone is ambiguous among several sliders. */
  readonly name?: string | undefined
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step?: number | undefined
  readonly unit?: string | undefined
  /** `square` gives small values more room, for sizes in pixels. */
  readonly scale?: 'linear' | 'square' | undefined
  readonly hint?: string | undefined
  readonly onChange: (value: number) => void
}

const travel = 1000

/** A slider with an editable number of the same value. */
export function SliderField(props: SliderFieldProps) {
  const { label, name = label, value, min, max, step = 1, unit, scale = 'linear', hint, onChange } = props
  const id = useId()
  const power = scale === 'square' ? 2 : 1
  const position = ((clamp(value, min, max) - min) / (max - min)) ** (1 / power)
  const fromPosition = (at: number) => min + (at / travel) ** power * (max - min)
  // 0.1 has no exact binary representation: without rounding the field would show 0.30000000000000004.
  const change = (next: number) => onChange(clamp(Number((Math.round(next / step) * step).toFixed(6)), min, max))
  const handleKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[arrowInReadingOrder(event.key)]
    if (direction === undefined) return
    event.preventDefault()
    change(value + direction * step * (event.shiftKey ? 10 : 1))
  }
  return (
    <div className="slider-field" title={hint}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={travel}
        value={Math.round(position * travel)}
        aria-label={name}
        aria-valuetext={unit === undefined ? formatPlain(value) : `${formatPlain(value)} ${unit}`}
        style={{ '--filled': `${position * 100}%` } as CSSProperties}
        onChange={(event) => change(fromPosition(Number(event.target.value)))}
        onKeyDown={handleKeyDown}
        onPointerUp={(event) => event.currentTarget.blur()}
      />
      <NumberEntry label={name} value={value} onCommit={change} />
      {unit && <span>{unit}</span>}
    </div>
  )
}

interface NumberEntryProps {
  readonly label: string
  readonly value: number
  readonly onCommit: (value: number) => void
}

function NumberEntry({ label, value, onCommit }: NumberEntryProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const typed = readTyped(draft ?? '')
    if (Number.isFinite(typed)) onCommit(typed)
    setDraft(null)
  }
  return (
    <input
      type="text"
      inputMode="decimal"
      className="slider-field-number"
      aria-label={messages.valueOf({ label })}
      value={draft ?? formatPlain(value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null)
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
