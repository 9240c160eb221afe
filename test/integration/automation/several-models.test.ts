import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { maskPng, photoPng } from '../../support/fill-images.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'

const size = { widthPx: 128, heightPx: 96 }
const hole = { x: 48, y: 32, widthPx: 24, heightPx: 20 }
const openai = 'openai/gpt-image-2'
const bfl = 'bfl/flux-2-pro'

/** Where there is no keychain, that is what is said. */
const noKey = { success: false, error_code: expect.stringMatching(/^credential\/(missing|unavailable)$/) }

let folder: string
let services: Services
const at = (...names: string[]) => join(folder, ...names)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-several-'))
  services = await startServices(['openai', 'stability', 'bfl'])
  await writeFile(at('photo.png'), photoPng(size))
  await writeFile(at('mask.png'), maskPng(size, hole))
})
afterEach(() => services.server('openai').play('done'))
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function atelier(...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai'), BFL_API_KEY: services.goodKey('bfl') }
  return runBuiltProgram(args, { home: at('home'), cwd: folder, env })
}

interface Report {
  readonly success: boolean
  readonly images: readonly { readonly path: string }[]
  readonly [field: string]: unknown
}

/** All that `--json` prints: one line. */
function printed({ out, err }: ProgramResult): unknown {
  expect(out.trimEnd().split('\n'), err).toHaveLength(1)
  return JSON.parse(out)
}
const reportOf = (result: ProgramResult) => printed(result) as Report
const reportsOf = (result: ProgramResult) => printed(result) as Report[]

const each = (...models: string[]) => models.flatMap((model) => ['--model', model])
/** What OpenAI and Black Forest Labs were sent so far. */
const sent = () => (['openai', 'bfl'] as const).map((id) => services.server(id).submissions().length)

describe('several models at once', () => {
  it('asks each, and prints a list with one object for each', async () => {
    const [before, beforeBfl] = sent()
    const result = await atelier(
      'generate',
      'a kite',
      ...each(openai, bfl, 'fake/demo-waves'),
      '--out',
      'several',
      '--json',
    )
    expect(result).toMatchObject({ code: 0 })
    const reports = reportsOf(result)
    expect(reports.map(({ provider, model, success }) => [provider, model, success])).toEqual([
      ['openai', 'gpt-image-2', true],
      ['bfl', 'flux-2-pro', true],
      ['fake', 'demo-waves', true],
    ])
    expect(reports.flatMap(({ images }) => images)).toHaveLength(3)
    expect(new Set(reports.map(({ images }) => images[0]!.path)).size).toBe(3)
    expect(await readdir(at('several'))).toHaveLength(3)
    expect(sent()).toEqual([before! + 1, beforeBfl! + 1])
  })

  it('goes on where one of them fails, and says so with its exit code', async () => {
    services.server('openai').play('refused:400-moderation-of-the-prompt')
    const result = await atelier('generate', 'a kite', ...each(openai, bfl), '--json')
    expect(result.code).toBe(1)
    expect(result.err).toMatch(/^openai\/gpt-image-2: The provider refused/m)
    expect(reportsOf(result).map(({ success, outcome }) => [success, outcome])).toEqual([
      [false, 'refused'],
      [true, 'done'],
    ])
  })

  it('says what cannot be sent to one, and sends the others', async () => {
    const [before] = sent()
    const result = await atelier('generate', 'a kite', ...each(openai, 'stability/stable-image-core'), '--json')
    expect(result.code).toBe(1)
    const [first, second] = reportsOf(result)
    expect(first).toMatchObject({ success: true, provider: 'openai' })
    expect(second).toMatchObject({ ...noKey, provider: 'stability', model: 'stable-image-core' })
    expect(sent()[0]).toBe(before! + 1)
  })

  it('edits one image with each', async () => {
    const input = ['edit', at('photo.png'), 'a kite', '--mask', at('mask.png'), ...each(openai, bfl)]
    const result = await atelier(...input)
    expect(result).toMatchObject({ code: 0 })
    expect(result.out).toContain('1 of 1 · openai · gpt-image-2')
    expect(result.out).toMatch(/1 of 1 · bfl · /)
  })

  it('counts all of them against --max-cost-usd, and sends nothing above it', async () => {
    const before = sent()
    const args = ['generate', 'a kite', '--size', '1024x1024', '--quality', 'draft', ...each(openai, bfl), '--json']
    const dear = await atelier(...args, '--max-cost-usd', '0.02')
    expect(dear.code).toBe(1)
    expect(reportOf(dear)).toMatchObject({ success: false, error_code: 'money/over-cap' })
    expect(sent()).toEqual(before)
    const fits = await atelier(...args, '--max-cost-usd', '1')
    expect(fits.code).toBe(0)
    expect(reportsOf(fits)).toHaveLength(2)
  })

  it('one of them is written provider/model too, and prints one object', async () => {
    const result = await atelier('generate', 'a kite', '--model', bfl, '--json')
    expect(reportOf(result)).toMatchObject({ success: true, provider: 'bfl', model: 'flux-2-pro' })
  })

  it.each([
    ['a model without its service', each('openai/gpt-image-2', 'flux-2-pro'), 'provider/model'],
    [
      'one service for all',
      [...each('openai/gpt-image-2', 'bfl/flux-2-pro'), '--provider', 'openai'],
      '--provider applies to one model',
    ],
    ['the same twice', each('bfl/flux-2-pro', 'bfl/flux-2-pro'), 'is repeated'],
    ['a key for all', [...each('openai/gpt-image-2', 'bfl/flux-2-pro'), '--key-stdin'], 'applies to one model'],
    ['a model that is not there', each('openai/gpt-image-2', 'bfl/no-such-model'), 'no-such-model'],
  ])('sends nothing for %s', async (_name, args, says) => {
    const before = sent()
    const result = await atelier('generate', 'a kite', ...args)
    expect(result.code).not.toBe(0)
    expect(result.err).toContain(says)
    expect(sent()).toEqual(before)
  })
})
