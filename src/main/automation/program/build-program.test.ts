import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runArgs } from '../../../../test/support/run-args.ts'
import { buildProgram } from './build-program.ts'
import { isForCommandLine } from './is-for-command-line.ts'
import type { CliCommand, CommandContext } from './command.ts'
import { commands } from './commands.ts'
import { readProgramError } from './read-program-error.ts'
import { successReport } from '../report.ts'

const context = {} as CommandContext

async function helpOf(...args: string[]): Promise<string> {
  const written: string[] = []
  const program = buildProgram(commands, {
    appVersion: '1.2.3',
    write: (text) => written.push(text),
    writeError: (text) => written.push(text),
    onRun: () => expect.unreachable('Nothing may be run.'),
  })
  await program.parseAsync(args, { from: 'user' }).catch((thrown: unknown) => {
    expect(readProgramError(thrown)).toBeNull()
  })
  return written.join('')
}

/** Splits a line as a shell does, up to a redirection. */
function splitShellLine(line: string): string[] {
  const args = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
  const end = args.findIndex((arg) => /^[<>]/.test(arg))
  return end === -1 ? args : args.slice(0, end)
}

const headings = {
  edit: 'Edit',
  generate: 'Generate',
  library: 'Library',
  export: 'Export',
  models: 'Models',
  providers: 'Providers and costs',
  automation: 'Agents and scripts',
} as const

describe('help', () => {
  it('lists every command under its heading, each on one line', async () => {
    const help = await helpOf('--help')
    for (const { name, group } of commands) {
      const [first = ''] = name.split(' ')
      expect(help).toMatch(new RegExp(`^${headings[group]}:\n(?:  .+\n)*?  ${first}\\b`, 'm'))
    }
    expect(help).not.toContain('--mask')
  })

  it.each(commands)('of “$name” lists exactly its options, arguments and examples', async (command) => {
    const { name, options = {}, examples, args = {} } = command
    const help = await helpOf(...name.split(' '), '--help')
    const named = [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option = '']) => option)
    expect(new Set(named)).toEqual(new Set([...Object.keys(options), 'json']))
    for (const syntax of Object.keys(args)) expect(help).toContain(syntax)
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) expect(help).toContain(`  atelier ${example}\n`)
  })

  it.each(commands)('of “$name” has examples that run', async (command) => {
    const probe: CliCommand = { ...command, isEarly: undefined, run: runNothing }
    for (const example of command.examples) {
      expect(await runArgs([probe], splitShellLine(example), context)).toMatchObject({ lines: ['run'] })
    }
  })

  it('is not needed to tell a command from a folder of the same name', async () => {
    const workingFolder = await mkdtemp(join(tmpdir(), 'atelier-names-'))
    const names = new Set([...commands.map(({ name }) => name.split(' ')[0] ?? ''), 'photos'])
    await Promise.all([...names].map((name) => mkdir(join(workingFolder, name))))
    const isKnown = (name: string) => isForCommandLine({ args: [name], isHeadless: false, workingFolder })
    expect([...names].filter((name) => !isKnown(name))).toEqual(['photos'])
    await rm(workingFolder, { recursive: true })
  })
})

describe('invalid input', () => {
  it.each([
    [['genrate'], 'Unknown command “genrate”. Did you mean generate?'],
    [['keys', 'tset'], 'Unknown command “tset”. Did you mean one of set, test?'],
    [['list', '--jsno'], 'Unknown option “--jsno”. Did you mean --json?'],
    [['fill', 'a.png', '--maks', 'b.png'], 'Unknown option “--maks”. Did you mean --mask?'],
    [['generate', 'x', '--grow', '4'], 'Unknown option “--grow”.'],
    [['fill', 'a.png', '--mask'], 'The option --mask <file> needs a value.'],
    [['fill', 'a.png', '--mask', 'b.png'], 'The required option --out <file> is missing.'],
    [['fill'], 'The argument <image> is missing.'],
    [['show', 'A', 'B'], 'Too many arguments for “show”: expected 1, got 2.'],
    [['keys', 'set', 'openai', 'sk-example'], 'Too many arguments for “set”: expected 1, got 2.'],
    [['keys', 'set', 'openai', '--key=sk-example'], 'Unknown option “--key”.'],
    [['ledger', '--csv', '--json'], '--csv cannot be used with --json.'],
    [['engine', 'install', '--from', 'a.zip', '--backend', 'cpu'], '--from cannot be used with --backend.'],
    [[], 'No command specified.'],
    [['keys'], 'No command specified.'],
  ])('%j: %s', async (args, message) => {
    await expect(runArgs(commands, args, context)).rejects.toMatchObject({ code: 'request/invalid', message })
  })
})

async function runNothing() {
  return { lines: ['run'], report: successReport({}) }
}
