import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../../../shared/search/index.ts'
import { querySpans } from './query-text.ts'

const spans = (text: string) =>
  querySpans(text, parseQuery(text, 0))
    .filter((span) => span.text.trim() !== '')
    .map((span) => `${span.look}:${span.text.trim()}`)

describe('query spans', () => {
  it('separate fields from plain words', () => {
    expect(spans('red cup rating:>2 -tag:"client work"')).toEqual([
      'plain:red cup',
      'field:rating:>2',
      'field:-tag:"client work"',
    ])
  })

  it('mark unknown fields and values as problems', () => {
    expect(spans('ratnig:3')).toEqual(['problem:ratnig:3'])
    expect(spans('colour:red,gren')).toEqual(['field:colour:red,', 'problem:gren'])
  })

  it('cover the whole text', () => {
    for (const text of ['', '  ', 'a  b', 'rating:', '"open', 'is:pick x']) {
      const cut = querySpans(text, parseQuery(text, 0))
      expect(cut.map((span) => span.text).join('')).toBe(text)
    }
  })
})
