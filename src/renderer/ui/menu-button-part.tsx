import { DropdownMenu } from 'radix-ui'
import { Kbd } from './kbd.tsx'
import { menuHost, menuButtonClass, type MenuButtonProps, type MenuEntry } from './menu-entry.ts'
import './menu.css'

export function MenuButtonPart({ label, groups, look, children }: MenuButtonProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={menuButtonClass(look)} aria-label={label} title={label}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={menuHost()}>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {groups.map((entries, index) => (
            <DropdownMenu.Group key={entries[0]?.label ?? index} className="menu-group">
              {entries.map((entry) => (
                <Item key={entry.label} entry={entry} />
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ entry }: { readonly entry: MenuEntry }) {
  return (
    <DropdownMenu.Item
      className={entry.isDanger ? 'menu-item menu-item-danger' : 'menu-item'}
      disabled={entry.isDisabled ?? false}
      onSelect={entry.run}
    >
      {entry.label}
      {entry.command && <Kbd command={entry.command} />}
    </DropdownMenu.Item>
  )
}
