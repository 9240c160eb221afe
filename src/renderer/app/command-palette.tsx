import { Command as Cmdk } from 'cmdk'
import { useMemo } from 'react'
import { commandGroups, type Command } from '../lib/command.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import './command-palette.css'
import type { CommandRegistry } from './commands/create-command-registry.ts'

interface CommandPaletteProps {
  readonly registry: CommandRegistry
  readonly onClose: () => void
}

/** Every command by name; what cannot run now is listed, greyed. */
export function CommandPalette({ registry, onClose }: CommandPaletteProps) {
  const groups = useMemo(() => groupCommands(registry), [registry])
  const handleSelect = (command: Command) => {
    onClose()
    // After the dialog has gone: a command may open another.
    setTimeout(() => registry.run(command.id))
  }
  return (
    <Dialog title="All commands" isTitleHidden className="palette" onClose={onClose}>
      <Cmdk label="All commands" loop>
        <Cmdk.Input data-autofocus placeholder="What do you want to do?" aria-label="Search commands" />
        <Cmdk.List>
          <Cmdk.Empty>No command of that name.</Cmdk.Empty>
          {groups.map(({ group, commands }) => (
            <Cmdk.Group key={group} heading={group}>
              {commands.map((command) => (
                <Cmdk.Item
                  key={command.id}
                  value={`${group} ${command.label} ${command.id}`}
                  disabled={!registry.isEnabled(command)}
                  onSelect={() => handleSelect(command)}
                >
                  {command.label}
                  {command.keys[0] && <Kbd binding={command.keys[0]} />}
                </Cmdk.Item>
              ))}
            </Cmdk.Group>
          ))}
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  )
}

function groupCommands(registry: CommandRegistry) {
  const commands = registry.all().filter(({ id }) => id !== 'view.palette')
  const isUsable = (command: Command) => registry.isEnabled(command)
  return commandGroups
    .map((group) => {
      const own = commands.filter((command) => command.group === group)
      return { group, commands: [...own.filter(isUsable), ...own.filter((command) => !isUsable(command))] }
    })
    .filter(({ commands: own }) => own.length > 0)
    .toSorted((a, b) => Number(b.commands.some(isUsable)) - Number(a.commands.some(isUsable)))
}
