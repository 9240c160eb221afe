import { expect, it } from 'vitest'
import { commands } from './commands.ts'
import { loadCommands, quickCommands } from './load-commands.ts'

it.each(Object.keys(quickCommands))('loads “%s” alone, and the same as in the list', async (name) => {
  const listed = commands.filter((command) => command.name.split(' ')[0] === name)
  expect(await loadCommands([name, '--json'])).toEqual(listed)
})

it.each([[[]], [['help', 'search']], [['serach']], [['fill', 'a.png']]])('loads all commands for %j', async (args) => {
  expect(await loadCommands(args)).toBe(commands)
})
