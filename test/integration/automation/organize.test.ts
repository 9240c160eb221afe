import { writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { smallPng } from '../../support/small-images.ts'

const stage = withProgram()
const { at, atelier } = stage
let ids: string[]

const organize = (...args: string[]) => atelier('organize', ...args)
const namesFor = async (query: string) =>
  reportOf(await atelier('search', query, '--json'))
    .images.map((image) => String((image as { name?: string }).name))
    .toSorted()

beforeAll(async () => {
  const files = ['heron', 'tower', 'boat'].map((name) => `${name}.png`)
  for (const [index, file] of files.entries()) await writeFile(at(file), smallPng(index + 1, 64, 64))
  ids = reportOf(await atelier('import', ...files, '--json')).images.map(({ id }) => id)
})

describe('organize', () => {
  it('rates, flags, labels, tags and collects images, which are then found by it', async () => {
    const [heron, tower] = ids as [string, string]
    const marks = ['--rating', '4', '--flag', 'pick', '--label', 'red', '--tag', 'bird', '--tag', 'client work']
    const result = await organize(heron, tower, ...marks, '--notes', 'for the wall', '--collection', 'Best of May')
    expect(result).toMatchObject({ code: 0, err: '' })
    expect(result.out).toContain(`${heron}  heron  ★★★★  pick  bird, client work\n`)
    expect(await namesFor('rating:4 flag:pick label:red tag:"client work" collection:"Best of May"')).toEqual([
      'heron',
      'tower',
    ])
    // What is not named stays as it is.
    expect((await organize(tower, '--untag', 'Bird', '--label', 'none', '--remove-from', 'best of may')).code).toBe(0)
    expect(await namesFor('tag:bird')).toEqual(['heron'])
    expect(await namesFor('rating:4 flag:pick tag:"client work" -label:red -collection:"Best of May"')).toEqual([
      'tower',
    ])
    expect((await organize(tower, '--collection', 'BEST OF MAY')).code).toBe(0)
    expect(await namesFor('collection:"Best of May"')).toEqual(['heron', 'tower'])
  })

  it.each<[string, string[], string]>([
    ['nothing to change', [], 'Nothing to change'],
    ['six stars', ['--rating', '6'], '--rating'],
    ['an unknown color', ['--label', 'pink'], '--label'],
    ['a tag with quotation marks', ['--tag', 'a"b'], 'cannot be a tag'],
    ['an empty collection', ['--collection', ' '], 'needs a name'],
    ['an unknown collection', ['--rating', '1', '--remove-from', 'nowhere'], 'no collection named “nowhere”'],
  ])('changes nothing for %s', async (_what, args, message) => {
    const { code, err } = await organize(ids[2]!, ...args)
    expect(code).not.toBe(0)
    expect(err).toContain(message)
    expect(await namesFor('rating:0 flag:none')).toEqual(['boat'])
  })

  it('changes all images or none', async () => {
    const { code } = await organize(ids[2]!, '01JD0000000000000000000000', '--rating', '5')
    expect(code).not.toBe(0)
    expect(await namesFor('rating:5')).toEqual([])
  })
})
