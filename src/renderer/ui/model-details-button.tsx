import { Info } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { FoundModel } from '../lib/model-ref.ts'
import { deferred } from './deferred.tsx'
import { IconButton } from './icon-button.tsx'

const dialog = deferred(async () => (await import('./model-details-dialog.tsx')).ModelDetailsDialog)
export const ModelDetailsDialog = dialog.Part
export const loadModelDetails = dialog.load

interface ModelDetailsButtonProps {
  readonly found: FoundModel
  readonly className?: string | undefined
  /** What can be done with the model from here. */
  readonly actions?: ReactNode
}

/** Beside a model's name: everything that is known of it. */
export function ModelDetailsButton({ found, className, actions }: ModelDetailsButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        label={`Details of ${found.card.label}`}
        size="small"
        className={className}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Info size={14} aria-hidden="true" />
      </IconButton>
      {isOpen && <ModelDetailsDialog found={found} actions={actions} onClose={() => setOpen(false)} />}
    </>
  )
}
