import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeTurns, splitInstructions, subjectOf, whatHolds } from './what-holds.ts'

describe('instructions', () => {
  it.each([
    ['warmer light, keep her face', ['warmer light', 'keep her face']],
    ['make it darker. add a hat; and a scarf\nsnow', ['make it darker', 'add a hat', 'a scarf', 'snow']],
    ['write “Hello, world” on the sign, in red', ['write “Hello, world” on the sign', 'in red']],
    ['version 1.5 of the logo', ['version 1.5 of the logo']],
    [' , ;; ', []],
  ])('%s', (words, expected) => {
    expect(splitInstructions(words)).toEqual(expected)
  })

  it.each([
    ['warmer light', 'light'],
    ['softer lighting please', 'light'],
    ['make the hat blue', 'hat'],
    ['remove the hat', 'hat'],
    ['add a fluffy white dog on the table', 'dog'],
    ['remove the table', 'table'],
    ['turn the sky into a sunset', 'sky'],
    ['make it darker', 'brightness'],
    ['brighter', 'brightness'],
    ['keep her face', 'face'],
    ['shorter hair', 'hair'],
    ['trees in the background', 'tree'],
    ['Licht wärmer', 'licht'],
  ])('“%s” is about: %s', (instruction, subject) => {
    expect(subjectOf(instruction)).toBe(subject)
  })
})

describe('what still holds', () => {
  it('is the last instruction about each subject, unless the newest turn is about it', () => {
    expect(whatHolds(['warmer light, keep her face', 'a red hat', 'cooler light'], 'make the hat blue')).toEqual([
      'keep her face',
      'cooler light',
    ])
    expect(whatHolds(['add a dog on the table'], 'remove the table')).toEqual(['add a dog on the table'])
    expect(whatHolds(['brighter', 'darker'], 'snow')).toEqual(['darker'])
    expect(whatHolds([], 'snow')).toEqual([])
  })

  it('says no two things about one subject, adds nothing, and keeps the order', () => {
    const words = fc.array(
      fc.constantFrom('light', 'hat', 'dog', 'warmer', 'red', 'remove', 'keep', 'her', 'on', ',', ';', '雪'),
      { maxLength: 8 },
    )
    const turn = words.map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 6 }), turn, (earlier, newest) => {
        const holding = whatHolds(earlier, newest)
        const subjects = [...holding, ...new Set(splitInstructions(newest).map(subjectOf))].map((each, at) =>
          at < holding.length ? subjectOf(each) : each,
        )
        expect(new Set(subjects).size).toBe(subjects.length)
        const said = earlier.flatMap(splitInstructions)
        let from = 0
        for (const each of holding) {
          const at = said.indexOf(each, from)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + 1
        }
        expect(whatHolds(holding, newest)).toEqual(holding)
      }),
    )
  })
})

describe('the prompt', () => {
  it('tells a model that follows instructions what it must not undo', () => {
    const turns = { base: 'a portrait', holding: ['warmer light', 'a hat'], newest: ' make the hat blue ' }
    expect(composeTurns(turns, 'instruction')).toBe(
      'make the hat blue\n\nStill applies from before: warmer light; a hat.',
    )
    expect(composeTurns({ ...turns, holding: [] }, 'instruction')).toBe('make the hat blue')
  })

  it('says everything again to a model that redraws by a description', () => {
    const turns = { base: 'a portrait. ', holding: ['warm light'], newest: 'a blue hat' }
    expect(composeTurns(turns, 'description')).toBe('a portrait, warm light, a blue hat')
    expect(composeTurns({ ...turns, base: '' }, 'description')).toBe('warm light, a blue hat')
  })
})
