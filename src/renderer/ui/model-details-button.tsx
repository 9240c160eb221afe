import { Info } from 'lucide-react'
import { useState } from 'react'
import * as messages from '../../shared/messages/en/controls.ts'
import type { ModelMatch } from '../lib/models/model-ref.ts'
import { Button } from './button.tsx'
import { deferred } from './deferred.tsx'
import { IconButton } from './icon-button.tsx'

const dialog = deferred(() => import('./model-details-dialog.tsx').then((part) => part.ModelDetailsDialog))
export const LazyModelDetailsDialog = dialog.Part
export const loadModelDetails = dialog.load

export function modelDetailsLabel({ card }: ModelMatch): string {
  return messages.detailsOf({ model: card.label })
}

interface ModelDetailsButtonProps {
  readonly found: ModelMatch
  readonly className?: string | undefined
  /** `text`: where no name is shown beside it. */
  readonly variant?: 'icon' | 'text'
}

/** A button beside a model's name that shows its details. */
export function ModelDetailsButton({ found, className, variant = 'icon' }: ModelDetailsButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const label = modelDetailsLabel(found)
  const common = { className, 'aria-haspopup': 'dialog', onClick: () => setOpen(true) } as const
  return (
    <>
      {variant === 'text' ? (
        <Button {...common} size="small" variant="quiet" icon={<Info size={14} aria-hidden="true" />}>
          {label}
        </Button>
      ) : (
        <IconButton {...common} label={label} size="small">
          <Info size={14} aria-hidden="true" />
        </IconButton>
      )}
      {isOpen && <LazyModelDetailsDialog found={found} onClose={() => setOpen(false)} />}
    </>
  )
}
