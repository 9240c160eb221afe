import { expect, test } from 'vitest'
import { findRareCharacters, probePage } from './glyph-probe.ts'

test('finds each non-ASCII character once, with clusters kept whole', () => {
  expect(findRareCharacters(['A kite, 5 % <b>\n\t', ''])).toEqual([])
  expect(findRareCharacters(['Käfer 赤い', '赤 👨‍👩‍👧 e\u0323'])).toEqual(['ä', '赤', 'い', '👨‍👩‍👧', 'e\u0323'])
  expect(findRareCharacters(['\uD800'])).toEqual(['\uFFFD'])
})

test('escapes every character on the page', () => {
  expect(probePage(['<b>&', '👍🏽'])).toContain('<b>&#60;&#98;&#62;&#38;</b><b>&#128077;&#127997;</b>\n</html>')
})
