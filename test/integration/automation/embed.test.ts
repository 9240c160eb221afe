import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'

interface EmbedReport {
  readonly success: boolean
  readonly error: string | null
  readonly error_code: string | null
  readonly embeddings?: readonly { of: string; model: string; dimension: number; vector: readonly number[] }[]
  readonly indexed?: { embedded: number; failed: number; total: number }
  readonly images: readonly { id: string; name: string; likeness?: number }[]
  readonly warnings: readonly { message: string }[]
}

let folder: string
let home: string

async function atelier(...args: string[]) {
  const result = await runCommand([...args, '--json'], { home, cwd: folder })
  return { ...result, report: JSON.parse(result.out) as EmbedReport }
}

const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-embed-'))
  home = join(folder, 'home')
  for (const [name, background] of Object.entries({ ruby: '#ff0000', leaf: '#00ff00', sea: '#0000ff' })) {
    const create = { width: 64, height: 48, channels: 3 as const, background }
    await sharp({ create })
      .png()
      .toFile(join(folder, `${name}.png`))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('names what to install when no model is available', async () => {
  const { code, report } = await atelier('embed', '--text', 'red')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/missing', missing_model: { id: 'clip-base' } })
  expect((await atelier('embed')).report.error_code).toBe('request/invalid')
})

it('finds images by description and by example, combined with other search terms', async () => {
  writeTinyClip(join(folder, 'models', 'tiny-clip'))
  await atelier('models', 'import', 'models')
  expect((await atelier('import', 'ruby.png', 'leaf.png', 'sea.png')).code).toBe(0)

  const before = await atelier('search', '--looks', 'a red cup')
  expect(before.report.images).toEqual([])
  expect(before.report.warnings).toEqual([expect.objectContaining({ message: expect.stringContaining('embed --all') })])

  const all = await atelier('embed', '--all')
  expect(all.report.indexed).toMatchObject({ failed: 0, embedded: all.report.indexed?.total })
  expect((await atelier('embed', '--all')).report.indexed).toMatchObject({ embedded: 0, failed: 0 })

  const red = await atelier('search', '--looks', 'a red cup')
  expect(red.report.images[0]).toMatchObject({ name: 'ruby', likeness: expect.any(Number) })
  expect(red.report.images[0]!.likeness).toBeGreaterThan(red.report.images[1]!.likeness!)
  expect(red.report.warnings).toEqual([])

  const like = await atelier('search', '--like', 'leaf.png', '--limit', '2')
  expect(like.report.images.map(({ name }) => name)).toEqual(['leaf', expect.any(String)])
  const byId = await atelier('search', '--like', like.report.images[0]!.id, 'name:ruby,sea')
  expect(byId.report.images.map(({ name }) => name).toSorted()).toEqual(['ruby', 'sea'])
})

it('ranks by the terms of the search field for words and for a reference', async () => {
  const namesFor = async (query: string) => (await atelier('search', query)).report.images.map(({ name }) => name)
  expect((await namesFor('looks:"a red cup"'))[0]).toBe('ruby')
  expect((await atelier('reference', 'add', 'meadow', 'leaf.png', '--kind', 'place')).code).toBe(0)
  expect(await namesFor('likeness:meadow')).toEqual(['leaf', expect.any(String), expect.any(String)])
  expect((await namesFor('likeness:meadow -name:leaf')).length).toBe(2)
  const unknown = await atelier('search', 'likeness:nobody')
  expect(unknown).toMatchObject({ code: 2, report: { error_code: 'request/invalid' } })
  expect(unknown.report.error).toContain('nobody')
})

it('prints unit vectors of images and texts, as JSON or one per line', async () => {
  const { report } = await atelier('embed', 'ruby.png', '--text', 'red', '--text', 'blue')
  expect(report.embeddings?.map(({ of, dimension }) => [of, dimension])).toEqual([
    ['red', 8],
    ['blue', 8],
    ['ruby.png', 8],
  ])
  const [red, blue, ruby] = report.embeddings!.map(({ vector }) => vector)
  expect(cosine(red!, red!)).toBeCloseTo(1, 4)
  expect(cosine(ruby!, red!)).toBeGreaterThan(cosine(ruby!, blue!))
  const plain = await runCommand(['embed', '--text', 'red'], { home, cwd: folder })
  expect(JSON.parse(plain.out)).toEqual(red)
})

it('reports inputs that cannot be embedded', async () => {
  await writeFile(join(folder, 'words.png'), 'no image')
  expect((await atelier('embed', 'words.png')).report.error_code).toBe('media/unsupported')
  expect((await atelier('embed', 'gone.png')).report.error_code).toBe('storage/not-found')
  const unknownModel = await atelier('embed', 'ruby.png', '--model', 'tiny-clap')
  expect(unknownModel.report.error).toContain('tiny-clip')
})
