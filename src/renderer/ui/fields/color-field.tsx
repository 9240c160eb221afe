import * as messages from '../../../shared/messages/en/controls.ts'
import { TextField } from './text-field.tsx'
import './color-field.css'

interface ColorFieldProps {
  readonly label: string
  /** As typed: may not be a color. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Whether it is `#rrggbb`, in lower case. */
export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text)
}

/** A color typed or picked; gets the focus of its dialog. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  return (
    <TextField
      label={label}
      value={value}
      problem={isColor(value) ? null : messages.enterColor}
      data-autofocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => onChange(event.target.value.trim().toLowerCase())}
      aside={
        <input
          type="color"
          className="color-field-picker"
          aria-label={messages.pickColor}
          value={isColor(value) ? value : '#000000'}
          onChange={(event) => onChange(event.target.value.toLowerCase())}
        />
      }
    />
  )
}
