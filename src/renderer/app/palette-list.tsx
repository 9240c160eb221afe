import { Command as Cmdk } from 'cmdk'
import { useEffect, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import { commandGroups, type Command, type CommandGroup } from '../lib/command.ts'
import { groupLabels } from '../lib/keymap/key-action.ts'
import { Kbd } from '../ui/kbd.tsx'
import { ListEmpty } from '../ui/list-empty.tsx'
import { searchPlaceholder, type PaletteListProps } from './command-search.tsx'
import type { CommandRegistry } from './commands/create-command-registry.ts'
import { rankCommands } from './commands/rank-commands.ts'

/** Every command by name; what cannot run now is listed, grayed. */
export function PaletteList({ registry, search, onSearch, isEntered, onClose }: PaletteListProps) {
  const groups = useMemo(() => groupCommands(registry, search), [registry, search])
  const handleSelect = (command: Command) => {
    // The dialog goes first, since a command may open another; and at once, so that the next key finds it done.
    flushSync(onClose)
    registry.run(command.id)
  }
  // Once, with what stood there at first: from then on the list itself hears Enter.
  const entered = useRef(isEntered ? groups[0]?.commands[0] : undefined)
  useEffect(() => {
    const first = entered.current
    entered.current = undefined
    if (first === undefined || !registry.isEnabled(first)) return
    onClose()
    registry.run(first.id)
  }, [registry, onClose])
  return (
    <Cmdk label="Search commands" loop shouldFilter={false}>
      <Cmdk.Input autoFocus data-autofocus placeholder={searchPlaceholder} value={search} onValueChange={onSearch} />
      <Cmdk.List>
        {groups.map(({ group, commands }) => (
          <Cmdk.Group
            key={group ?? 'found'}
            value={group ?? 'found'}
            heading={group === null ? undefined : groupLabels[group]}
          >
            {commands.map((command) => (
              <Cmdk.Item
                key={command.id}
                value={command.id}
                disabled={!registry.isEnabled(command)}
                onSelect={() => handleSelect(command)}
              >
                {command.label}
                <Kbd command={command.id} />
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
      {groups.length === 0 && <ListEmpty>No commands found.</ListEmpty>}
    </Cmdk>
  )
}

interface Shown {
  /** null: the commands that were found, of any group. */
  readonly group: CommandGroup | null
  readonly commands: readonly Command[]
}

function groupCommands(registry: CommandRegistry, search: string): readonly Shown[] {
  const isUsable = (command: Command) => registry.isEnabled(command)
  const usableFirst = (all: readonly Command[]) => [
    ...all.filter(isUsable),
    ...all.filter((command) => !isUsable(command)),
  ]
  const commands = registry.all().filter(({ id }) => id !== 'view.palette')
  if (search.trim() !== '') {
    const found = usableFirst(rankCommands(commands, search))
    return found.length === 0 ? [] : [{ group: null, commands: found }]
  }
  return commandGroups
    .map((group) => ({ group, commands: usableFirst(commands.filter((command) => command.group === group)) }))
    .filter(({ commands: own }) => own.length > 0)
    .toSorted((a, b) => Number(b.commands.some(isUsable)) - Number(a.commands.some(isUsable)))
}
