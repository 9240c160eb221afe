import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'

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
  return runBuiltProgram(args, { home: join(folder, 'home'), cwd: folder, env })
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Record<string, unknown>
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
