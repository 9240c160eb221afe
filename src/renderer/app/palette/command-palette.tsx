import { useState } from 'react'
import * as messages from '../../../shared/messages/en/window.ts'
import { deferred } from '../../ui/deferred.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import './command-palette.css'
import type { CommandRegistry } from '../commands/create-command-registry.ts'
import { CommandSearch } from './command-search.tsx'

const list = deferred(() => import('./palette-list.tsx').then((part) => part.PaletteList), CommandSearch)
export const loadCommandList = list.load

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
      <list.Part
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
