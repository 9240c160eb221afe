import { readdir, readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { openaiStub } from '../../support/services/openai-stub.ts'
import { startStubServer, type StubServer } from '../../support/services/stub-server.ts'

/** Where there is no keychain, that is what is said. */
const noKey = { success: false, error_code: expect.stringMatching(/^credential\/(missing|unavailable)$/) }

const stage = withProgram()
const { at, atelier } = stage

describe('generate', () => {
  it('draws without any account, and copies the image where it is wanted', async () => {
    const args = ['a lighthouse', '--provider', 'fake', '--seed', '7', '--n', '2', '--size', '256x256', '--out', 'made']
    const result = await atelier('generate', ...args, '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    expect(report).toMatchObject({ success: true, provider: 'fake', outcome: 'done', billed: 'no', error: null })
    expect(report.images).toHaveLength(2)
    expect(await readdir(at('made'))).toHaveLength(2)
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 256, height: 256, format: 'png' })
  })

  it('asks the service once, with the key in its header, and reports in the documents’ words', async () => {
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

  it('tells a refusal from a failure, and that nothing was asked twice', async () => {
    stage.services.server('openai').play('refused:400-moderation-of-the-prompt')
    const before = stage.services.server('openai').submissions().length
    const refused = await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(refused.code).toBe(1)
    expect(reportOf(refused)).toMatchObject({ success: false, outcome: 'refused', images: [] })
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 1)
    stage.services.server('openai').play('cut')
    const failed = reportOf(await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json'))
    expect(failed).toMatchObject({ success: false, outcome: 'failed', billed: 'unknown' })
    expect(stage.services.server('openai').submissions()).toHaveLength(before + 2)
  })

  it('takes a key for this call only', async () => {
    const args = ['generate', 'x', '--provider', 'stability', '--model', 'stable-image-core', '--json']
    const without = await atelier(...args)
    expect(reportOf(without)).toMatchObject(noKey)
    const env = { ...stage.services.env }
    const input = `${stage.services.goodKey('stability')}\n`
    const given = await runBuiltProgram([...args, '--key-stdin'], { home: stage.home, cwd: stage.folder, env, input })
    expect(reportOf(given)).toMatchObject({ success: true, provider: 'stability' })
    expect(reportOf(await atelier(...args))).toMatchObject(noKey)
  })

  it('refuses what cannot be asked before anything is sent', async () => {
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

describe('--base-url', () => {
  let other: StubServer
  beforeAll(async () => {
    other = await startStubServer(openaiStub, 'done')
  })
  afterAll(() => other.close())

  it('without --provider belongs to the only provider that could be asked', async () => {
    const env = { ...stage.services.env, OPENAI_API_KEY: stage.services.goodKey('openai') }
    const args = ['generate', 'x', '--base-url', other.origin, '--json']
    const result = await runBuiltProgram(args, { home: stage.home, cwd: stage.folder, env })
    expect(reportOf(result)).toMatchObject({ success: true, provider: 'openai' })
    expect(other.submissions()).toHaveLength(1)
  })

  it('belongs to the provider of --model, and to none where there are several', async () => {
    const before = other.submissions().length
    const named = await atelier('generate', 'x', '--model', 'openai/gpt-image-2', '--base-url', other.origin, '--json')
    expect(reportOf(named)).toMatchObject({ success: true, provider: 'openai' })
    expect(other.submissions()).toHaveLength(before + 1)
    const unclear = await atelier('generate', 'x', '--base-url', other.origin)
    expect([unclear.code, unclear.err]).toEqual([
      2,
      expect.stringMatching(/^Add --provider ID .*: one of openai, bfl\.\n$/),
    ])
    expect(other.requests).toHaveLength(before + 1)
  })

  it('is where keys test asks', async () => {
    const before = other.requests.length
    expect(await atelier('keys', 'test', 'openai', '--base-url', other.origin)).toMatchObject({ code: 0 })
    expect(other.requests.length).toBeGreaterThan(before)
    expect((await atelier('keys', 'test', 'openai', '--base-url', 'http://example.com')).code).toBe(2)
  })
})

describe('providers and keys', () => {
  it('lists them with where the key comes from, never the key', async () => {
    const result = await atelier('providers', '--json')
    expect(result.code).toBe(0)
    const { providers } = reportOf(result) as unknown as { providers: { id: string; key: { source: string | null } }[] }
    expect(providers).toHaveLength(16)
    expect(providers.find(({ id }) => id === 'openai')?.key.source).toBe('environment')
    expect(providers.find(({ id }) => id === 'ideogram')?.key.source).toBeNull()
    expect(result.out).not.toContain(stage.services.goodKey('openai'))
  })

  it('tests a key without spending anything', async () => {
    const before = stage.services.server('bfl').submissions().length
    expect(await atelier('keys', 'test', 'bfl')).toMatchObject({ code: 0 })
    expect(stage.services.server('bfl').submissions()).toHaveLength(before)
    const env = { ...stage.services.env, BFL_API_KEY: 'a-key-that-is-not-good-0123456789' }
    const bad = await runBuiltProgram(['keys', 'test', 'bfl', '--json'], { home: stage.home, cwd: stage.folder, env })
    expect(bad.code).toBe(1)
    expect(reportOf(bad)).toMatchObject({ success: false, error_code: 'credential/rejected' })
    expect(bad.out + bad.err).not.toContain('a-key-that-is-not-good')
  })
})

describe('atelier.yaml', () => {
  it('names the default provider and its model', async () => {
    await writeFile(
      at('own.yaml'),
      'media:\n  default_provider: fake\n  providers:\n    fake:\n      default_size: 1024x512\n',
    )
    const report = reportOf(await atelier('generate', 'x', '--config', 'own.yaml', '--json'))
    expect(report).toMatchObject({ success: true, provider: 'fake' })
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 1024, height: 512 })
  })

  it('is told with its lines where it is wrong', async () => {
    const lines = ['media:', '  providers:', '    openai:', '      enabled: maybe', '      default_size: large']
    await writeFile(at('bad.yaml'), `${lines.join('\n')}\n`)
    const { code, err } = await atelier('providers', '--config', 'bad.yaml')
    expect(code).toBe(2)
    expect(err).toContain('line 4, media.providers.openai.enabled')
    expect(err).toContain('line 5, media.providers.openai.default_size')
  })

  it('takes no key, and does not repeat it', async () => {
    const lines = ['media:', '  providers:', '    openai:', '      api_key: sk-obviously-fake-key-1234567890']
    await writeFile(at('key.yaml'), `${lines.join('\n')}\n`)
    const { code, err } = await atelier('providers', '--config', 'key.yaml')
    expect(code).toBe(2)
    expect(err).toContain('line 4')
    expect(err).not.toContain('sk-obviously')
  })
})
