import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { openaiStub } from '../../support/services/openai-stub.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

const size = { widthPx: 128, heightPx: 96 }
const hole = { x: 48, y: 32, widthPx: 24, heightPx: 20 }
const openai = 'openai/gpt-image-2'
const bfl = 'bfl/flux-2-pro'

/** The error without a key depends on whether the system has a keychain. */
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
afterEach(() => services.server('openai').setScene('done'))
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function atelier(...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai'), BFL_API_KEY: services.goodKey('bfl') }
  return runCommand(args, { home: at('home'), cwd: folder, env })
}

interface Report {
  readonly success: boolean
  readonly images: readonly { readonly path: string }[]
  readonly [field: string]: unknown
}

/** Parses the output of `--json`, which must be one line. */
function parseOutput({ out, err }: ProgramResult): unknown {
  expect(out.trimEnd().split('\n'), err).toHaveLength(1)
  return JSON.parse(out)
}
const reportOf = (result: ProgramResult) => parseOutput(result) as Report
const reportsOf = (result: ProgramResult) => parseOutput(result) as Report[]

const modelArgs = (...models: string[]) => models.flatMap((model) => ['--model', model])
/** The number of submissions to OpenAI and Black Forest Labs so far. */
const countSubmissions = () => (['openai', 'bfl'] as const).map((id) => services.server(id).submissions().length)

const submission = (id: 'openai' | 'bfl') => services.server(id).submissions().at(-1)!

/** Red, green and blue of every pixel, at the photo's size. */
const pixelsOf = (image: string | Buffer) =>
  sharp(image).resize(size.widthPx, size.heightPx).removeAlpha().raw().toBuffer()

const meanDifference = (a: Buffer, b: Buffer) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length

/** The number of pixels that differ, inside and outside the mask. */
function differences(before: Buffer, after: Buffer): { inside: number; outside: number } {
  const count = { inside: 0, outside: 0 }
  for (let pixel = 0; pixel < size.widthPx * size.heightPx; pixel++) {
    if (before.subarray(3 * pixel, 3 * pixel + 3).equals(after.subarray(3 * pixel, 3 * pixel + 3))) continue
    const [x, y] = [pixel % size.widthPx, Math.floor(pixel / size.widthPx)]
    const isInside = x >= hole.x && x < hole.x + hole.widthPx && y >= hole.y && y < hole.y + hole.heightPx
    count[isInside ? 'inside' : 'outside']++
  }
  return count
}

