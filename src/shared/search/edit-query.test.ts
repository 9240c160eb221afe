import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTerm, toggleTerm, withoutField } from './edit-query.ts'
import { parseQuery } from './parse-query.ts'

describe('toggleTerm', () => {
  it.each([
    ['', 'provider', 'openai', 'provider:openai'],
    ['heron', 'provider', 'openai', 'heron provider:openai'],
    ['provider:openai heron', 'provider', 'fal', 'provider:openai,fal heron'],
    ['provider:openai,fal heron', 'provider', 'OpenAI', 'provider:fal heron'],
    ['heron provider:fal fog', 'provider', 'fal', 'heron fog'],
    ['tag:sea', 'tag', 'client work', 'tag:sea,"client work"'],
    ['tag:"client work"', 'tag', 'client work', ''],
    ['rating:>2', 'rating', '5', 'rating:5'],
    ['rating:>2', 'rating', '2', 'rating:>2,2'],
    ['rating:5', 'rating', '4', 'rating:5,4'],
    ['heron rating:1,3..5', 'rating', '4', 'heron rating:4,1'],
    ['cost:<0.1', 'cost', '0.01..<0.05', 'cost:0.01..<0.05'],
    ['cost:<0.1', 'cost', '0.05..<0.25', 'cost:<0.1,0.05..<0.25'],
    ['cost:0.0', 'cost', '0', ''],
    ['tag:cafe\u0301', 'tag', 'café', ''],
    ['is:pick', 'flag', 'pick', ''],
    ['is:pick', 'flag', 'reject', 'flag:pick,reject'],
    ['color:gray', 'color', 'gray', ''],
    ['-tag:sea', 'tag', 'sea', '-tag:sea tag:sea'],
    ['tag: ', 'tag', 'sea', 'tag: tag:sea'],
    ['"blue hour', 'tag', 'sea', '"blue hour" tag:sea'],
    ['tag:"sea', 'tag', 'sky', 'tag:"sea",sky'],
  ] as const)('%j, %s, %j → %j', (query, field, value, after) => {
    expect(toggleTerm(query, field, value)).toBe(after)
  })

  const terms = fc.constantFrom(
    'heron',
    '-fog',
    '"blue hour"',
    '-tag:a',
    'has:mask',
    'cost:<1',
    'provider:x',
    '"open',
    '-',
  )
  const tagTerms = fc.constantFrom('', 'tag:a', 'tag:"b c",a', 'tag:a,d', 'tag:')
  const query = fc
    .tuple(fc.array(terms, { maxLength: 4 }), tagTerms, fc.array(terms, { maxLength: 4 }))
    .map(([before, tag, after]) => [...before, tag, ...after].join(' '))
  const value = fc.constantFrom('a', 'b c', 'd', 'new one', 'x,y')

  it('toggles the value and changes no other field', () => {
    fc.assert(
      fc.property(query, value, (text, toggledValue) => {
        const toggled = toggleTerm(text, 'tag', toggledValue)
        expect(hasTerm(toggled, 'tag', toggledValue)).toBe(!hasTerm(text, 'tag', toggledValue))
        expect(meaning(withoutField(toggled, 'tag'))).toEqual(meaning(withoutField(text, 'tag')))
      }),
    )
  })

  it('is undone by a second call when the field occurs once', () => {
    fc.assert(
      fc.property(query, value, (text, toggledValue) => {
        expect(meaning(toggleTerm(toggleTerm(text, 'tag', toggledValue), 'tag', toggledValue))).toEqual(meaning(text))
      }),
    )
  })

  it('accepts any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, anyValue) => {
        hasTerm(toggleTerm(text, 'model', anyValue), 'model', anyValue)
        expect(
          parseQuery(withoutField(text, 'model'), 0).terms.some((term) => 'field' in term && term.field === 'model'),
        ).toBe(false)
      }),
    )
  })
})

describe('withoutField', () => {
  it('removes every term of a field', () => {
    expect(withoutField('tag:a heron -tag:b', 'tag')).toBe('heron')
    expect(withoutField('is:pick heron', 'flag')).toBe('heron')
    expect(withoutField('is:missing', 'flag')).toBe('is:missing')
  })
})

/** The meaning of a query regardless of its form: ignores positions and the order of terms and values. */
function meaning(query: string): string[] {
  return parseQuery(query, 0)
    .terms.map(({ from: _from, to: _to, ...term }) =>
      JSON.stringify(term.type === 'value' ? { ...term, values: [...new Set(term.values)].toSorted() } : term),
    )
    .toSorted()
}
