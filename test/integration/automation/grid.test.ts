import { stat, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'
import { untilAskedFor } from '../../support/services/until-asked-for.ts'

const stage = withProgram()
const { at, atelier } = stage

let number = 0
let name: string
beforeEach(() => {
  name = `grid-${++number}.yaml`
})

interface Grid {
  readonly id: string | null
  readonly name: string
  readonly cost: number
  readonly cost_estimate: number | null
  readonly axes: readonly { readonly label: string }[]
  readonly cells: readonly { position: string[]; state: string; image: string | null; error: string | null }[]
}

const gridOf = (result: ProgramResult) => reportOf(result)['grid'] as Grid
const submissions = () => stage.services.server('bfl').submissions()
const sentPrompts = () => submissions().map(({ json }) => (json as { prompt?: string }).prompt)

const kites = (animal: string) => `
name: ${animal}
parameters: { prompt: a red ${animal}, provider: bfl, model: flux-2-pro }
x: { vary: prompt, find: red, values: [red, blue, green] }
y: { vary: seed, values: 1-2 }
`

describe('a grid', () => {
  it('says what it would make and cost, and sends nothing', async () => {
    await writeFile(at(name), kites('heron'))
    const before = submissions().length
    const result = await atelier('grid', name, '--estimate-only', '--json')
    expect(result).toMatchObject({ code: 0 })
    expect(gridOf(result).cost_estimate).toBeGreaterThan(0)
    const lines = await atelier('grid', name, '--estimate-only')
    expect(lines.out).toMatch(/^6 images, \$0\.\d+/)
    expect(submissions().length).toBe(before)
  })

  it('makes every cell once, and writes a labelled PDF', async () => {
    await writeFile(at(name), kites('kite'))
    const result = await atelier('grid', name, '--out', 'kites.pdf', '--max-cost-usd', '5', '--json')
    expect(result, result.err).toMatchObject({ code: 0 })
    const grid = gridOf(result)
    expect(grid).toMatchObject({ name: 'kite', axes: [{ label: 'Prompt: red' }, { label: 'Seed' }] })
    expect(grid.cells.map(({ position }) => position.join(' '))).toEqual([
      'red 1',
      'blue 1',
      'green 1',
      'red 2',
      'blue 2',
      'green 2',
    ])
    expect(grid.cells.every(({ state, image }) => state === 'done' && image !== null)).toBe(true)
    expect(sentPrompts().filter((prompt) => prompt === 'a blue kite')).toHaveLength(2)
    expect((await stat(at('kites.pdf'))).size).toBeGreaterThan(1_000)
    // A finished file is no interrupted one.
    expect(await atelier('grid', name, '--out', 'kites.pdf')).toMatchObject({
      code: 2,
      err: expect.stringContaining('kites.pdf'),
    })
  })

  it('reads JSON, skips what a model cannot do, and tells its exit code', async () => {
    await writeFile(
      at(name),
      JSON.stringify({
        parameters: { prompt: 'a boat', provider: 'fake' },
        x: { vary: 'model', values: ['fake/demo-waves', 'openai/dall-e-9000'] },
        order: 'cheapest',
      }),
    )
    const result = await atelier('grid', name, '--out', 'boats.webp', '--cell-px', '128', '--json')
    expect(result.code).toBe(1)
    expect(gridOf(result).cells.map(({ state }) => state)).toEqual(['done', 'impossible'])
    expect(gridOf(result).cells[1]?.error).toContain('dall-e-9000')
    // Two cells of 64 CSS pixels, and labels of two lines, at two pixels each.
    expect(await sharp(at('boats.webp')).metadata()).toMatchObject({ format: 'webp', width: 332, height: 360 })
  })

  it('names what is wrong with a file before anything is sent', async () => {
    const before = submissions().length
    await writeFile(at(name), `${kites('x')}z: { vary: steps, values: [ten] }`)
    expect(await atelier('grid', name)).toMatchObject({ code: 2, err: expect.stringContaining('“ten”') })
    await writeFile(at(name), kites('x').replace('find: red', 'find: purple'))
    expect(await atelier('grid', name)).toMatchObject({ code: 2, err: expect.stringContaining('“purple” is not') })
    await writeFile(at(name), 'x: 1')
    expect(await atelier('grid', name)).toMatchObject({ code: 2, err: expect.stringContaining('parameters') })
    await writeFile(at(name), kites('x'))
    expect(await atelier('grid', name, '--max-cost-usd', '0.01')).toMatchObject({ code: 4 })
    expect(await atelier('grid', name, '--resume')).toMatchObject({ code: 2 })
    expect(submissions().length).toBe(before)
  })

  it('counts each attempt at a cell that may have been billed, in the report and against the maximum', async () => {
    await writeFile(at(name), kites('cut'))
    const server = stage.services.server('bfl')
    server.setScene('cut')
    const { cost: one, cells } = gridOf(await atelier('grid', name, '--json'))
    expect([...new Set(cells.map(({ state }) => state))]).toEqual(['unknown'])
    const retry = (...more: string[]) => atelier('grid', name, '--resume', '--retry-unknown', '--json', ...more)
    expect(gridOf(await retry()).cost).toBeCloseTo(2 * one)
    server.setScene('done')
    expect(await retry('--max-cost-usd', String(2.5 * one))).toMatchObject({ code: 4 })
    const done = await retry('--max-cost-usd', String(3.5 * one))
    expect(done).toMatchObject({ code: 0 })
    expect(gridOf(done).cost).toBeGreaterThan(2 * one)
    expect(reportOf(done).cost).toBe(gridOf(done).cost)
  })

  it('goes on after a kill, and pays for nothing twice', { timeout: 120_000 }, async () => {
    await writeFile(at(name), kites('killed'))
    const server = stage.services.server('bfl')
    server.setScene('waiting')
    const before = server.requests.length
    const { services, home, folder } = stage
    const env = { ...services.env, BFL_API_KEY: services.goodKey('bfl') }
    await runBuiltProgram(['grid', name], {
      home,
      cwd: folder,
      env,
      onStarted: (_interrupt, kill) => void untilAskedFor(server, before).then(kill),
    })
    server.continueWith('done')
    server.setScene('done')
    expect(await atelier('grid', name)).toMatchObject({ code: 2, err: expect.stringContaining('--resume') })
    const resumed = await atelier('grid', name, '--resume', '--json')
    const grid = gridOf(resumed)
    const states = grid.cells.map(({ state }) => state)
    // What was in the middle of being sent cannot be asked for.
    expect(
      states.every((state) => state === 'done' || state === 'unknown'),
      states.join(' '),
    ).toBe(true)
    expect(states.filter((state) => state === 'done').length).toBeGreaterThanOrEqual(3)
    const times = submissions()
      .map(({ json }) => json as { prompt?: string; seed?: number })
      .filter(({ prompt }) => prompt?.endsWith('killed'))
      .map(({ prompt, seed }) => `${prompt} ${seed}`)
    expect(new Set(times).size).toBe(times.length)
    expect(times.length).toBe(6)
  })
})
