import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import './command-palette.css'
import type { CommandRegistry } from './commands/create-command-registry.ts'
import { CommandList } from './deferred-parts.ts'

interface CommandPaletteProps {
  readonly registry: CommandRegistry
  readonly onClose: () => void
}

/** There at once, and with it what is typed; the list of commands has a script of its own. */
export function CommandPalette({ registry, onClose }: CommandPaletteProps) {
  const [search, setSearch] = useState('')
  const [isEntered, setIsEntered] = useState(false)
  return (
    <Dialog title="All commands" isTitleHidden className="palette" onClose={onClose}>
      <CommandList
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
