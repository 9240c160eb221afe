import { useState } from 'react'
import * as messages from '../../shared/messages/en/window.ts'
import { Dialog } from '../ui/dialog.tsx'
import './command-palette.css'
import type { CommandRegistry } from './commands/create-command-registry.ts'
import { LazyCommandList } from './deferred-parts.ts'

interface CommandPaletteProps {
  readonly registry: CommandRegistry
  readonly onClose: () => void
}

/** Opens immediately with its text field; the list of commands is loaded as a separate chunk. */
export function CommandPalette({ registry, onClose }: CommandPaletteProps) {
  const [search, setSearch] = useState('')
  const [isEntered, setIsEntered] = useState(false)
  return (
    <Dialog title={messages.allCommands} isTitleHidden className="palette" onClose={onClose}>
      <LazyCommandList
        registry={registry}
        search={search}
        onSearch={setSearch}
        isEntered={isEntered}
        onEnter={() => setIsEntered(true)}
        onClose={onClose}
      />
    </Dialog>
  )
}
