import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../support/run-command.ts'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { smallPng } from '../../support/small-images.ts'

const stage = withProgram()
const { at, atelier } = stage
const marks = [
  { shape: 'arrow', from: { x: 5, y: 5 }, to: { x: 40, y: 40 }, text: 'make this ring green' },
  { shape: 'box', rect: { x: 70, y: 70, widthPx: 30, heightPx: 30 }, color: 'blue', text: 'remove' },
]
const submissions = () => stage.services.server('openai').submissions()

const edit = (file: string, ...args: string[]) =>
  runCommand(['edit', 'photo.png', '--markup', file, '--provider', 'openai', '--key-stdin', ...args, '--json'], {
    home: stage.home,
    cwd: stage.folder,
    env: { ...stage.services.env },
    input: `${stage.services.goodKey('openai')}\n`,
  })

beforeAll(async () => {
  await writeFile(at('photo.png'), smallPng(1, 128, 128))
  await writeFile(at('marks.json'), JSON.stringify(marks))
})

describe('edit --markup', () => {
  it('sends the image, the copy with the marks and their words, and the recipe has them', async () => {
    const before = submissions().length
    const report = reportOf(await edit('marks.json'))
    expect(report).toMatchObject({ success: true })
    expect(submissions()).toHaveLength(before + 1)
    const { form } = submissions().at(-1)!
    const images = form.filter(({ name }) => name.startsWith('image'))
    expect(images).toHaveLength(2)
    expect(images[0]).not.toEqual(images[1])
    const prompt = form.find(({ name }) => name === 'prompt')?.value
    expect(prompt).toMatch(/make this ring green[\s\S]*remove/)
    const recipe = reportOf(await atelier('recipe', report.images[0]!.id, '--json'))['recipe']
    expect(recipe).toMatchObject({
      tool: 'edit_image',
      parameters: { markup: [{ ...marks[0], color: 'red' }, marks[1]] },
    })
  })

  it.each<[string, string, string]>([
    ['no JSON', 'red arrow', 'marks-bad.json'],
    ['no marks', '[]', 'marks-bad.json'],
    ['an unknown shape', '[{ "shape": "star" }]', 'marks-bad.json'],
    // The mark and its field are named.
    ['half an arrow', '[{ "shape": "arrow", "from": { "x": 1, "y": 1 } }]', '0.to'],
    ['a color that marks have not', '[{ "shape": "note", "at": { "x": 1, "y": 1 }, "color": "teal" }]', '0.color'],
    ['more marks than are numbered', JSON.stringify(Array.from({ length: 51 }, () => marks[1])), 'marks-bad.json'],
  ])('sends nothing for a file with %s', async (_what, text, named) => {
    await writeFile(at('marks-bad.json'), text)
    const before = submissions().length
    const { code, err } = await edit('marks-bad.json')
    expect(code).toBe(2)
    expect(err).toContain('marks-bad.json')
    expect(err).toContain(named)
    expect(submissions()).toHaveLength(before)
  })

  it('sends nothing where the file is missing', async () => {
    const before = submissions().length
    const { code, err } = await edit('nowhere.json')
    expect(code).not.toBe(0)
    expect(err).toContain('nowhere.json')
    expect(submissions()).toHaveLength(before)
  })
})
