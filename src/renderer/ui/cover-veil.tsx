import { EyeOff } from 'lucide-react'
import * as messages from '../../shared/messages/en/controls.ts'
import { Button } from './button.tsx'
import './cover-veil.css'

interface CoverVeilProps {
  /** The reason it is covered. */
  readonly label: string
  /** Absent where there is no room, or a button is not allowed: a menu offers it instead. */
  readonly onReveal?: (() => void) | undefined
}

/** Covers the nearest positioned ancestor and blurs it. */
export function CoverVeil({ label, onReveal }: CoverVeilProps) {
  if (onReveal === undefined) {
    return (
      <div className="cover-veil" role="img" aria-label={label} title={label}>
        <EyeOff size={18} aria-hidden="true" />
      </div>
    )
  }
  return (
    <div className="cover-veil" role="group" aria-label={label}>
      <EyeOff size={22} aria-hidden="true" />
      <p>{label}</p>
      <Button size="small" onClick={onReveal}>
        {messages.reveal}
      </Button>
    </div>
  )
}
