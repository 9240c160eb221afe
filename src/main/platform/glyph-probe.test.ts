import { expect, test } from 'vitest'
import { findRareCharacters, probePage } from './glyph-probe.ts'

test('every character beyond ASCII is looked up once, whole clusters as one', () => {
  expect(findRareCharacters(['A kite, 5 % <b>\n\t', ''])).toEqual([])
  expect(findRareCharacters(['Käfer 赤い', '赤 👨‍👩‍👧 e\u0323'])).toEqual(['ä', '赤', 'い', '👨‍👩‍👧', 'e\u0323'])
  expect(findRareCharacters(['\uD800'])).toEqual(['\uFFFD'])
})

test('no character is markup on the page', () => {
  expect(probePage(['<b>&', '👍🏽'])).toContain('<b>&#60;&#98;&#62;&#38;</b><b>&#128077;&#127997;</b>\n</html>')
})
