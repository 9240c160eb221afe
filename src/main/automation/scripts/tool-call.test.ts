import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandContext } from '../program/command.ts'
import { parseCalls, readCall, readCallText, readJobLines } from './tool-call.ts'

const call = { tool: 'generate_image', parameters: { prompt: 'a kite' } }
const parametersOf = (...sets: string[]) => readCall(call, 'recipe.json', sets).parameters

describe('readCall', () => {
  it.each([
    ['prompt=12', { prompt: '12' }],
    ['seed=12', { prompt: 'a kite', seed: 12 }],
    ['seed=18446744073709551615', { prompt: 'a kite', seed: '18446744073709551615' }],
    ['size=512x512', { prompt: 'a kite', size: '512x512' }],
    ['estimate_only=true', { prompt: 'a kite', estimate_only: true }],
    ['loras=[{"path":"ink","scale":0.5}]', { prompt: 'a kite', loras: [{ path: 'ink', scale: 0.5 }] }],
    ['options.scheduler=karras', { prompt: 'a kite', options: { scheduler: 'karras' } }],
    ['negative_prompt=a=b', { prompt: 'a kite', negative_prompt: 'a=b' }],
  ])('sets %s by the type of the parameter', (set, expected) => {
    expect(parametersOf(set)).toEqual(expected)
  })

  it('removes what is set to null', () => {
    expect(parametersOf('seed=7', 'seed=null')).toEqual({ prompt: 'a kite' })
  })

  it.each([
    ['n=9', '--set n:'],
    ['sise=1', 'no parameter “sise”'],
    ['n', 'NAME=VALUE'],
    ['prompt=null', 'prompt'],
  ])('rejects %s', (set, problem) => {
    expect(() => parametersOf(set)).toThrow(problem)
  })

  it.each([[{ tool: 'paint' }], [{ ...call, extra: 1 }], [[]], [null], [{ tool: 'generate_image', parameters: {} }]])(
    'rejects %j',
    (json) => {
      expect(() => readCall(json, 'Line 3')).toThrow('Line 3')
    },
  )

  it.each([
    ['make_grid', 'atelier grid'],
    ['run_plan', 'atelier plan run'],
  ])('refuses %s, and names the command that goes on after a kill', (tool, command) => {
    expect(() => readCall({ tool, parameters: {} }, 'Line 1')).toThrow(command)
  })

  it('keeps what a recipe says of itself apart from the parameters', () => {
    const differences = [{ code: 'seed-unknown', message: 'The seed is unknown.' }]
    const recipe = { ...call, atelier: { version: '1', image: 'an-id', created: '2026', differences } }
    expect(readCall(recipe, 'recipe.json')).toMatchObject({
      parameters: call.parameters,
      imageId: 'an-id',
      differences,
    })
  })
})

describe('readJobLines', () => {
  it('skips empty lines and counts them', () => {
    const calls = readJobLines(`\n${JSON.stringify({ ...call, id: 5 })}\r\n\n${JSON.stringify(call)}\n`)
    expect(calls.map(({ where, id }) => [where, id])).toEqual([
      ['Line 2', '5'],
      ['Line 4', null],
    ])
  })

  it('names every line that is not valid', () => {
    expect(() => readJobLines(`{\n${JSON.stringify(call)}\n{"tool": "paint"}`)).toThrow(/Line 1 .*\nLine 3: /)
  })
})

describe('parseCalls', () => {
  it('reads one call or a list, and rejects an empty one', () => {
    expect(parseCalls(`\uFEFF${JSON.stringify(call)}`, 'a.json')).toEqual([{ json: call, where: 'a.json' }])
    expect(parseCalls(JSON.stringify([call, call]), '-').map(({ where }) => where)).toEqual(['Call 1', 'Call 2'])
    expect(() => parseCalls('[]', 'a.json')).toThrow('a.json has no tool calls.')
  })
})

describe('a file of calls', () => {
  it.each(['utf8', 'utf16le'] as const)('is read as %s, as PowerShell writes it', async (encoding) => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-calls-'))
    await writeFile(join(folder, 'jobs.jsonl'), Buffer.from(`\uFEFF${JSON.stringify(call)}\r\n`, encoding))
    const context = { workingFolder: folder } as Partial<CommandContext> as CommandContext
    expect(readJobLines(await readCallText('jobs.jsonl', context))).toMatchObject([
      { parameters: { prompt: 'a kite' } },
    ])
    await rm(folder, { recursive: true })
  })
})
