import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand } from '../../support/run-command.ts'
import { writeTinyFlorence } from '../../support/vision/write-tiny-florence.ts'

interface DescribeReport {
  readonly error: string | null
  readonly error_code: string | null
  readonly model: string | null
  readonly descriptions?: readonly object[]
  readonly described?: { described: number; failed: number }
  readonly images: readonly { id: string; name: string }[]
  readonly warnings: readonly { message: string }[]
  readonly local_models?: unknown
}

let folder: string
let home: string

const plain = (...args: string[]) => runCommand(args, { home, cwd: folder })

async function atelier(...args: string[]) {
  const result = await plain(...args, '--json')
  return { ...result, report: JSON.parse(result.out) as DescribeReport }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-describe-'))
  home = join(folder, 'home')
  for (const [name, background] of Object.entries({ ruby: '#ff0000', leaf: '#00ff00', sea: '#0000ff' })) {
    const create = { width: 64, height: 48, channels: 3 as const, background }
    await sharp({ create })
      .png()
      .toFile(join(folder, `${name}.png`))
  }
  await writeFile(join(folder, 'broken.png'), 'no image')
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

it('names what to download when no model is available', async () => {
  const { code, report } = await atelier('describe', 'ruby.png')
  expect(code).not.toBe(0)
  expect(report).toMatchObject({ error_code: 'model/missing', missing_model: { id: 'florence2-base' } })
  expect((await atelier('describe')).report.error_code).toBe('request/invalid')
})

it('prints what files show, all or only parts of it', async () => {
  writeTinyFlorence(join(folder, 'models', 'tiny-florence'))
  await plain('models', 'import', 'models')
  const all = await atelier('describe', 'ruby.png')
  expect(all.report).toMatchObject({
    model: 'tiny-florence',
    descriptions: [
      {
        of: 'ruby.png',
        model: 'tiny-florence',
        caption: 'a red image',
        description: 'The red image shows paint.',
        tags: ['paint', 'sky'],
      },
    ],
  })
  expect((await plain('describe', 'sea.png')).out).toBe('a blue image\nThe blue image shows paint.\npaint, sky\n')
  expect((await plain('describe', 'leaf.png', '--caption')).out).toBe('a green image\n')
  expect((await plain('describe', 'leaf.png', '--detailed', '--tags')).out).toBe(
    'The green image shows paint.\npaint, sky\n',
  )
})

it('describes several files, and names the one it cannot read', async () => {
  const { code, out, err } = await plain('describe', 'ruby.png', 'broken.png', 'sea.png', '--caption')
  expect({ code, out }).toEqual({ code: 0, out: 'ruby.png  a red image\nsea.png  a blue image\n' })
  expect(err).toContain('broken.png')
  const alone = await atelier('describe', 'broken.png')
  expect(alone.report.error_code).toMatch(/^media\//)
})

it('stores what it says of library images, where search finds it', async () => {
  await plain('import', 'ruby.png', 'leaf.png', 'sea.png')
  const [ruby] = (await atelier('search', 'name:ruby')).report.images
  expect((await plain('describe', ruby!.id, '--caption')).out).toBe('a red image\n')
  const named = async (query: string) =>
    (await atelier('search', query)).report.images.map(({ name }) => name).toSorted()
  expect(await named('description:red')).toEqual(['ruby'])
  expect(await named('name:leaf,sea,ruby -has:description')).toEqual(['leaf', 'sea'])

  const all = await atelier('describe', '--all')
  expect(all.report.described).toEqual({ described: 2, failed: 0 })
  expect(await named('paint')).toEqual(['leaf', 'ruby', 'sea'])
  expect(await named('tag:paint')).toEqual([])
  expect((await atelier('describe', '--all')).report.described).toEqual({ described: 0, failed: 0 })
  expect((await plain('describe', '--all')).out).toContain('No new images')
})

it('goes on where it was killed', async () => {
  // Answers that never end take longest.
  writeTinyFlorence(join(folder, 'slow', 'endless'), { fault: 'endless' })
  await plain('models', 'import', 'slow')
  for (let at = 0; at < 5; at++) {
    const create = { width: 64, height: 48, channels: 3 as const, background: { r: 40 * at, g: 10, b: 200 } }
    await sharp({ create })
      .png()
      .toFile(join(folder, `shade ${at}.png`))
  }
  await plain('import', ...Array.from({ length: 5 }, (_, at) => `shade ${at}.png`))
  let end: (() => void) | null = null
  const killed = await runBuiltProgram(['describe', '--all', '--model', 'endless'], {
    home,
    cwd: folder,
    onStarted: (_interrupt, kill) => (end = kill),
    onSaid: (text) => {
      if (text.includes(' of ')) end?.()
    },
  }).catch((error: unknown) => error)
  expect(killed).toBeDefined()
  const { report } = await atelier('describe', '--all', '--model', 'endless')
  expect(report.described?.described).toBeGreaterThan(0)
  expect(report.described?.described).toBeLessThan(5)
  expect((await atelier('search', 'name:shade has:description')).report.images).toHaveLength(5)
})

it('rejects an unknown model and a damaged one', async () => {
  expect((await atelier('describe', 'ruby.png', '--model', 'other')).report.error_code).toBe('model/missing')
  writeTinyFlorence(join(folder, 'damaged', 'numberless'), { fault: 'numberless' })
  await plain('models', 'import', 'damaged')
  const { report } = await atelier('describe', 'ruby.png', '--model', 'numberless')
  expect(report).toMatchObject({ error_code: 'model/damaged', error: expect.stringContaining('Download it again') })
})
