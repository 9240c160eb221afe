import { describe, expect, it } from 'vitest'
import { runArgs } from '../../../../test/support/run-args.ts'
import type { CommandContext } from '../program/command.ts'
import { compilePromptCommand } from './compile-prompt-command.ts'

/** Throws on any access: the command uses no library, key or network. */
const context = new Proxy({} as CommandContext, {
  get: (_target, name) => {
    throw new TypeError(`asked for ${String(name)}`)
  },
})
const compile = (...args: string[]) => runArgs([compilePromptCommand], ['compile-prompt', ...args], context)

describe('compile-prompt', () => {
  it('uses no library, API key or network', async () => {
    const args = ['--base', 'cat', '--style', 'photorealistic', '--mood', 'peaceful', '--lighting', 'golden hour']
    const { lines, report, problems } = await compile(...args, '--negative', 'blur', '--json')
    expect(lines).toEqual(['Photorealistic image of a cat, peaceful mood, golden hour lighting. Avoid: blur.'])
    expect(report).toMatchObject({
      success: true,
      prompt: lines[0],
      negative_prompt: null,
      dialect: 'sentence',
      notes: problems,
      provider: null,
    })
    expect(problems).toHaveLength(1)
  })

  it('writes the requested dialect, with the negative prompt on its own line', async () => {
    const { lines } = await compile(
      '--base',
      '(cat:1.2)',
      '--camera=85mm',
      '--negative',
      'blur',
      '--dialect',
      'weights',
    )
    expect(lines).toEqual(['(cat:1.2), 85mm lens', 'Negative prompt: blur'])
  })

  it.each([
    [['--style', 'oil'], 'The required option --base <text> is missing.'],
    [['--base', ' '], '--base must not be empty'],
    [['--base', 'cat', '--dialect', 'latin'], 'must be one of sentence, tags, weights'],
    [['--base', 'cat', '--for', 'bfl'], '--for must be provider/model'],
    [['--base', 'cat', '--for', 'bfl/x', '--dialect', 'tags'], '--for cannot be used with --dialect'],
    [['--base', 'cat', '--style', 'x'.repeat(2_000)], '--style is too long'],
    [['--base', 'cat', 'dog'], 'Too many arguments'],
  ])('%j: %s', async (args, message) => {
    await expect(compile(...args)).rejects.toThrow(message)
  })
})
