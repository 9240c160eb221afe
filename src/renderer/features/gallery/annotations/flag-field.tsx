import { Flag as FlagIcon, X } from 'lucide-react'
import type { Flag } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { IconButton } from '../../../ui/icon-button.tsx'

interface FlagFieldProps {
  /** Undefined if the images differ. */
  readonly value: Flag | undefined
  readonly onChange: (flag: Flag) => void
}

/** Pick or reject; pressing the active one clears it. */
export function FlagField({ value, onChange }: FlagFieldProps) {
  const press = (flag: Flag) => onChange(value === flag ? 'none' : flag)
  return (
    <div className="annotations-flags" role="group" aria-label={messages.flag} data-mixed={value === undefined}>
      <IconButton
        label={messages.pick}
        command="gallery.pick"
        size="small"
        className="annotations-pick"
        isPressed={value === 'pick'}
        onClick={() => press('pick')}
      >
        <FlagIcon size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.reject}
        command="gallery.reject"
        size="small"
        className="annotations-reject"
        isPressed={value === 'reject'}
        onClick={() => press('reject')}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
