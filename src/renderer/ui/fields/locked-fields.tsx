import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { setBy } from '../../../shared/messages/en/controls.ts'
import './locked-fields.css'

interface LockedFieldsProps {
  /** What decides the value instead, such as the name of a file; null = it is decided here. */
  readonly by: string | null
  readonly children: ReactNode
}

/** Controls that are disabled while something else decides their value: a note beside them says what. */
export function LockedFields({ by, children }: LockedFieldsProps) {
  return (
    <fieldset className="locked-fields" disabled={by !== null}>
      {children}
    </fieldset>
  )
}

/** Says what decides a value; nothing where it is decided here. */
export function LockNote({ by }: Pick<LockedFieldsProps, 'by'>): ReactNode {
  if (by === null) return null
  return (
    <p className="lock-note">
      <Lock size={13} aria-hidden="true" />
      {setBy({ source: by })}
    </p>
  )
}
