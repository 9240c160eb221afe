import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runCommand } from '../../support/run-command.ts'
import { openaiStub } from '../../support/services/openai-stub.ts'
import { startStubServer, type StubServer } from '../../support/services/stub-server.ts'

/** The error without a key depends on whether the system has a keychain. */
const noKey = { success: false, error_code: expect.stringMatching(/^credential\/(missing|unavailable)$/) }

const stage = withProgram()
const { at, atelier } = stage

/** Draws without an account, and returns what is said of the prompt. */
async function drawing(prompt: string) {
  const result = await atelier('generate', prompt, '--provider', 'fake', '--size', '64x64', '--json')
  return { warnings: reportOf(result)['warnings'], err: result.err }
}

describe('generate', () => {
  it('draws without an account and copies the images to the output folder', async () => {
    const args = ['a lighthouse', '--provider', 'fake', '--seed', '7', '--n', '2', '--size', '256x256', '--out', 'made']
    const result = await atelier('generate', ...args, '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    expect(report).toMatchObject({ success: true, provider: 'fake', outcome: 'done', billed: 'no', error: null })
    expect(report.images).toHaveLength(2)
    expect(await readdir(at('made'))).toHaveLength(2)
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 256, height: 256, format: 'png' })
  })

  it('sends one request, reports the result, and never prints the key', async () => {
    const before = stage.services.server('openai').submissions().length
    const args = ['a lighthouse', '--provider', 'openai', '--model', 'gpt-image-2', '--quality', 'draft', '--seed', '5']
    const result = await atelier('generate', ...args, '--output-format', 'b64', '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    const [image] = report.images
    expect(report).toMatchObject({ provider: 'openai', model: 'gpt-image-2', request_id: 'req-stub-1' })
    expect(report['timing_ms']).toBeGreaterThan(0)
    expect(report['cost_estimate']).toBeGreaterThan(0)
    expect(report['warnings']).toContainEqual(expect.objectContaining({ code: 'seed-ignored' }))
    expect(Buffer.from(image!.b64!, 'base64').equals(await readFile(image!.path))).toBe(true)
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 1)
    expect(result.out + result.err).not.toContain(stage.services.goodKey('openai'))
  })

  it('says that choices and lists are sent as they are written', async () => {
    const warning = expect.objectContaining({ code: 'sent-as-text' }) as unknown
    for (const prompt of ['a {red|blue} cup', 'a cup of __colors__']) {
      const { warnings, err } = await drawing(prompt)
      expect(warnings).toContainEqual(warning)
      expect(err).toContain('here it is sent as it is written')
    }
    expect((await drawing('a (red:1.2) cup [2024]_final'))['warnings']).not.toContainEqual(warning)
  })

  it('distinguishes a refusal from a failure, and retries neither', async () => {
    stage.services.server('openai').setScene('refused:400-moderation-of-the-prompt')
    const before = stage.services.server('openai').submissions().length
    const refused = await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(refused.code).toBe(3)
    expect(reportOf(refused)).toMatchObject({ success: false, outcome: 'refused', images: [] })
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 1)
    stage.services.server('openai').setScene('cut')
    const failed = await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(failed.code).toBe(1)
    expect(reportOf(failed)).toMatchObject({ success: false, outcome: 'failed', billed: 'unknown' })
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 2)
  })

  it('uses a key from standard input for one call only', async () => {
    const args = ['generate', 'x', '--provider', 'stability', '--model', 'stable-image-core', '--json']
    const without = await atelier(...args)
    expect(reportOf(without)).toMatchObject(noKey)
    const env = { ...stage.services.env }
    const input = `${stage.services.goodKey('stability')}\n`
    const withKey = await runCommand([...args, '--key-stdin'], { home: stage.home, cwd: stage.folder, env, input })
    expect(reportOf(withKey)).toMatchObject({ success: true, provider: 'stability' })
    expect(reportOf(await atelier(...args))).toMatchObject(noKey)
  })

  it('rejects invalid requests before anything is sent', async () => {
    const before = stage.services.server('openai').requests.length
    const results = [
      await atelier('generate', 'x', '--provider', 'openai', '--model', 'dall-e-9000', '--size', 'huge'),
      await atelier('generate', 'x', '--provider', 'openai', '--base-url', 'http://example.com'),
      await atelier('generate', '--provider', 'fake', 'a', 'b'),
      await atelier('generate', 'x', '--base-url', 'http://127.0.0.1:1'),
    ]
    for (const { code, err } of results) {
      expect(code, err).toBe(2)
      expect(err.trim().split('\n')).toHaveLength(1)
    }
    expect(stage.services.server('openai').requests).toHaveLength(before)
  })
})

