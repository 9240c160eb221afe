import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeValueHome } from '../../e2e/support/value-home.ts'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

let folder: string
let services: Services

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-value-'))
  await mkdir(join(folder, 'home'))
  services = await startServices(['openai'])
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function atelier(...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai') }
  return runCommand(args, { home: join(folder, 'home'), cwd: folder, env })
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Record<string, unknown>
const valueOf = (result: ProgramResult) => reportOf(result)['value'] as Record<'draft' | 'final' | 'defaults', unknown>
const sentModels = () =>
  services
    .server('openai')
    .submissions()
    .map(({ json }) => (json as { model: string }).model)

describe('default models for drafts and finals', () => {
  it('are needed to be named, and are never guessed', async () => {
    const result = await atelier('generate', 'a kite', '--model', 'draft', '--json')
    expect(reportOf(result)).toMatchObject({
      error_code: 'request/invalid',
      error: expect.stringContaining('No default model for drafts is set for this task.'),
    })
    expect(sentModels()).toEqual([])
  })

  it('are used by commands and tools, one or both', async () => {
    await writeFile(
      join(folder, 'home', 'atelier.yaml'),
      'settings:\n  draft_models:\n    any: openai/gpt-image-1-mini\n  final_models:\n    generate: openai/gpt-image-2\n',
    )
    expect(reportOf(await atelier('generate', 'a kite', '--model', 'draft', '--json'))).toMatchObject({
      success: true,
      model: 'gpt-image-1-mini',
    })
    const both = await atelier('generate', 'a kite', '--model', 'draft', '--model', 'final', '--json')
    expect(JSON.parse(both.out)).toMatchObject([{ model: 'gpt-image-1-mini' }, { model: 'gpt-image-2' }])
    const call = { tool: 'generate_image', parameters: { prompt: 'a kite', model: 'final' } }
    await writeFile(join(folder, 'jobs.jsonl'), `${JSON.stringify(call)}\n`)
    const batch = await atelier('batch', 'jobs.jsonl', '--json')
    expect(reportOf(batch), batch.err).toMatchObject({ success: true })
    expect(sentModels().toSorted()).toEqual(['gpt-image-1-mini', 'gpt-image-1-mini', 'gpt-image-2', 'gpt-image-2'])
  })
})

describe('value', () => {
  it('prints what was made, at what price, and what is missing for a rating', async () => {
    const report = reportOf(await atelier('value', '--json'))
    expect(report).toMatchObject({
      success: true,
      value: {
        basis: 'votes',
        models: [
          { provider: 'openai', images: 2, kept: 2, rating: null, rated_by: 0, standing: 'few-data' },
          { provider: 'openai', images: 2, kept: 2, rating: null, rated_by: 0, standing: 'few-data' },
        ],
        draft: null,
        final: null,
        tasks: [{ name: 'generate', count: 4 }],
      },
    })
    const { out } = await atelier('value', '--task', 'generate', '--since', '2020-01-01')
    expect(out).toMatch(/^openai\/gpt-image-1-mini {2}– {2}(about )?\$0\.\d+ {2}\d.* s {2}5 more votes for a rating/m)
    expect((await atelier('value', '--task', 'fill')).out).toBe('No images or votes match.\n')
  })

  it('rejects what it does not know', async () => {
    expect(reportOf(await atelier('value', '--by', 'luck', '--json'))).toMatchObject({ error_code: 'request/invalid' })
    expect(reportOf(await atelier('value', '--until', 'today', '--json'))).toMatchObject({
      error: '--until must be a date such as 2026-11-20, not “today”.',
    })
  })
})

describe('suggestions', () => {
  let home: string
  let many: Services

  beforeAll(async () => {
    home = join(folder, 'many')
    await mkdir(home)
    many = await startServices(['openai', 'gemini', 'bfl'])
    await run('value')
    changeValueHome(home, 8)
  })
  afterAll(() => many.close())

  const run = (...args: string[]) => runCommand(args, { home, cwd: folder, env: { ...many.env, ...many.keyEnv } })

  it('are accepted and cleared by task, and used at once', async () => {
    const before = valueOf(await run('value', '--json'))
    expect(before).toMatchObject({ defaults: { draft: {}, final: {} }, draft: { model: expect.any(String) } })
    const accepted = await run('value', '--accept', 'draft', '--accept', 'final')
    expect(accepted.out).toMatch(
      /^Default for drafts \(Any task\): \w+\/\S+\nDefault for finals \(Any task\): \w+\/\S+$/m,
    )
    await run('value', '--task', 'generate', '--accept', 'draft')
    const after = valueOf(await run('value', '--json'))
    expect(after.defaults).toEqual({
      draft: { any: before.draft, generate: before.draft },
      final: { any: before.final },
    })
    expect(reportOf(await run('generate', 'a kite', '--model', 'draft', '--json'))).toMatchObject({
      success: true,
    })

    expect((await run('value', '--clear', 'draft')).out).toContain('Default for drafts (Any task): removed')
    expect((await run('value', '--clear', 'draft')).out).toContain('Default for drafts (Any task): there was none')
    expect(valueOf(await run('value', '--json')).defaults).toEqual({
      draft: { generate: before.draft },
      final: { any: before.final },
    })
  })

  it('change nothing where they cannot be accepted', async () => {
    const refusals = [
      [['--accept', 'draft', '--clear', 'draft'], '--accept draft and --clear draft exclude each other.'],
      [['--task', 'upscale', '--accept', 'draft'], 'There are no default models for upscaling.'],
      [['--task', 'fill', '--accept', 'final'], 'No model is suggested for finals yet'],
      [['--accept', 'best'], 'draft, final'],
    ] as const
    const before = valueOf(await run('value', '--json')).defaults
    for (const [args, error] of refusals) {
      const refused = reportOf(await run('value', ...args, '--json'))
      expect(refused).toMatchObject({ success: false, error: expect.stringContaining(error) })
    }
    await writeFile(join(home, 'atelier.yaml'), 'settings:\n  draft_models:\n    any: openai/gpt-image-2\n')
    const decided = reportOf(await run('value', '--accept', 'draft', '--json'))
    expect(decided).toMatchObject({ success: false, error: expect.stringContaining('atelier.yaml') })
    await rm(join(home, 'atelier.yaml'))
    expect(valueOf(await run('value', '--json')).defaults).toEqual(before)
  })
})
