import { readFile, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../support/run-command.ts'
import { reportOf, withProgram, type Report } from '../../support/program-stage.ts'
import { smallPng } from '../../support/small-images.ts'

const stage = withProgram()
const { at, atelier } = stage

interface ReportedReference {
  readonly name: string
  readonly images: readonly string[]
  readonly uses: number
}
const referencesOf = (report: Report) => report['references'] as readonly ReportedReference[]
const list = async () => referencesOf(reportOf(await atelier('reference', 'list', '--json')))
const sentForms = () =>
  stage.services
    .server('openai')
    .submissions()
    .map(({ form }) => form)

let annaAdded: Report
let lampAdded: Awaited<ReturnType<typeof atelier>>
beforeAll(async () => {
  for (const [index, name] of ['anna-1', 'anna-2', 'lamp'].entries()) {
    await writeFile(at(`${name}.png`), smallPng(index + 1, 64, 64))
  }
  const anna = ['anna-1.png', 'anna-2.png', '--kind', 'person', '--note', 'freckles', '--rights', 'with consent']
  annaAdded = reportOf(await atelier('reference', 'add', '@anna', ...anna, '--json'))
  const lamp = [annaAdded.images[0]!.id, '--kind', 'thing', '--description', 'an old brass lamp']
  lampAdded = await atelier('reference', 'add', 'lamp', ...lamp)
})

describe('reference', () => {
  it('adds references from files and IDs', async () => {
    const images = annaAdded.images.map(({ id }) => id)
    expect(referencesOf(annaAdded)).toEqual([
      { name: 'anna', kind: 'person', note: 'freckles', description: '', rights: 'with consent', images, uses: 0 },
    ])
    expect(lampAdded).toMatchObject({ code: 0, out: '@lamp  thing  images: 1, used: 0  an old brass lamp\n' })
    expect((await list()).map(({ name }) => name)).toEqual(['anna', 'lamp'])
  })

  it.each<[string, string[], string]>([
    ['a name twice', ['Anna', 'lamp.png'], 'There is a reference named @Anna already'],
    ['two words', ['two words', 'lamp.png'], 'is not a valid name'],
    ['nothing to show', ['empty'], 'Add at least one image'],
    ['an unknown kind', ['x', 'lamp.png', '--kind', 'animal'], '--kind'],
    ['a long note', ['x', 'lamp.png', '--note', 'x'.repeat(2_000)], '--note is too long'],
    ['too many images', ['x', ...Array.from({ length: 21 }, () => 'lamp.png')], 'up to 20 images'],
  ])('does not add %s', async (_what, args, message) => {
    const { code, err } = await atelier('reference', 'add', ...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(await list()).toHaveLength(2)
  })

  it('exports, removes and imports', async () => {
    const [anna] = await list()
    const exported = await atelier('reference', 'export', 'ANNA', '--out', 'anna.atelier-reference', '--json')
    expect(reportOf(exported)['reference_file']).toBe(at('anna.atelier-reference'))
    const again = await atelier('reference', 'export', 'anna', '--out', 'anna.atelier-reference')
    expect(again.err).toContain('already exists')
    expect((await atelier('reference', 'export', 'anna', '--out', 'anna.zip')).code).toBe(2)
    expect((await atelier('reference', 'export', 'bob', '--out', 'b.atelier-reference')).err).toContain('@bob')
    const second = reportOf(await atelier('reference', 'import', 'anna.atelier-reference', '--json'))
    expect(second).toMatchObject({ references: [{ name: 'anna-2', images: anna!.images }] })
    expect(second['warnings']).toEqual([
      {
        code: 'reference-renamed',
        message: 'There is a reference named @anna already. This one was imported as @anna-2.',
      },
    ])
    expect(await atelier('reference', 'remove', 'anna-2')).toMatchObject({ code: 0, out: 'Removed @anna-2.\n' })
    expect((await list()).map(({ name }) => name)).toEqual(['anna', 'lamp'])
    await writeFile(at('text.atelier-reference'), 'hello')
    expect((await atelier('reference', 'import', 'text.atelier-reference')).err).toContain(
      'not a reference exported by',
    )
  })
})

describe('@name in a prompt', () => {
  it('sends the images of the reference, and keeps the prompt as written', async () => {
    const [anna] = await list()
    const before = sentForms().length
    const args = ['@anna on a boat', '--provider', 'openai', '--model', 'gpt-image-2']
    const report = reportOf(await atelier('generate', ...args, '--json'))
    expect(report).toMatchObject({ success: true })
    expect((report['warnings'] as { code: string }[]).filter(({ code }) => code.startsWith('reference'))).toEqual([])
    const [form] = sentForms().slice(before)
    const files = form!.filter(({ name }) => name === 'image[]')
    expect(files.map(({ bytes }) => bytes.byteLength > 0)).toEqual([true, true])
    const prompt = form!.find(({ name }) => name === 'prompt')?.value
    expect(prompt).toContain('anna (images 1 and 2) on a boat')
    expect(prompt).toContain('What matters: freckles.')
    const id = report.images[0]!.id
    const shown = reportOf(await atelier('show', id, '--json'))['shown'] as { asset: { recipe: object } }
    expect(shown.asset.recipe).toMatchObject({
      prompt: '@anna on a boat',
      generation: { referenceIds: anna!.images, named: [{ name: 'anna', form: 'images', imageIds: anna!.images }] },
    })
    expect((await list())[0]!.uses).toBe(1)
    const found = reportOf(await atelier('search', 'reference:anna', '--json'))
    expect(found.images.map((image) => image.id)).toEqual([id])
    // The prompt brings the images again.
    const recipe = reportOf(await atelier('recipe', id, '--json'))['recipe'] as { parameters: object }
    expect(JSON.stringify(recipe)).toContain('@anna on a boat')
    expect(JSON.stringify(recipe)).not.toContain(anna!.images[0])
  })

  it('is described to a model that takes no images, which is said', async () => {
    const server = stage.services.server('stability')
    const args = ['@lamp beside @anna', '--provider', 'stability', '--model', 'stable-image-core', '--key-stdin']
    const result = await runCommand(['generate', ...args, '--json'], {
      home: stage.home,
      cwd: stage.folder,
      env: { ...stage.services.env },
      input: `${stage.services.goodKey('stability')}\n`,
    })
    const report = reportOf(result)
    expect(report).toMatchObject({ success: true })
    const { form } = server.submissions().at(-1)!
    expect(form.find(({ name }) => name === 'prompt')?.value).toBe('an old brass lamp beside anna')
    expect(report['warnings']).toEqual(
      expect.arrayContaining([
        { code: 'reference-described', message: expect.stringContaining('@lamp: it is described in words') },
        { code: 'reference-described', message: expect.stringContaining('@anna, and it has no description') },
      ]),
    )
  })

  it('that is no reference is sent as written, with a warning', async () => {
    const report = reportOf(await atelier('generate', '@nobody', '--provider', 'fake', '--size', '256x256', '--json'))
    expect(report['warnings']).toContainEqual(expect.objectContaining({ code: 'reference-unknown' }))
  })

  it('works in edits and batches', async () => {
    const before = sentForms().length
    const openai = ['--provider', 'openai', '--model', 'gpt-image-2', '--json']
    const edited = await atelier('edit', 'photo.png', '--prompt', 'add @anna', ...openai)
    expect(reportOf(edited)).toMatchObject({ success: true })
    const call = { tool: 'generate_image', parameters: { prompt: '@anna', provider: 'openai', model: 'gpt-image-2' } }
    await writeFile(at('jobs.jsonl'), `${JSON.stringify(call)}\n`)
    expect((await atelier('batch', 'jobs.jsonl', '--json')).code).toBe(0)
    const counts = sentForms()
      .slice(before)
      .map((form) => form.filter(({ name }) => name === 'image[]').length)
    expect(counts).toEqual([3, 2])
  })
})

it('the exported file holds the images as they are', async () => {
  const bytes = await readFile(at('anna.atelier-reference'))
  expect(bytes.includes(await readFile(at('anna-1.png')))).toBe(true)
})
