import * as messages from '../../../shared/messages/en/window.ts'
import type { CommandRegistry } from '../commands/create-command-registry.ts'

export interface PaletteListProps {
  readonly registry: CommandRegistry
  readonly search: string
  readonly onSearch: (search: string) => void
  /** Whether Enter was pressed before the list was loaded. */
  readonly isEntered: boolean
  readonly onEnter: () => void
  readonly onClose: () => void
}

/** Shown until the list's chunk has loaded: otherwise typed text would reach the canvas as shortcuts. */
export function CommandSearch({ search, onSearch, isEntered, onEnter }: PaletteListProps) {
  return (
    <input
      data-autofocus
      cmdk-input=""
      aria-label={messages.searchCommands}
      placeholder={messages.searchCommandsHint}
      value={search}
      readOnly={isEntered}
      onChange={(event) => onSearch(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter()
      }}
    />
  )
}