describe('without --model', () => {
  it('says what is missing where no model of a provider can do it', async () => {
    const local = reportOf(await atelier('generate', 'x', '--provider', 'local', '--json'))
    expect(local).toMatchObject({ success: false, error_code: 'provider/unsupported' })
    expect(local['error']).toContain('atelier engine install')
    const { code, err } = await atelier('variations', 'photo.png', '--provider', 'imagen')
    expect([code, err]).toEqual([2, 'No model of Google Imagen can do this. Choose one with --model.\n'])
  })

  it('uses the default model of the provider, where it can do it', async () => {
    const file = 'media:\n  providers:\n    fake:\n      default_model: demo-shapes\n'
    await writeFile(at('shapes.yaml'), file)
    const args = ['generate', 'x', '--provider', 'fake', '--size', '256x256', '--config=shapes.yaml', '--json']
    expect(reportOf(await atelier(...args))).toMatchObject({ success: true, model: 'demo-shapes' })
  })

  it('tells that a retired default is replaced by its successor, and not where that is named', async () => {
    await writeFile(at('home', 'atelier.yaml'), 'media:\n  providers:\n    bfl:\n      default_model: flux-pro\n')
    const told = 'no longer offers the default model FLUX.1 [pro]. Its successor,'
    const successor = 'flux-pro-1.1'
    for (const model of [undefined, successor]) {
      const args = ['generate', 'a kite', '--provider', 'bfl', ...(model === undefined ? [] : ['--model', model])]
      const made = reportOf(await atelier(...args, '--json'))
      expect(made).toMatchObject({ success: true, model: successor })
      expect(JSON.stringify(made['warnings']).includes(told)).toBe(model === undefined)
      // A tool names it where its price is refused.
      const parameters = { prompt: 'a kite', provider: 'bfl', model, max_cost_usd: 0.001 }
      await writeFile(at('dear.jsonl'), `${JSON.stringify({ tool: 'generate_image', parameters })}\n`)
      const { out } = await atelier('batch', 'dear.jsonl', '--restart', '--json')
      expect([out.includes('money/over-cap'), out.includes(told)], out).toEqual([true, model === undefined])
    }
    await rm(at('home', 'atelier.yaml'))
  })
})

describe('--base-url', () => {
  let customServer: StubServer
  beforeAll(async () => {
    customServer = await startStubServer(openaiStub, 'done')
  })
  afterAll(() => customServer.close())

  it('without --provider applies to the only usable provider', async () => {
    const env = { ...stage.services.env, OPENAI_API_KEY: stage.services.goodKey('openai') }
    const args = ['generate', 'x', '--base-url', customServer.origin, '--json']
    const result = await runCommand(args, { home: stage.home, cwd: stage.folder, env })
    expect(reportOf(result)).toMatchObject({ success: true, provider: 'openai' })
    expect(customServer.submissions()).toHaveLength(1)
  })

  it('applies to the provider of --model, and is rejected when several are possible', async () => {
    const before = customServer.submissions().length
    const named = await atelier(
      'generate',
      'x',
      '--model',
      'openai/gpt-image-2',
      '--base-url',
      customServer.origin,
      '--json',
    )
    expect(reportOf(named)).toMatchObject({ success: true, provider: 'openai' })
    expect(customServer.submissions()).toHaveLength(before + 1)
    const unclear = await atelier('generate', 'x', '--base-url', customServer.origin)
    expect([unclear.code, unclear.err]).toEqual([
      2,
      expect.stringMatching(/^Add --provider ID .*: one of openai, bfl\.\n$/),
    ])
    expect(customServer.requests).toHaveLength(before + 1)
  })

  it('is used by keys test', async () => {
    const before = customServer.requests.length
    expect(await atelier('keys', 'test', 'openai', '--base-url', customServer.origin)).toMatchObject({ code: 0 })
    expect(customServer.requests.length).toBeGreaterThan(before)
    expect((await atelier('keys', 'test', 'openai', '--base-url', 'http://example.com')).code).toBe(2)
  })
})

describe('providers and keys', () => {
  it('lists providers with the source of each key, never the key', async () => {
    const result = await atelier('providers', '--json')
    expect(result.code).toBe(0)
    const { providers } = reportOf(result) as unknown as { providers: { id: string; key: { source: string | null } }[] }
    expect(providers).toHaveLength(16)
    expect(providers.find(({ id }) => id === 'openai')?.key.source).toBe('environment')
    expect(providers.find(({ id }) => id === 'ideogram')?.key.source).toBeNull()
    expect(result.out).not.toContain(stage.services.goodKey('openai'))
  })

  it('tests a key without generating anything', async () => {
    const before = stage.services.server('bfl').submissions().length
    expect(await atelier('keys', 'test', 'bfl')).toMatchObject({ code: 0 })
    expect(stage.services.server('bfl').submissions()).toHaveLength(before)
    const env = { ...stage.services.env, BFL_API_KEY: 'a-key-that-is-not-good-0123456789' }
    const bad = await runCommand(['keys', 'test', 'bfl', '--json'], { home: stage.home, cwd: stage.folder, env })
    expect(bad.code).toBe(3)
    expect(reportOf(bad)).toMatchObject({ success: false, error_code: 'credential/rejected' })
    expect(bad.out + bad.err).not.toContain('a-key-that-is-not-good')
  })
})

describe('atelier.yaml', () => {
  it('sets the default provider and its options', async () => {
    await writeFile(
      at('own.yaml'),
      'media:\n  default_provider: fake\n  providers:\n    fake:\n      default_size: 1024x512\n',
    )
    const report = reportOf(await atelier('generate', 'x', '--config', 'own.yaml', '--json'))
    expect(report).toMatchObject({ success: true, provider: 'fake' })
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 1024, height: 512 })
  })

  it('reports errors with their line numbers', async () => {
    const lines = ['media:', '  providers:', '    openai:', '      enabled: maybe', '      default_size: large']
    await writeFile(at('bad.yaml'), `${lines.join('\n')}\n`)
    const { code, err } = await atelier('providers', '--config', 'bad.yaml')
    expect(code).toBe(2)
    expect(err).toContain('line 4, media.providers.openai.enabled')
    expect(err).toContain('line 5, media.providers.openai.default_size')
  })

  it('rejects an API key and does not print it', async () => {
    const lines = ['media:', '  providers:', '    openai:', '      api_key: sk-obviously-fake-key-1234567890']
    await writeFile(at('key.yaml'), `${lines.join('\n')}\n`)
    const { code, err } = await atelier('providers', '--config', 'key.yaml')
    expect(code).toBe(2)
    expect(err).toContain('line 4')
    expect(err).not.toContain('sk-obviously')
  })
})
