import { pageDirection } from '../../../shared/messages/formats.ts'
import { ContextMenu } from 'radix-ui'
import { menuHost, type MenuProps } from './menu-entry.ts'
import { MenuGroups } from './menu-groups.tsx'

/** The menu's trigger area and content. */
export function MenuPart({ groups, onOpen, onClose, children }: MenuProps) {
  return (
    <ContextMenu.Root modal={false} dir={pageDirection} onOpenChange={(isOpen) => (isOpen ? onOpen?.() : onClose?.())}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={menuHost()}>
        <ContextMenu.Content className="menu" collisionPadding={8} onCloseAutoFocus={(event) => event.preventDefault()}>
          <MenuGroups groups={groups} parts={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
