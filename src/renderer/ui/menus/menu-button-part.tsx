import { pageDirection } from '../../../shared/messages/formats.ts'
import { DropdownMenu } from 'radix-ui'
import { menuHost, menuButtonClass, type MenuButtonProps } from './menu-entry.ts'
import { MenuGroups } from './menu-groups.tsx'

export function MenuButtonPart({ label, groups, look, children }: MenuButtonProps) {
  return (
    <DropdownMenu.Root modal={false} dir={pageDirection}>
      <DropdownMenu.Trigger className={menuButtonClass(look)} aria-label={label} title={label}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={menuHost()}>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <MenuGroups groups={groups} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
