import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { maskPng, photoPng } from '../../support/fill-pictures.ts'
import { openaiStub } from '../../support/services/openai-stub.ts'
import { startStubServer, type StubServer } from '../../support/services/stub-server.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'

const size = { widthPx: 128, heightPx: 96 }
const hole = { x: 48, y: 32, widthPx: 24, heightPx: 20 }

/** Where there is no keychain, that is what is said. */
const noKey = { success: false, error_code: expect.stringMatching(/^credential\/(missing|unavailable)$/) }

let folder: string
let home: string
let services: Services
const at = (...names: string[]) => join(folder, ...names)

function atelier(...words: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai'), BFL_API_KEY: services.goodKey('bfl') }
  return runBuiltProgram(words, { home, cwd: folder, env })
}

interface Report {
  success: boolean
  images: {
    id: string
    mime: string
    path: string
    b64: string | null
    url: string | null
    seed_used: number | null
    edit: object | null
  }[]
  [field: string]: unknown
}

function reportOf({ out, err }: ProgramResult): Report {
  expect(out.trimEnd().split('\n'), err).toHaveLength(1)
  return JSON.parse(out) as Report
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-generation-'))
  home = at('home')
  services = await startServices(['openai', 'stability', 'bfl'])
  await writeFile(at('photo.png'), photoPng(size))
  await writeFile(at('mask.png'), maskPng(size, hole))
})
afterEach(() => {
  for (const id of ['openai', 'stability', 'bfl'] as const) services.server(id).play('done')
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('generate', () => {
  it('draws without any account, and copies the picture where it is wanted', async () => {
    const words = [
      'a lighthouse',
      '--provider',
      'fake',
      '--seed',
      '7',
      '--n',
      '2',
      '--size',
      '256x256',
      '--out',
      'made',
    ]
    const result = await atelier('generate', ...words, '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    expect(report).toMatchObject({ success: true, provider: 'fake', outcome: 'done', billed: 'no', error: null })
    expect(report.images).toHaveLength(2)
    expect(await readdir(at('made'))).toHaveLength(2)
    expect(await sharp(report.images[0]!.path).metadata()).toMatchObject({ width: 256, height: 256, format: 'png' })
  })

  it('asks the service once, with the key in its header, and reports in the documents’ words', async () => {
    const before = services.server('openai').submissions().length
    const words = [
      'a lighthouse',
      '--provider',
      'openai',
      '--model',
      'gpt-image-2',
      '--quality',
      'draft',
      '--seed',
      '5',
    ]
    const result = await atelier('generate', ...words, '--output-format', 'b64', '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    const [image] = report.images
    expect(report).toMatchObject({ provider: 'openai', model: 'gpt-image-2', request_id: 'req-stub-1' })
    expect(report['timing_ms']).toBeGreaterThan(0)
    expect(report['cost_estimate']).toBeGreaterThan(0)
    expect(report['warnings']).toContainEqual(expect.objectContaining({ code: 'seed-ignored' }))
    expect(Buffer.from(image!.b64!, 'base64').equals(await readFile(image!.path))).toBe(true)
    expect(services.server('openai').submissions()).toHaveLength(before + 1)
    expect(result.out + result.err).not.toContain(services.goodKey('openai'))
  })

  it('tells a refusal from a failure, and that nothing was asked twice', async () => {
    services.server('openai').play('refused:400-moderation-of-the-prompt')
    const before = services.server('openai').submissions().length
    const refused = await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(refused.code).toBe(1)
    expect(reportOf(refused)).toMatchObject({ success: false, outcome: 'refused', images: [] })
    expect(services.server('openai').submissions()).toHaveLength(before + 1)
    services.server('openai').play('cut')
    const failed = reportOf(await atelier('generate', 'x', '--provider', 'openai', '--model', 'gpt-image-2', '--json'))
    expect(failed).toMatchObject({ success: false, outcome: 'failed', billed: 'unknown' })
    expect(services.server('openai').submissions()).toHaveLength(before + 2)
  })

  it('takes a key for this call only', async () => {
    const words = ['generate', 'x', '--provider', 'stability', '--model', 'stable-image-core', '--json']
    const without = await atelier(...words)
    expect(reportOf(without)).toMatchObject(noKey)
    const env = { ...services.env }
    const input = `${services.goodKey('stability')}\n`
    const given = await runBuiltProgram([...words, '--key-stdin'], { home, cwd: folder, env, input })
    expect(reportOf(given)).toMatchObject({ success: true, provider: 'stability' })
    expect(reportOf(await atelier(...words))).toMatchObject(noKey)
  })

  it('refuses what cannot be asked before anything is sent', async () => {
    const before = services.server('openai').requests.length
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
    expect(services.server('openai').requests).toHaveLength(before)
  })
})

describe('--base-url', () => {
  let other: StubServer
  beforeAll(async () => {
    other = await startStubServer(openaiStub, 'done')
  })
  afterAll(() => other.close())

  it('without --provider belongs to the only provider that could be asked', async () => {
    const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai') }
    const words = ['generate', 'x', '--base-url', other.origin, '--json']
    const result = await runBuiltProgram(words, { home, cwd: folder, env })
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

describe('edit', () => {
  it('keeps every pixel outside the mask, whatever the service sends back', async () => {
    const words = [
      'edit',
      'photo.png',
      'a red door',
      '--mask',
      'mask.png',
      '--provider',
      'openai',
      '--model',
      'gpt-image-2',
      '--match',
      '0',
      '--soften',
      '0',
      '--force-paste',
    ]
    const result = await atelier(...words, '--out', 'edited', '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    const changed_inside = hole.widthPx * hole.heightPx
    expect(report).toMatchObject({ changed_inside, changed_outside: 0 })
    expect(report.images[0]?.edit).toMatchObject({
      intent: 'fill',
      changed_inside,
      changed_outside: 0,
      inside_px: changed_inside,
      outside_px: size.widthPx * size.heightPx - changed_inside,
      mask_verdict: 'ignored',
      refused: false,
      sent: { box: { x: 0, y: 0, width: 128, height: 96 } },
    })
    const [before, after] = await Promise.all(
      [at('photo.png'), report.images[0]!.path].map((path) => sharp(path).removeAlpha().raw().toBuffer()),
    )
    let changed = 0
    for (let pixel = 0; pixel < size.widthPx * size.heightPx; pixel++) {
      const x = pixel % size.widthPx
      const y = Math.floor(pixel / size.widthPx)
      const isInside = x >= hole.x && x < hole.x + hole.widthPx && y >= hole.y && y < hole.y + hole.heightPx
      if (!isInside && !before!.subarray(3 * pixel, 3 * pixel + 3).equals(after!.subarray(3 * pixel, 3 * pixel + 3)))
        changed++
    }
    expect(changed).toBe(0)
    expect(services.server('openai').requests.at(-1)!.path).toBe('/v1/images/edits')
  })

  it('tells what did not fit, and blends it anew, free, as it is told to', async () => {
    const words = [
      'edit',
      'photo.png',
      'a door',
      '--mask',
      'mask.png',
      '--provider',
      'openai',
      '--model',
      'gpt-image-2',
    ]
    const refused = await atelier(...words)
    expect(refused).toMatchObject({ code: 0 })
    expect(refused.out).toContain('not pasted: it does not fit what surrounds the mask')
    const [newest] = reportOf(await atelier('list', '--json')).images
    expect(newest?.edit).toMatchObject({ refused: true })
    const asked = services.server('openai').requests.length

    const again = await atelier('reblend', newest!.id, '--json')
    expect(again).toMatchObject({ code: 1 })
    expect(reportOf(again)).toMatchObject({ success: false, error_code: 'edit/does-not-fit' })
    const forced = await atelier(
      'reblend',
      newest!.id,
      '--force-paste',
      '--opacity',
      '0.5',
      '--out',
      'blend.png',
      '--json',
    )
    expect(forced).toMatchObject({ code: 0 })
    const report = reportOf(forced)
    expect(report).toMatchObject({ provider: 'reblend', cost: 0, billed: 'no', changed_outside: 0 })
    expect(report.images[0]).toMatchObject({ path: at('blend.png'), edit: { reblend_of: newest!.id, refused: false } })
    expect(await sharp(at('blend.png')).metadata()).toMatchObject({ width: 128, height: 96 })
    expect(services.server('openai').requests).toHaveLength(asked)
    expect((await atelier('reblend', 'photo.png')).code).toBe(2)
  })

  it('refuses what says nothing of an edit', async () => {
    const bad = [
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--intent', 'paint'),
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--box', '1,2'),
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--frame', '0,0,0,0'),
      await atelier('generate', 'x', '--provider', 'fake', '--intent', 'fill'),
    ]
    for (const { code, err } of bad) expect(code, err).toBe(2)
  })

  it('takes a picture from an address, a data: address and standard input', async () => {
    const photo = await readFile(at('photo.png'))
    const address = `data:image/png;base64,${photo.toString('base64')}`
    const data = await atelier('edit', address, 'snow', '--provider', 'fake', '--json')
    expect(reportOf(data)).toMatchObject({ success: true })
    const local = await withServer(photo, (url) => atelier('edit', url, 'snow', '--provider', 'fake', '--json'))
    // An address on this computer is none that a stranger's words may open.
    expect(reportOf(local)).toMatchObject({ success: false, error_code: 'network/blocked-url' })
  })
})

describe('expand and merge', () => {
  it('make a larger picture, and one of two, on this computer', async () => {
    const expanded = await atelier(
      'expand',
      'photo.png',
      '--right',
      '25%',
      '--seed',
      '7',
      '--out',
      'wide.png',
      '--json',
    )
    expect(expanded).toMatchObject({ code: 0 })
    expect(reportOf(expanded)).toMatchObject({ provider: 'content-aware-fill', changed_outside: 0, billed: 'no' })
    const [before, after] = await Promise.all(
      [at('photo.png'), at('wide.png')].map((path) =>
        sharp(path).extract({ left: 0, top: 0, width: 128, height: 96 }).removeAlpha().raw().toBuffer(),
      ),
    )
    expect((await sharp(at('wide.png')).metadata()).width).toBe(160)
    expect(after!.equals(before!)).toBe(true)
    expect((await atelier('expand', 'photo.png')).err).toContain('Add --left')
    expect((await atelier('expand', 'photo.png', '--ratio', '4:3')).err).toContain('nothing to expand')

    await writeFile(at('other.png'), await sharp(at('photo.png')).negate().png().toBuffer())
    const merged = await atelier('merge', 'photo.png', 'other.png', '--mask', 'mask.png', '--json')
    expect(reportOf(merged)).toMatchObject({ success: true, changed_outside: 0 })
    const other = await atelier('merge', 'photo.png', 'wide.png', '--mask', 'mask.png', '--json')
    expect(reportOf(other)).toMatchObject({ success: false, error_code: 'edit/does-not-fit' })
  })
})

describe('variations', () => {
  it('are asked for, and said to be emulated', async () => {
    const result = await atelier('variations', 'photo.png', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(reportOf(result)).toMatchObject({ success: true })
    expect(reportOf(result)['warnings']).toContainEqual(expect.objectContaining({ code: 'variations-emulated' }))
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
    expect(result.out).not.toContain(services.goodKey('openai'))
  })

  it('tests a key without spending anything', async () => {
    const before = services.server('bfl').submissions().length
    expect(await atelier('keys', 'test', 'bfl')).toMatchObject({ code: 0 })
    expect(services.server('bfl').submissions()).toHaveLength(before)
    const env = { ...services.env, BFL_API_KEY: 'a-key-that-is-not-good-0123456789' }
    const bad = await runBuiltProgram(['keys', 'test', 'bfl', '--json'], { home, cwd: folder, env })
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

async function withServer(bytes: Buffer, ask: (url: string) => Promise<ProgramResult>): Promise<ProgramResult> {
  const server: Server = createServer((_request, response) => response.end(bytes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.png`)
  } finally {
    server.close()
  }
}
