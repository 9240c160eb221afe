import { expect, test } from 'vitest'
import { readTags, readText } from './read-answers.ts'

const whole = (text: string) => ({ text, isCut: false })
const cut = (text: string) => ({ text, isCut: true })

test('a text has no special tokens and no needless spaces', () => {
  expect(readText(whole('<s> A cat \n sits.</s><pad>'))).toBe('A cat sits.')
  expect(readText(whole('</s>'))).toBe('')
  expect(readText(whole('1 < 2'))).toBe('1 < 2')
})

test('a cut text ends with its last whole sentence, if there is one', () => {
  expect(readText(cut('A cat sits. A dog runs 2.5 miles! And a'))).toBe('A cat sits. A dog runs 2.5 miles!')
  expect(readText(cut('a cat sits on a'))).toBe('a cat sits on a')
})

test('tags are the names before boxes, lowercase and once each', () => {
  const box = '<loc_1><loc_2><loc_3><loc_4>'
  expect(readTags(whole(`Human face${box}car${box}${box}  human   face${box}door handle${box}`))).toEqual([
    'human face',
    'car',
    'door handle',
  ])
  expect(readTags(cut(`car${box}wheel${box}tire<loc_5>win`))).toEqual(['car', 'wheel', 'tire'])
  expect(readTags(whole(`"${box}, ${box}${'long '.repeat(20)}${box}a "b"${box}鳥${box}`))).toEqual(['鳥'])
  expect(readTags(whole('no boxes'))).toEqual([])
  const many = Array.from({ length: 50 }, (_, at) => `thing ${at}${box}`).join('')
  expect(readTags(whole(many))).toHaveLength(30)
})
