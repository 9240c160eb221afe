import { ContextMenu } from 'radix-ui'
import { Kbd } from './kbd.tsx'
import { menuHost, type MenuEntry, type MenuProps } from './menu-entry.ts'
import './menu.css'

/** The menu's trigger area and content. */
export function MenuPart({ groups, onOpen, onClose, children }: MenuProps) {
  return (
    <ContextMenu.Root modal={false} onOpenChange={(isOpen) => (isOpen ? onOpen?.() : onClose?.())}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={menuHost()}>
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
      {entry.command && <Kbd command={entry.command} />}
    </ContextMenu.Item>
  )
}
