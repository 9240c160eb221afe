import { Popover as Radix } from 'radix-ui'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { CommandList } from '../../../lib/command.ts'
import { Kbd } from '../../../ui/kbd.tsx'
import type { MenuAction } from '../../../ui/menus/menu.tsx'
import { menuHost } from '../../../ui/menus/menu-entry.ts'
import { MenuPart } from '../../../ui/menus/menu-part.tsx'
import '../../../ui/menus/popover.css'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { toolNames } from '../../../editor/session/commands/tool-commands.ts'
import './canvas-menu.css'
import { canvasMenuGroups, isBrush } from './canvas-menu-groups.ts'
import type { MenuRequest } from './menu-request.ts'
import { ToolFields } from './panels/tool-options.tsx'

interface CanvasMenuProps {
  readonly session: CanvasSession
  readonly commands: CommandList
  readonly at: MenuRequest['at']
  readonly onClose: () => void
}

type Groups = readonly (readonly MenuAction[])[]

/** The context menu of the canvas: for a brush its settings, followed by commands. */
export function CanvasMenu({ session, commands, at, onClose }: CanvasMenuProps): ReactNode {
  const [groups] = useState(() => canvasMenuGroups(session, commands))
  const [tool] = useState(() => session.store.getState().tool)
  if (!isBrush(tool)) return <PlainMenu groups={groups} at={at} onClose={onClose} />
  return (
    <BrushPanel label={toolNames[tool]} groups={groups} at={at} onClose={onClose}>
      <ToolFields session={session} tool={tool} />
    </BrushPanel>
  )
}

interface OpenedProps extends Pick<CanvasMenuProps, 'at' | 'onClose'> {
  readonly groups: Groups
}

/** A menu opens by an event on its trigger, which also gives the position. */
function PlainMenu({ groups, at, onClose }: OpenedProps): ReactNode {
  const trigger = useRef<HTMLSpanElement>(null)
  const { x: clientX, y: clientY } = at
  useEffect(() => {
    const event = { bubbles: true, cancelable: true, button: 2, clientX, clientY }
    trigger.current?.dispatchEvent(new MouseEvent('contextmenu', event))
  }, [clientX, clientY])
  return (
    <MenuPart groups={groups} onClose={onClose}>
      <span ref={trigger} />
    </MenuPart>
  )
}

interface BrushPanelProps extends OpenedProps {
  readonly label: string
  readonly children: ReactNode
}

function BrushPanel({ label, groups, at, onClose, children }: BrushPanelProps): ReactNode {
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) })
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal container={menuHost()}>
        <Radix.Content
          className="popover canvas-menu"
          side="right"
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <div className="canvas-menu-fields">{children}</div>
          {groups.map((entries, index) => (
            <div key={entries[0]?.label ?? index} className="menu-group">
              {entries.map((entry) => (
                <EntryButton key={entry.label} entry={entry} onClose={onClose} />
              ))}
            </div>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A menu with sliders would not be a valid menu: its entries are buttons here. */
function EntryButton({ entry, onClose }: { readonly entry: MenuAction; readonly onClose: () => void }): ReactNode {
  const { label, command, isDanger, isDisabled, run } = entry
  return (
    <button
      type="button"
      className={isDanger ? 'menu-item menu-item-danger' : 'menu-item'}
      disabled={isDisabled ?? false}
      onClick={() => {
        onClose()
        run()
      }}
    >
      {label}
      {command !== undefined && <Kbd command={command} />}
    </button>
  )
}
