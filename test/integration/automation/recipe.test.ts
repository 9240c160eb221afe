import { readFile, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

const stage = withProgram()
const { at, atelier } = stage

interface Recipe {
  readonly tool: string
  readonly parameters: Record<string, unknown>
  readonly atelier: { version: string; image: string; created: string; differences: { code: string }[] }
}

async function recipeOf(id: string): Promise<Recipe> {
  const result = await atelier('recipe', id)
  expect(result.code, result.err).toBe(0)
  return JSON.parse(result.out) as Recipe
}

const idOf = (result: ProgramResult) => reportOf(result).images[0]!.id
const codesOf = ({ atelier: { differences } }: Recipe) => differences.map(({ code }) => code)
const pixelsOf = async (path: string) => sharp(path).raw().toBuffer()

describe('recipe and run', () => {
  it('repeat a generated image pixel by pixel', async () => {
    const args = ['a heron', '--provider', 'fake', '--seed', '7', '--size', '256x192', '--negative-prompt', 'boats']
    const made = await atelier('generate', ...args, '--json')
    const recipe = await recipeOf(idOf(made))
    expect(recipe).toMatchObject({
      tool: 'generate_image',
      parameters: { prompt: 'a heron', provider: 'fake', n: 1, size: '256x192', seed: 7, negative_prompt: 'boats' },
      atelier: { image: idOf(made), created: expect.stringMatching(/^20\d\d-.*Z$/), differences: [] },
    })
    const written = await atelier('recipe', idOf(made), '--out', 'heron.json')
    expect(written).toMatchObject({ code: 0, out: `${at('heron.json')}\n` })
    expect((await atelier('recipe', idOf(made), '--out', 'heron.json')).code).toBe(2)
    const again = await atelier('run', 'heron.json', '--out', 'again', '--json')
    expect(again).toMatchObject({ code: 0 })
    const [image] = reportOf(again).images
    expect(image!.path.startsWith(at('again'))).toBe(true)
    expect(await pixelsOf(image!.path)).toEqual(await pixelsOf(reportOf(made).images[0]!.path))
    // A person ran it, not an agent.
    expect((await atelier('show', image!.id, '--json')).out).not.toContain('"agent"')
  })

  it('name what will differ, before and after', async () => {
    const args = [
      'a kite',
      '--provider',
      'openai',
      '--model',
      'gpt-image-2',
      '--quality',
      'draft',
      '--size',
      '1024x1024',
    ]
    const made = await atelier('generate', ...args, '--json')
    const result = await atelier('recipe', idOf(made))
    expect(codesOf(JSON.parse(result.out) as Recipe)).toContain('seed-ignored')
    expect(result.err).toContain('takes no seed')
    const { services, home, folder } = stage
    const options = { home, cwd: folder, env: services.env, input: result.out }
    const noKey = await runCommand(['recipe', idOf(made)], options)
    expect(codesOf(JSON.parse(noKey.out) as Recipe)).toContain('provider-not-configured')
    const before = services.server('openai').submissions().length
    const run = await runCommand(['run', '-', '--json', '--max-cost-usd', '0.01'], {
      ...options,
      env: { ...services.env, OPENAI_API_KEY: services.goodKey('openai') },
    })
    expect(run).toMatchObject({ code: 0, err: expect.stringContaining('takes no seed') })
    expect(reportOf(run)).toMatchObject({
      provider: 'openai',
      differences: expect.arrayContaining([expect.objectContaining({ code: 'seed-ignored' })]),
    })
    expect(services.server('openai').submissions()).toHaveLength(before + 1)
  })

  it('repeat a masked edit with its source and mask', async () => {
    const edit = ['edit', 'photo.png', 'a red door', '--mask', 'mask.png', '--grow', '4', '--feather', '3']
    const made = await atelier(...edit, '--provider', 'fake', '--seed', '5', '--json')
    expect(made.code, made.err).toBe(0)
    const recipe = await recipeOf(idOf(made))
    expect(recipe).toMatchObject({
      tool: 'edit_image',
      parameters: {
        prompt: 'a red door',
        input_image: expect.any(String),
        mask_image: `asset://library/${idOf(made)}/painted`,
        intent: 'fill',
        grow: 4,
        feather: 3,
        seed: 5,
      },
    })
    expect(codesOf(recipe).filter((code) => code !== 'seed-best-effort')).toEqual([])
    await writeFile(at('edit.json'), JSON.stringify(recipe))
    const again = await atelier('run', 'edit.json', '--json')
    expect(again.code, again.err).toBe(0)
    expect(reportOf(again)).toMatchObject({ changed_outside: 0 })
    expect(await pixelsOf(reportOf(again).images[0]!.path)).toEqual(await pixelsOf(reportOf(made).images[0]!.path))
  })

  it('repeat a fill and an expansion on this computer', async () => {
    const filled = await atelier(
      'fill',
      'photo.png',
      '--mask',
      'mask.png',
      '--out',
      'filled.png',
      '--seed',
      '3',
      '--json',
    )
    const fill = await recipeOf(idOf(filled))
    expect(fill).toMatchObject({ tool: 'fill_image', parameters: { seed: 3 }, atelier: { differences: [] } })
    await writeFile(at('fill.json'), JSON.stringify(fill))
    const again = await atelier('run', 'fill.json', '--json')
    expect(await pixelsOf(reportOf(again).images[0]!.path)).toEqual(await pixelsOf(at('filled.png')))
    const expanded = await atelier('expand', 'photo.png', '--left', '8', '--right', '16', '--bottom', '4', '--json')
    expect(await recipeOf(idOf(expanded))).toMatchObject({
      tool: 'expand_image',
      parameters: { left: 8, top: 0, right: 16, bottom: 4 },
    })
  })

  it('say so where there is no recipe, or its inputs are gone', async () => {
    const imported = await atelier('import', 'photo.png', '--json')
    const none = await atelier('recipe', idOf(imported))
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('has no recipe') })
    expect((await atelier('recipe', 'nothing')).code).toBe(2)
  })

  it('set parameters by the type that the tool expects, and run lists', async () => {
    const call = { tool: 'generate_image', parameters: { prompt: 'a kite', provider: 'fake', size: '256x256' } }
    await writeFile(at('list.json'), JSON.stringify([call, { ...call, tool: 'generate_image' }]))
    const sets = [
      '--set',
      'prompt=123',
      '--set',
      'seed=9',
      '--set',
      'n=2',
      '--set',
      'size=null',
      '--set',
      'aspect_ratio=1:1',
    ]
    const result = await atelier('run', 'list.json', ...sets, '--json')
    expect(result.code, result.err).toBe(0)
    const reports = JSON.parse(result.out) as { images: unknown[]; success: boolean }[]
    expect(reports.map(({ images }) => images.length)).toEqual([2, 2])
    const bad = [
      await atelier('run', 'list.json', '--set', 'n=9'),
      await atelier('run', 'list.json', '--set', 'sice=1'),
      await atelier('run', 'list.json', '--set', 'n'),
      await atelier('run', 'photo.png'),
    ]
    expect(bad.map(({ code }) => code)).toEqual([2, 2, 2, 2])
    expect(bad[1]!.err).toContain('sice')
  })

  it('print what tools return that make no images', async () => {
    await writeFile(at('list-providers.json'), JSON.stringify({ tool: 'list_providers', parameters: {} }))
    const result = await atelier('run', 'list-providers.json')
    expect(result.code, result.err).toBe(0)
    expect(JSON.parse(result.out)).toHaveProperty('providers')
    expect(await readFile(at('list-providers.json'), 'utf8')).toContain('list_providers')
  })
})
