import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runArgs } from '../../../../test/support/run-args.ts'
import type { CommandContext } from './command.ts'
import { commands } from './commands.ts'
import { shells } from './completion-scripts.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-completion-'))
  await Promise.all(['mask one.png', 'photo.png'].map((name) => writeFile(join(folder, name), '')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function scriptFor(shell: string): Promise<string> {
  const { lines, report } = await runArgs(commands, ['completion', shell], {} as CommandContext)
  expect(report).toMatchObject({ success: true, script: lines.join('\n') })
  return lines.join('\n')
}

/** Completes the last word as bash does, which splits words at equals signs. */
async function complete(line: string): Promise<string[]> {
  const words = line.split(/ +|(?==)|(?<==)/)
  const script = [
    await scriptFor('bash'),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_atelier',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join('\n')
  const out = execFileSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' })
  return out.split('\n').filter(Boolean)
}

describe('completion for bash', () => {
  it.each([
    ['atelier gen', ['generate']],
    ['atelier engine ', ['forget', 'install', 'list', 'remove', 'test', 'use']],
    ['atelier engine in', ['install']],
    ['atelier --v', ['--version']],
    ['atelier fill photo.png --ma', ['--mask']],
    ['atelier fill --mask ', ['mask one.png', 'photo.png']],
    ['atelier fill ph', ['photo.png']],
    ['atelier generate x --quality d', ['draft']],
    ['atelier generate x --quality=d', ['draft']],
    ['atelier generate x --quality=', ['draft', 'hd', 'standard']],
    ['atelier generate x --provider stab', ['stability']],
    ['atelier generate x --seed ', []],
    ['atelier keys set open', ['openai', 'openai-compatible']],
    ['atelier completion z', ['zsh']],
    ['atelier help gall', ['gallery']],
    ['atelier list --js', ['--json']],
  ])('of “%s” is %j', async (line, expected) => {
    expect((await complete(line)).toSorted()).toEqual(expected)
  })

  it('offers every command and every option', async () => {
    const tops = new Set(commands.map(({ name }) => name.split(' ')[0]))
    expect(new Set(await complete('atelier '))).toEqual(new Set([...tops, 'help']))
    for (const { name, options = {} } of commands) {
      const flags = [...Object.keys(options), 'json', 'help'].map((option) => `--${option}`)
      expect(await complete(`atelier ${name} --`)).toEqual(flags)
    }
  }, 60_000)
})

describe('completion for other shells', () => {
  it.each(['zsh', 'fish', 'powershell'])('the script for %s has every command, option and choice', async (shell) => {
    const script = await scriptFor(shell)
    for (const { name, options = {} } of commands) {
      for (const word of name.split(' ')) expect(script).toContain(word)
      for (const [option, { choices = [] }] of Object.entries(options)) {
        expect(script).toContain(shell === 'fish' ? ` -l ${option} ` : `--${option}`)
        for (const choice of choices) expect(script).toContain(choice)
      }
    }
  })

  it.each(['zsh', 'fish', 'powershell'])('the script for %s closes its quotes and brackets', async (shell) => {
    const script = await scriptFor(shell)
    const escapedQuote = { zsh: /'\\''/g, fish: /\\['\\]/g, powershell: /''(?=[^,)\s])/g }[shell]!
    const outside = script
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.replaceAll(escapedQuote, '').replaceAll(/'[^']*'/g, ''))
    for (const line of outside) expect(line).not.toContain("'")
    const count = (character: string) => outside.join('\n').split(character).length
    expect([count('('), count('{')]).toEqual([count(')'), count('}')])
  })

  it('is refused for a shell that it does not know', async () => {
    await expect(runArgs(commands, ['completion', 'tcsh'], {} as CommandContext)).rejects.toMatchObject({
      code: 'request/invalid',
      message: `<shell> must be one of ${shells.join(', ')}, not “tcsh”.`,
    })
  })
})
