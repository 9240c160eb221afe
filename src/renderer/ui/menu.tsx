import { ContextMenu } from 'radix-ui'
import type { ReactElement } from 'react'
import { Kbd } from './kbd.tsx'
import './menu.css'

export interface MenuEntry {
  readonly label: string
  readonly binding?: string | undefined
  readonly isDanger?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  readonly run: () => void
}

interface MenuProps {
  /** Groups are drawn with a line between them. */
  readonly groups: readonly (readonly MenuEntry[])[]
  readonly onOpen?: (() => void) | undefined
  readonly children: ReactElement
}

/** The menu of the right mouse button (or the menu key) on what it wraps. */
export function Menu({ groups, onOpen, children }: MenuProps) {
  return (
    <ContextMenu.Root modal={false} onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={8} onCloseAutoFocus={(event) => event.preventDefault()}>
          {groups.map((entries, index) => (
            <ContextMenu.Group key={entries[0]?.label ?? index} className="menu-group">
              {entries.map((entry) => (
                <MenuItem key={entry.label} entry={entry} />
              ))}
            </ContextMenu.Group>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function MenuItem({ entry }: { readonly entry: MenuEntry }) {
  return (
    <ContextMenu.Item
      className={entry.isDanger ? 'menu-item menu-item-danger' : 'menu-item'}
      disabled={entry.isDisabled ?? false}
      onSelect={entry.run}
    >
      {entry.label}
      {entry.binding && <Kbd binding={entry.binding} />}
    </ContextMenu.Item>
  )
}
