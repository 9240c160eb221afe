import { expect, it } from 'vitest'
import { readPrompt, readWords, requireInside } from './select-command.ts'

it('reads points and a box in image pixels', () => {
  expect(readPrompt(['1,2', '3.5, 4'], ['5,6'], '7,8,9,10')).toEqual({
    points: [
      { x: 1, y: 2, isIncluded: true },
      { x: 3.5, y: 4, isIncluded: true },
      { x: 5, y: 6, isIncluded: false },
    ],
    box: { x: 7, y: 8, widthPx: 9, heightPx: 10 },
  })
})

it.each([
  [[], [], undefined, 'at least one'],
  [[], ['1,2'], undefined, 'at least one'],
  [['60'], [], undefined, '--point takes X,Y'],
  [['6,x'], [], undefined, '“6,x”'],
  [['1,2'], ['-1,2'], undefined, '--exclude takes X,Y'],
  [[], [], '1,2,3', '--box takes X,Y,WIDTH,HEIGHT'],
] as const)('refuses points %j, excluded %j and box %j', (points, excluded, box, text) => {
  expect(() => readPrompt(points, excluded, box)).toThrow(text)
})

it('reads words', () => {
  expect(readWords({ words: ' the left cup ', all: true }, [])).toBe('the left cup')
  expect(readWords({}, ['1,2'])).toBeNull()
})

it.each([
  [{ words: '  ' }, [], '--words takes'],
  [{ words: 'a'.repeat(201) }, [], '200 characters'],
  [{ words: 'cup' }, ['1,2'], 'either --words'],
  [{ all: true }, ['1,2'], 'need --words'],
  [{ detector: 'owlv2' }, ['1,2'], 'need --words'],
] as const)('refuses words %j beside %j', (how, others, text) => {
  expect(() => readWords(how, others)).toThrow(text)
})

it.each([
  [['80,0'], [], undefined, '--point 80,0'],
  [['0,0'], ['0,60'], undefined, '--exclude 0,60'],
  [[], [], '10,10,71,10', '--box 10,10,71,10'],
  [[], [], '10,10,0,10', '80 × 60'],
] as const)('refuses points %j, excluded %j and box %j outside the image', (points, excluded, box, text) => {
  const prompt = readPrompt(points, excluded, box)
  expect(() => requireInside(prompt, { widthPx: 80, heightPx: 60 })).toThrow(text)
})
