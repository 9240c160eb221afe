import { Settings } from 'lucide-react'
import * as messages from '../../shared/messages/en/window-dialogs.ts'
import { useKeymap } from '../client/index.ts'
import { groupLabels, keyGroups } from '../lib/keymap/key-action.ts'
import type { KeyAction } from '../lib/keymap/key-action.ts'
import { keyActions } from '../lib/keymap/keymap.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import './shortcuts-dialog.css'

interface ShortcutsDialogProps {
  /** Called when the user wants to change keys. */
  readonly onChange: () => void
  readonly onClose: () => void
}

/** An overview of all shortcuts. They are changed in the Settings. */
export function ShortcutsDialog({ onChange, onClose }: ShortcutsDialogProps) {
  const { keysOf } = useKeymap()
  const listed = keyActions.filter((action) => keysOf(action.id).length > 0 && isListed(action))
  const footer = (
    <Button
      icon={<Settings size={15} aria-hidden="true" />}
      onClick={() => {
        onClose()
        onChange()
      }}
    >
      {messages.editShortcuts}
    </Button>
  )
  return (
    <Dialog title={messages.keyboardShortcuts} className="shortcuts" footer={footer} onClose={onClose}>
      {/* Has no focusable content: without a focus of its own it could not be scrolled by keyboard. */}
      <div className="shortcuts-columns dialog-body" role="group" aria-label={messages.shortcuts} tabIndex={0}>
        {keyGroups.map((group) => {
          const actions = listed.filter((action) => action.group === group)
          return actions.length > 0 && <ShortcutGroup key={group} title={groupLabels[group]} actions={actions} />
        })}
      </div>
    </Dialog>
  )
}

const firstStrength = 'brush.strength-10'

/** The ten strengths are one line where they are the digits; Shift variants of selection keys are omitted. */
function isListed({ id }: KeyAction): boolean {
  return !id.startsWith('gallery.extend-') && !(id.startsWith('brush.strength-') && id !== firstStrength)
}

function ShortcutGroup({ title, actions }: { readonly title: string; readonly actions: readonly KeyAction[] }) {
  const { keysOf } = useKeymap()
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {actions.map(({ id, label }) => (
          <div key={id}>
            <dt>{id === firstStrength ? messages.brushStrengths : nameOf(id, label)}</dt>
            <dd>
              {(id === firstStrength ? strengthKeys(keysOf) : keysOf(id).slice(0, 2)).map((key) => (
                <Kbd key={key} binding={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** In the Studio its key is 100 %. */
function nameOf(id: string, command: string): string {
  return id === 'view.studio' ? messages.outsideStudio({ command }) : command
}

/** The first and the last of the ten. */
function strengthKeys(keysOf: (id: string) => readonly string[]): readonly string[] {
  return [firstStrength, 'brush.strength-100'].flatMap((id) => keysOf(id).slice(0, 1))
}
