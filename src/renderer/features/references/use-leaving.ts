import { useRef, useState } from 'react'

/** Keeps changes from being lost when the dialog is closed or another reference is chosen. */
export interface Leaving {
  /** It was to be left with changes: the user decides what becomes of them. */
  readonly isAsking: boolean
  readonly noteChanges: (hasChanges: boolean) => void
  /** Goes at once without changes; otherwise asks first. */
  readonly leave: (go: () => void) => void
  /** Goes where it was to be left for: changes are saved by then, or to be lost. */
  readonly go: () => void
  readonly stay: () => void
}

export function useLeaving(): Leaving {
  const hasChanges = useRef(false)
  const [wanted, setWanted] = useState<{ readonly go: () => void } | null>(null)
  return {
    isAsking: wanted !== null,
    noteChanges: (has) => {
      hasChanges.current = has
    },
    leave: (go) => {
      if (hasChanges.current) setWanted({ go })
      else go()
    },
    go: () => {
      hasChanges.current = false
      setWanted(null)
      wanted?.go()
    },
    stay: () => setWanted(null),
  }
}
