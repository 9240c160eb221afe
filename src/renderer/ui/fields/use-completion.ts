import { useId, useState, type InputHTMLAttributes, type KeyboardEvent } from 'react'

export interface Completion<T extends string> {
  readonly id: string
  readonly options: readonly T[]
  readonly isOpen: boolean
  /** The one that Enter accepts; -1 = none. */
  readonly active: number
  readonly inputProps: Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'role' | 'aria-expanded' | 'aria-controls' | 'aria-autocomplete' | 'aria-activedescendant'
  >
  open(): void
  close(): void
  point(at: number): void
  accept(option: T): void
  /** Whether the list has handled the key. */
  press(event: KeyboardEvent): boolean
}

/**
 * Autocompletion below a text field: arrows select, Enter or Tab accepts, Esc closes the list. `onAccept` returns
 * whether it should reopen right after.
 */
export function useCompletion<T extends string>(
  options: readonly T[],
  onAccept: (option: T) => boolean,
): Completion<T> {
  const id = useId()
  const [isWanted, setIsWanted] = useState(false)
  const [pointed, setPointed] = useState(-1)
  const isOpen = isWanted && options.length > 0
  // The options may have changed since.
  const active = isOpen && pointed < options.length ? pointed : -1
  const close = () => {
    setIsWanted(false)
    setPointed(-1)
  }
  const accept = (option: T) => {
    setPointed(-1)
    setIsWanted(onAccept(option))
  }
  const step = (by: 1 | -1) => {
    if (!isOpen) return setIsWanted(true)
    // One more position than there are options: nothing selected, only the typed text.
    const places = options.length + 1
    return setPointed(((active + 1 + by + places) % places) - 1)
  }
  return {
    id,
    options,
    isOpen,
    active,
    accept,
    close,
    open: () => setIsWanted(true),
    point: setPointed,
    inputProps: {
      role: 'combobox',
      'aria-expanded': isOpen,
      'aria-controls': id,
      'aria-autocomplete': 'list',
      'aria-activedescendant': active < 0 ? undefined : `${id}-${active}`,
    },
    press(event) {
      if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
      const chosen = options[active]
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event.key === 'ArrowDown' ? 1 : -1)
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) accept(chosen)
      else if (event.key === 'Escape' && active >= 0) close()
      else return false
      event.preventDefault()
      return true
    },
  }
}
