import { type ReactNode, useState } from 'react'
import * as messages from '../../../../shared/messages/en/gallery-info.ts'
import { colon } from '../../../../shared/messages/formats.ts'
import { keepUnits } from '../../../lib/keep-units.ts'

export function InfoRow({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{typeof value === 'string' ? keepUnits(value) : value}</dd>
    </div>
  )
}

/** Longer texts would push everything else out of view: they start collapsed. */
const shownAtOnce = 420

interface LongTextProps {
  readonly text: string
  /** Names the text in the button's label, for example `the prompt`. */
  readonly what: string
}

export function LongText({ text, what }: LongTextProps) {
  const [isOpen, setOpen] = useState(false)
  const isLong = text.length > shownAtOnce || text.split('\n', 13).length > 12
  if (!isLong) return <span className="selectable">{text}</span>
  return (
    <>
      <span className="selectable info-long" data-open={isOpen}>
        {text}
      </span>
      <button
        type="button"
        className="info-more"
        aria-expanded={isOpen}
        aria-label={`${what}${colon}${isOpen ? messages.showLess : messages.showAll}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? messages.showLess : messages.showAll}
      </button>
    </>
  )
}
