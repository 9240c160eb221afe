import { describe, expect, it, vi } from 'vitest'
import type { CommandContext } from './program/command.ts'

// The locale is read when the first message is loaded.
vi.stubEnv('ATELIER_LOCALE', 'en-XA')
const { buildProgram } = await import('./program/build-program.ts')
const { commands } = await import('./program/commands.ts')
const { readProgramError } = await import('./program/read-program-error.ts')
const { runArgs } = await import('../../../test/support/run-args.ts')

const context = {} as CommandContext

/** Returns the help without line breaks that fit it to a terminal. */
async function helpOf(...args: string[]): Promise<string> {
  const written: string[] = []
  const program = buildProgram(commands, {
    appVersion: '1.2.3',
    write: (text) => written.push(text),
    writeError: (text) => written.push(text),
    onRun: () => expect.unreachable('Nothing may be run.'),
  })
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands: below }) => below)]) {
    command.configureOutput({ getOutHelpWidth: () => 10_000 })
  }
  await program.parseAsync(args, { from: 'user' }).catch((thrown: unknown) => {
    expect(readProgramError(thrown)).toBeNull()
  })
  return written.join('')
}

/** Removes from a line its messages and what users type: names of commands, options and values. */
function plainParts(line: string): string {
  if (line.startsWith('  atelier ')) return ''
  return line
    .replaceAll(/\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*~\]/g, '')
    .replace(/^ {2}[a-z][a-z-]*(?: [<[]\S+)*(?: |$)/, '')
    .replace(/^ {2}(?:-\w, )?--[a-z-]+(?: <[^>]+>)?/, '')
    .replace(/^ {2}<?[a-z:[\]]+(?:\.\.\.)?>? /, '')
    .replace(/^ *atelier .*\[options\].*|^ *atelier [a-z ]*<command>.*/, '')
    .trim()
}

describe('in the pseudo-locale', () => {
  const parents = new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))
  const commandLines = [[''], ...[...parents].map((name) => [name]), ...commands.map(({ name }) => name.split(' '))]

  it.each(commandLines.map((args) => args.join(' ')))('the help of “%s” has no untranslated text', async (name) => {
    const help = await helpOf(...name.split(' ').filter(Boolean), '--help')
    expect(help).toContain('[Ûšåĝé:')
    expect(help.split('\n').map(plainParts).filter(Boolean)).toEqual([])
  })

  it.each([
    [['genrate'], /^\[.*“genrate”.*\] \[.*generate.*\]$/],
    [['fill'], /^\[.*<image>.*\]$/],
    [['list', '--all'], /^\[.*--all.*\]$/],
    [['show', 'A', 'B'], /^\[.*show.*1.*2.*\]$/],
    [['fill', 'a.png', '--mask'], /^\[.*--mask <file>.*\]$/],
    [['ledger', '--csv', '--json'], /^\[.*--csv.*--json.*\]$/],
    [['fill', 'a.png'], /^\[.*--mask <file>.*\]$/],
    [['search', ' '], /^\[.*\]$/],
  ])('the error for %j is fully translated', async (args, message) => {
    await expect(runArgs(commands, args, context)).rejects.toThrow(message)
  })
})
