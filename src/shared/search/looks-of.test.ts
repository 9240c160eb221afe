import { describe, expect, it } from 'vitest'
import { looksOf } from './looks-of.ts'
import { parseQuery } from './parse-query.ts'

describe('looksOf', () => {
  it.each([
    ['looks:harbor', 'harbor'],
    ['rating:>3 looks:"foggy harbor" -tag:print', 'foggy harbor'],
    ['looks:"a cup",saucer', 'a cup, saucer'],
    ['looks:cup LOOKS:"on a table"', 'cup, on a table'],
  ])('reads %s as “%s”', (query, words) => {
    expect(looksOf(query)?.words).toBe(words)
  })

  it.each(['', 'foggy harbor', 'looks:', 'looks:""', '-looks:people', '"looks:cup"'])(
    'returns null for %s',
    (query) => {
      expect(looksOf(query)).toBeNull()
    },
  )

  it('returns the position of the first term', () => {
    expect(looksOf('red looks:cup')).toMatchObject({ from: 4, to: 13 })
  })
})

describe('a looks term', () => {
  it('is parsed as its words', () => {
    expect(parseQuery('looks:"foggy harbor"', 0)).toMatchObject({
      terms: [{ type: 'value', field: 'looks', values: ['foggy harbor'] }],
      problems: [],
    })
  })

  it('cannot be excluded', () => {
    expect(parseQuery('-looks:fog', 0)).toMatchObject({
      terms: [],
      problems: [{ message: expect.stringContaining('cannot be excluded') }],
    })
  })
})
