import { describe, expect, it } from 'vitest'
import { baseName, nextNumber, resultName } from './result-name.ts'

const image = (name: string, operation = 'fill') => ({ name, operation })
const photo = image('coffee', 'import')

describe('result names', () => {
  it('are the base, the task and a number', () => {
    expect(resultName('coffee', 'fill', 2)).toBe('coffee – fill 2')
  })

  it.each([
    ['the image itself', [photo], 'coffee'],
    ['the root image after several edits', [image('coffee – fill 2'), photo], 'coffee'],
    ['a name given by the user along the way', [image('hero – expand 3'), image('hero'), photo], 'hero'],
    ['the root image of results named by seed', [image('coffee fill 586a3f0'), photo], 'coffee'],
    ['the root image of results named by task alone', [image('coffee edit', 'edit'), photo], 'coffee'],
    ['the stripped name if the root image is gone', [image('coffee – fill 2')], 'coffee'],
    ['the stripped name of the older form', [image('coffee fill 586a3f0')], 'coffee'],
    ['the name of an exported and reimported file', [image('coffee – fill 2', 'import')], 'coffee'],
    ['a name by the user that looks like a task', [image('second edit', 'import')], 'second edit'],
    ['the prompt of a new image', [image('a film edit', 'generate')], 'a film edit'],
  ])('use as base %s', (_what, line, base) => {
    expect(baseName(line)).toBe(base)
  })

  it('continue from the highest number of the family', () => {
    expect(nextNumber(['coffee'])).toBe(1)
    expect(nextNumber(['coffee', 'coffee – fill 2', 'coffee – expand 11', 'route 66'])).toBe(12)
  })
})
