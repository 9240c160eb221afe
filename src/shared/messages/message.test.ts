import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { message } from './message.ts'
import {
  pseudolocalize,
  pseudolocalizeMessage,
  pseudolocalizePlain,
  writeFromRight,
  writeMessageFromRight,
} from './pseudolocalize.ts'

describe('message', () => {
  it('is a string without arguments', () => {
    const text = message('Don’t ask again')
    expectTypeOf(text).toEqualTypeOf<string>()
    expect(text).toBe('Don’t ask again')
  })

  it('fills in its arguments and types each of them', () => {
    const text = message("Delete “{name}”? It's in {folder}.")
    expectTypeOf(text).parameter(0).toEqualTypeOf<Readonly<Record<'name' | 'folder', string | number>>>()
    expect(text({ name: '<b>fog</b>', folder: '' })).toBe("Delete “<b>fog</b>”? It's in .")
  })

  it('formats plurals', () => {
    const text = message('{count, plural, one {# image} other {# images}} from {folder}')
    expectTypeOf(text).parameter(0).toEqualTypeOf<Readonly<Record<'count' | 'folder', string | number>>>()
    expect(text({ count: 1, folder: 'Fog' })).toBe('1 image from Fog')
    expect(text({ count: 1200, folder: 'Fog' })).toBe('1,200 images from Fog')
  })

  it('accepts text and arguments in plural branches', () => {
    const text = message('{count, plural, =0 {nothing} one {{name}} other {images}}')
    expectTypeOf(text).parameter(0).toEqualTypeOf<Readonly<Record<'count' | 'name', string | number>>>()
    expect(text({ count: 0, name: 'Fog' })).toBe('nothing')
    expect(text({ count: 1, name: 'Fog' })).toBe('Fog')
  })
})

describe('the pseudo-locale', () => {
  it('marks a text and makes it longer', () => {
    expect(pseudolocalize('Export image')).toBe('[Éxpöŕţ îmåĝé~~~~]')
  })

  it('keeps arguments and plurals intact', () => {
    expect(pseudolocalizePlain('from {folder}')).toBe('[fŕöm {folder}~~]')
    const ast = new IntlMessageFormat('{count, plural, one {# image} other {# images}} from {folder}').getAst()
    const text = new IntlMessageFormat(pseudolocalizeMessage(ast), 'en-US')
    expect(text.format({ count: 2, folder: 'Fog' })).toBe('[2 îmåĝéš fŕöm Fog~~~~~]')
  })

  it('writes from right to left, with arguments and plurals', () => {
    expect(writeFromRight('from {folder}')).toBe('\u{202e}from {folder}\u{202c}')
    const ast = new IntlMessageFormat('{count, plural, one {# image} other {# images}} from {folder}').getAst()
    const text = new IntlMessageFormat(writeMessageFromRight(ast), 'en-US')
    expect(text.format({ count: 2, folder: 'Fog' })).toBe('\u{202e}2 images from Fog\u{202c}')
  })
})
