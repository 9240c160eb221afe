import { Command as Cmdk } from 'cmdk'
import { useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import * as messages from '../../../shared/messages/en/window-dialogs.ts'
import { commandGroups, type Command, type CommandGroup } from '../../lib/command.ts'
import { groupLabels } from '../../lib/keymap/key-action.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { ListEmpty } from '../../ui/empty-state.tsx'
import type { PaletteListProps } from './command-search.tsx'
import type { CommandRegistry } from '../commands/create-command-registry.ts'
import { rankCommands } from '../commands/rank-commands.ts'

/** Every command by name; unavailable ones are grayed. */
export function PaletteList({ registry, search, onSearch, isEntered, onClose }: PaletteListProps) {
  const groups = useMemo(() => groupCommands(registry, search), [registry, search])
  // What was chosen before another letter may be anywhere in the new list, or gone: the best match is chosen instead.
  const best = groups[0]?.commands.find((command) => registry.isEnabled(command))?.id ?? ''
  const [chosen, setChosen] = useState({ search, id: best })
  const list = useRef<HTMLDivElement>(null)
  const handleSelect = (command: Command) => {
    // Closes the dialog first, since a command may open another; and synchronously, so that the next key finds it
    // closed.
    flushSync(onClose)
    registry.run(command.id)
  }
  // Runs the first command once; from then on the list itself handles Enter.
  const entered = useRef(isEntered ? groups[0]?.commands[0] : undefined)
  useEffect(() => {
    const first = entered.current
    entered.current = undefined
    if (first === undefined || !registry.isEnabled(first)) return
    onClose()
    registry.run(first.id)
  }, [registry, onClose])
  return (
    <Cmdk
      label={messages.searchCommands}
      value={chosen.search === search ? chosen.id : best}
      onValueChange={(id) => setChosen({ search, id })}
      loop
      shouldFilter={false}
    >
      <Cmdk.Input
        autoFocus
        data-autofocus
        placeholder={messages.searchCommandsHint}
        value={search}
        onValueChange={(text) => {
          list.current?.scrollTo({ top: 0 })
          onSearch(text)
        }}
      />
      <Cmdk.List ref={list} label={messages.commands}>
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
      {groups.length === 0 && <ListEmpty>{messages.noCommandsFound}</ListEmpty>}
    </Cmdk>
  )
}

interface Shown {
  /** null: matches from all groups. */
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
    .filter(({ commands: matches }) => matches.length > 0)
    .toSorted((a, b) => Number(b.commands.some(isUsable)) - Number(a.commands.some(isUsable)))
}
