import { useState } from 'react'
import * as messages from '../../shared/messages/en/controls.ts'
import type { ModelMatch } from '../lib/models/model-ref.ts'
import { LazyModelDetailsDialog } from './model-details-button.tsx'
import './model-name.css'

interface ModelNameProps {
  /** Null if the model is no longer listed: nothing else is known about it. */
  readonly found: ModelMatch | null
  readonly name: string
}

/** A model's name that opens its details, for rows too narrow or too numerous for a separate button. */
export function ModelName({ found, name }: ModelNameProps) {
  const [isOpen, setOpen] = useState(false)
  if (found === null) return <span>{name}</span>
  return (
    <>
      <button
        type="button"
        className="model-name"
        title={messages.modelDetails}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {name}
      </button>
      {isOpen && <LazyModelDetailsDialog found={found} onClose={() => setOpen(false)} />}
    </>
  )
}
