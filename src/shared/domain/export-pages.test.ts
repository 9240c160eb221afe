import { expect, test } from 'vitest'
import { describeMissingCharacters } from './export-pages.ts'

test('names each character with its code point, since it may not be readable', () => {
  expect(describeMissingCharacters(['赤'])).toBe(
    'No installed font has 赤 (U+8D64), so the contact sheet leaves it out. Install a font that does, then export again.',
  )
  expect(describeMissingCharacters(['赤', '🇨🇭'])).toContain('赤 (U+8D64), 🇨🇭 (U+1F1E8 U+1F1ED), so')
})

test('names only the first of many', () => {
  const text = describeMissingCharacters(Array.from({ length: 500 }, (_, at) => String.fromCodePoint(0x4e00 + at)))
  expect(text).toContain('U+4E07) and 492 more, so the contact sheet leaves them out.')
})
