import { commandGroups, type Command } from '../lib/command.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import type { CommandRegistry } from './commands/create-command-registry.ts'
import './shortcuts-dialog.css'

interface ShortcutsDialogProps {
  readonly registry: CommandRegistry
  readonly onClose: () => void
}

/** What the hand does on the canvas; these are not commands. */
const gestures: readonly (readonly [string, string])[] = [
  ['Pan', 'hold Space, or middle button'],
  ['Zoom at the pointer', 'wheel or pinch'],
  ['Brush size', 'Ctrl + wheel'],
  ['Size and hardness', 'Alt + right-drag'],
  ['Straight line', 'Shift + click'],
  ['The original', 'hold \\'],
]

export function ShortcutsDialog({ registry, onClose }: ShortcutsDialogProps) {
  const commands = registry.all().filter(isListed)
  return (
    <Dialog title="Keyboard shortcuts" className="shortcuts" onClose={onClose}>
      <div className="shortcuts-columns dialog-body">
        {commandGroups.map((group) => {
          const own = commands.filter((command) => command.group === group)
          return own.length > 0 && <ShortcutGroup key={group} title={group} commands={own} />
        })}
        <section>
          <h3>On the canvas</h3>
          <dl>
            {gestures.map(([label, gesture]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{gesture}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}

/** The ten strengths are one line; selections with Shift go without saying. */
function isListed({ id, keys }: Command): boolean {
  return (
    keys.length > 0 &&
    !id.startsWith('gallery.extend-') &&
    !(id.startsWith('brush.strength-') && id !== 'brush.strength-10')
  )
}

function ShortcutGroup({ title, commands }: { readonly title: string; readonly commands: readonly Command[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {commands.map(({ id, label, keys }) => (
          <div key={id}>
            <dt>{id === 'brush.strength-10' ? 'Brush strength, 1 to 0' : label}</dt>
            <dd>
              {keys.slice(0, 2).map((key) => (
                <Kbd key={key} binding={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