describe('several models at once', () => {
  it('sends one request per model, and prints a list with one object for each', async () => {
    const [before, beforeBfl] = countSubmissions()
    const result = await atelier(
      'generate',
      'a kite',
      ...modelArgs(openai, bfl, 'fake/demo-waves'),
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
    expect(countSubmissions()).toEqual([before! + 1, beforeBfl! + 1])
    // The service of each model was sent the prompt, and its own image was saved.
    expect(submission('openai').json).toMatchObject({ model: 'gpt-image-2', prompt: 'a kite', size: '1024x1024' })
    expect(submission('bfl')).toMatchObject({ path: '/v1/flux-2-pro', json: { prompt: 'a kite' } })
    const saved = await Promise.all(reports.map(({ images }) => sharp(images[0]!.path).metadata()))
    expect(saved.map(({ width, height }) => [width, height])).toEqual([
      [1024, 1024],
      [64, 64],
      [1024, 1024],
    ])
  })

  it('continues when one model fails, and exits with an error code', async () => {
    services.server('openai').setScene('refused:400-moderation-of-the-prompt')
    const result = await atelier('generate', 'a kite', ...modelArgs(openai, bfl), '--json')
    expect(result.code).toBe(3)
    expect(result.err).toMatch(/^openai\/gpt-image-2: The provider refused/m)
    expect(reportsOf(result).map(({ success, outcome }) => [success, outcome])).toEqual([
      [false, 'refused'],
      [true, 'done'],
    ])
  })

  it('reports a request that cannot be sent, and sends the others', async () => {
    const [before] = countSubmissions()
    const result = await atelier('generate', 'a kite', ...modelArgs(openai, 'stability/stable-image-core'), '--json')
    const [first, second] = reportsOf(result)
    expect(first).toMatchObject({ success: true, provider: 'openai' })
    expect(second).toMatchObject({ ...noKey, provider: 'stability', model: 'stable-image-core' })
    expect(result.code).toBe(second!.error_code === 'credential/missing' ? 2 : 1)
    expect(countSubmissions()[0]).toBe(before! + 1)
  })

  it('edits one image with each model', async () => {
    const input = ['edit', at('photo.png'), 'a kite', '--mask', at('mask.png'), ...modelArgs(openai, bfl)]
    const blend = ['--match', '0', '--soften', '0', '--force-paste']
    const before = countSubmissions()
    const result = await atelier(...input, ...blend, '--out', 'edited', '--json')
    expect(result).toMatchObject({ code: 0 })
    expect(countSubmissions()).toEqual(before.map((count) => count + 1))

    const photo = await pixelsOf(at('photo.png'))
    const sentToOpenai = submission('openai').form
    const part = (name: string) => sentToOpenai.find((each) => each.name === name)!
    expect([part('model').value, part('prompt').value]).toEqual(['gpt-image-2', 'a kite'])
    const enlarged = await pixelsOf(Buffer.from(part('image').bytes))
    expect(meanDifference(enlarged, photo)).toBeLessThan(3)
    const repainted = await openaiStub.repaintedPart(submission('openai'))
    expect(repainted).toMatchObject({ widthPx: 960, heightPx: 720 })
    const centerAt = (hole.y + hole.heightPx / 2) * 7.5 * 960 + (hole.x + hole.widthPx / 2) * 7.5
    expect([repainted!.coverage[centerAt], repainted!.coverage[0]]).toEqual([255, 0])
    const sentToBfl = submission('bfl')
    expect(sentToBfl).toMatchObject({ path: '/v1/flux-2-pro', json: { prompt: expect.stringMatching(/^a kite\./) } })
    const { input_image: sent } = sentToBfl.json as { input_image: string }
    expect((await pixelsOf(Buffer.from(sent, 'base64'))).equals(photo)).toBe(true)

    const answers = [
      { provider: 'openai', model: 'gpt-image-2', answer: { width: 1152, height: 864 } },
      { provider: 'bfl', model: 'flux-2-pro', answer: { width: 64, height: 64 } },
    ]
    const reports = reportsOf(result)
    expect(reports).toHaveLength(2)
    for (const [index, { answer, ...model }] of answers.entries()) {
      const report = reports[index]!
      expect(report).toMatchObject({ ...model, success: true, changed_outside: 0, images: [{ edit: { answer } }] })
      const edited = await pixelsOf(report.images[0]!.path)
      expect(differences(photo, edited)).toEqual({ inside: hole.widthPx * hole.heightPx, outside: 0 })
    }
    expect(new Set(reports.map(({ images }) => images[0]!.path)).size).toBe(2)
  })

  it('applies --max-cost-usd to the total, and sends nothing above it', async () => {
    const before = countSubmissions()
    const draft = ['--size', '1024x1024', '--quality', 'draft']
    const args = ['generate', 'a kite', ...draft, ...modelArgs(openai, bfl)]
    const dear = await atelier(...args, '--max-cost-usd', '0.02', '--json')
    expect(dear.code).toBe(4)
    expect(reportOf(dear)).toMatchObject({ success: false, error_code: 'money/over-cap' })
    expect(countSubmissions()).toEqual(before)
    const fits = await atelier(...args, '--max-cost-usd', '1')
    expect(fits.code).toBe(0)
    expect(fits.out).toMatch(/1 of 1 · openai · gpt-image-2 · .*1 of 1 · bfl · flux-2-pro · /s)
    expect(countSubmissions()).toEqual(before.map((count) => count + 1))
  })

  it('accepts a single provider/model, and prints one object', async () => {
    const result = await atelier('generate', 'a kite', '--model', bfl, '--json')
    expect(reportOf(result)).toMatchObject({ success: true, provider: 'bfl', model: 'flux-2-pro' })
  })

  it.each([
    ['a model without a provider', modelArgs('openai/gpt-image-2', 'flux-2-pro'), 'provider/model'],
    [
      'one provider for several models',
      [...modelArgs('openai/gpt-image-2', 'bfl/flux-2-pro'), '--provider', 'openai'],
      '--provider applies to one model',
    ],
    ['a repeated model', modelArgs('bfl/flux-2-pro', 'bfl/flux-2-pro'), 'is repeated'],
    [
      'one key for several models',
      [...modelArgs('openai/gpt-image-2', 'bfl/flux-2-pro'), '--key-stdin'],
      'applies to one model',
    ],
    ['an unknown model', modelArgs('openai/gpt-image-2', 'bfl/no-such-model'), 'no-such-model'],
  ])('sends nothing for %s', async (_name, args, message) => {
    const before = countSubmissions()
    const result = await atelier('generate', 'a kite', ...args)
    expect(result.code).not.toBe(0)
    expect(result.err).toContain(message)
    expect(countSubmissions()).toEqual(before)
  })
})
