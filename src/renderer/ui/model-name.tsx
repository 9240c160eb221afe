import { useState } from 'react'
import type { ModelMatch } from '../lib/model-ref.ts'
import { ModelDetailsDialog } from './model-details-button.tsx'
import './model-name.css'

interface ModelNameProps {
  /** null where the model is gone from the list: of it nothing else is known. */
  readonly found: ModelMatch | null
  readonly name: string
}

/** A model's name that opens its details, for rows too narrow or too many for a button beside it. */
export function ModelName({ found, name }: ModelNameProps) {
  const [isOpen, setOpen] = useState(false)
  if (found === null) return <span>{name}</span>
  return (
    <>
      <button
        type="button"
        className="model-name"
        title="Model details"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {name}
      </button>
      {isOpen && <ModelDetailsDialog found={found} onClose={() => setOpen(false)} />}
    </>
  )
}
