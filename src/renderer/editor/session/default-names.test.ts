import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { translatedLanguages } from '../../../shared/messages/languages.ts'
import { inWindowLanguage } from './default-names.ts'

describe.each(['en', ...translatedLanguages])('names of a document made in %s', (language) => {
  const texts: Readonly<Record<string, string>> =
    language === 'en'
      ? {}
      : (JSON.parse(
          readFileSync(new URL(`../../../shared/messages/translations/${language}.json`, import.meta.url), 'utf8'),
        ) as Record<string, string>)
  const text = (english: string) => texts[english] ?? english

  it('are in the language of the window, where nobody has chosen them', () => {
    const second = text('Mask {number}').replace('{number}', '2')
    expect(inWindowLanguage(text('Mask'))).toBe('Mask')
    expect(inWindowLanguage(second)).toBe('Mask 2')
    expect(inWindowLanguage(text('Paint {number}').replace('{number}', '3'))).toBe('Paint 3')
    expect(inWindowLanguage(text('{name} copy').replace('{name}', second))).toBe('Mask 2 copy')
  })
})

it.each(['Sky', 'Maskerade', 'Mask of the sky', 'Sky copy', 'Paint', '', 'Mask 2b'])('“%s” stays', (name) => {
  expect(inWindowLanguage(name)).toBe(name)
})
