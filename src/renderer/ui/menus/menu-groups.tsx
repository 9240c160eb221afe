import { ChevronRight } from 'lucide-react'
import type { ContextMenu, DropdownMenu } from 'radix-ui'
import { Kbd } from '../kbd.tsx'
import { menuHost, type MenuAction, type MenuEntry, type SubMenu } from './menu-entry.ts'
import './menu.css'

/** The components of either kind of menu. */
type Parts = typeof ContextMenu | typeof DropdownMenu

interface MenuGroupsProps {
  readonly groups: readonly (readonly MenuEntry[])[]
  readonly parts: Parts
}

/** The content of a menu: groups of items and submenus. */
export function MenuGroups({ groups, parts }: MenuGroupsProps) {
  return groups.map((entries, index) => (
    <parts.Group key={entries[0]?.label ?? index} className="menu-group">
      {entries.map((entry) =>
        'entries' in entry ? (
          <SubMenuItem key={entry.label} menu={entry} parts={parts} />
        ) : (
          <MenuItem key={entry.label} entry={entry} parts={parts} />
        ),
      )}
    </parts.Group>
  ))
}

function SubMenuItem({ menu, parts }: { readonly menu: SubMenu; readonly parts: Parts }) {
  return (
    <parts.Sub>
      <parts.SubTrigger className="menu-item">
        {menu.label}
        <ChevronRight size={14} aria-hidden="true" />
      </parts.SubTrigger>
      <parts.Portal container={menuHost()}>
        <parts.SubContent className="menu menu-sub" collisionPadding={8}>
          {menu.entries.map((entry) => (
            <MenuItem key={entry.label} entry={entry} parts={parts} />
          ))}
        </parts.SubContent>
      </parts.Portal>
    </parts.Sub>
  )
}

function MenuItem({ entry, parts }: { readonly entry: MenuAction; readonly parts: Parts }) {
  return (
    <parts.Item
      className={entry.isDanger ? 'menu-item menu-item-danger' : 'menu-item'}
      disabled={entry.isDisabled ?? false}
      onSelect={entry.run}
    >
      {entry.label}
      {entry.command && <Kbd command={entry.command} />}
    </parts.Item>
  )
}
