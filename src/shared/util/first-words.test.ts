import { expect, it } from 'vitest'
import { firstWords } from './first-words.ts'

it.each([
  ['a red kite', 'a red kite'],
  ['a red kite.', 'a red kite'],
  [
    '  a red kite,\n over the sea, in the morning light, oil on canvas',
    'a red kite, over the sea, in the morning light…',
  ],
  [`${'kite '.repeat(9)}and`, `${'kite '.repeat(9)}and`],
  ['', ''],
  [' \n ', ''],
  ['x'.repeat(80), `${'x'.repeat(48)}…`],
  ['🚪'.repeat(40), `${'🚪'.repeat(24)}…`],
])('shortens %j to %j', (text, expected) => {
  expect(firstWords(text)).toBe(expected)
})
