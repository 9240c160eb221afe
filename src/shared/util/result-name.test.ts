import { describe, expect, it } from 'vitest'
import { baseName, nextNumber, resultName } from './result-name.ts'

const image = (name: string, operation = 'fill') => ({ name, operation })
const photo = image('coffee', 'import')

describe('the name of a result', () => {
  it('is the base, the task and a number', () => {
    expect(resultName('coffee', 'fill', 2)).toBe('coffee – fill 2')
  })

  it.each([
    ['the image itself', [photo], 'coffee'],
    ['the root, whatever was done in between', [image('coffee – fill 2'), photo], 'coffee'],
    ['a name that a person gave in between', [image('hero – expand 3'), image('hero'), photo], 'hero'],
    ['the root of results that were named by a seed', [image('coffee fill 586a3f0'), photo], 'coffee'],
    ['the root of what was named by the task alone', [image('coffee edit', 'edit'), photo], 'coffee'],
    ['what is left where the root is gone', [image('coffee – fill 2')], 'coffee'],
    ['the same of an earlier name', [image('coffee fill 586a3f0')], 'coffee'],
    ['a file that was exported and imported again', [image('coffee – fill 2', 'import')], 'coffee'],
    ['the own words of a person', [image('second edit', 'import')], 'second edit'],
    ['the prompt of a new image', [image('a film edit', 'generate')], 'a film edit'],
  ])('goes by %s', (_what, line, base) => {
    expect(baseName(line)).toBe(base)
  })

  it('counts on from the highest number of the family', () => {
    expect(nextNumber(['coffee'])).toBe(1)
    expect(nextNumber(['coffee', 'coffee – fill 2', 'coffee – expand 11', 'route 66'])).toBe(12)
  })
})
