import type { CommandRegistry } from './commands/create-command-registry.ts'

export const searchPlaceholder = 'What do you want to do?'

export interface PaletteListProps {
  readonly registry: CommandRegistry
  readonly search: string
  readonly onSearch: (search: string) => void
  /** Enter was pressed before the list was there. */
  readonly isEntered: boolean
  readonly onEnter: () => void
  readonly onClose: () => void
}

/** Until the script of the list has come: what is typed meanwhile would go to the canvas, as keys. */
export function CommandSearch({ search, onSearch, isEntered, onEnter }: PaletteListProps) {
  return (
    <input
      data-autofocus
      cmdk-input=""
      aria-label="Search commands"
      placeholder={searchPlaceholder}
      value={search}
      readOnly={isEntered}
      onChange={(event) => onSearch(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter()
      }}
    />
  )
}
