import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { queryFields } from './query.ts'

const nowMs = new Date(2026, 9, 31, 15, 30).getTime()
const parse = (text: string) => parseQuery(text, nowMs)
const parts = (text: string) => parse(text).terms.map(({ from: _from, to: _to, ...term }) => term)
const messages = (text: string) => parse(text).problems.map((problem) => problem.message)
const created = (text: string) => {
  const [term] = parse(text).terms
  return term?.type === 'range' ? term.ranges : null
}
const dayMs = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime()

describe('parseQuery', () => {
  it('reads words, phrases and exclusions', () => {
    expect(parts('heron -fog "blue hour"')).toEqual([
      { type: 'text', field: null, isNegated: false, texts: [{ text: 'heron', isPhrase: false }] },
      { type: 'text', field: null, isNegated: true, texts: [{ text: 'fog', isPhrase: false }] },
      { type: 'text', field: null, isNegated: false, texts: [{ text: 'blue hour', isPhrase: true }] },
    ])
  })

  it('returns the position of each term', () => {
    expect(parse('  heron  -tag:"a b",c').terms.map(({ from, to }) => [from, to])).toEqual([
      [2, 7],
      [9, 21],
    ])
  })

  it('reads alternative values, quoted or not', () => {
    expect(parts('tag:"client work",sea provider:OpenAI')).toEqual([
      { type: 'value', field: 'tag', isNegated: false, values: ['client work', 'sea'] },
      { type: 'value', field: 'provider', isNegated: false, values: ['OpenAI'] },
    ])
  })

  it('accepts other spellings of fields and values', () => {
    expect(parts('Colour:GREY format:jpg tags:a')).toEqual([
      { type: 'value', field: 'color', isNegated: false, values: ['gray'] },
      { type: 'value', field: 'format', isNegated: false, values: ['jpeg'] },
      { type: 'value', field: 'tag', isNegated: false, values: ['a'] },
    ])
  })

  it('treats is:pick like flag:pick', () => {
    expect(parts('is:pick')).toEqual(parts('flag:pick'))
    expect(parts('is:pick,missing')).toMatchObject([{ field: 'is', values: ['pick', 'missing'] }])
  })

  it.each([
    ['rating:3', { min: 3, max: 3, hasMin: true, hasMax: true }],
    ['rating:>3', { min: 3, max: Infinity, hasMin: false, hasMax: true }],
    ['rating:>=3', { min: 3, max: Infinity, hasMin: true, hasMax: true }],
    ['cost:<0.05', { min: -Infinity, max: 0.05, hasMin: true, hasMax: false }],
    ['cost:<=$.05', { min: -Infinity, max: 0.05, hasMin: true, hasMax: true }],
    ['rating:3..5', { min: 3, max: 5, hasMin: true, hasMax: true }],
    ['rating:5..3', { min: 3, max: 5, hasMin: true, hasMax: true }],
    ['width:2000..', { min: 2000, max: Infinity, hasMin: true, hasMax: true }],
    ['cost:>0..<0.01', { min: 0, max: 0.01, hasMin: false, hasMax: false }],
    [
      'seed:18446744073709551557',
      { min: 18446744073709551557n, max: 18446744073709551557n, hasMin: true, hasMax: true },
    ],
    ['seed:9007199254740991..', { min: 9007199254740991, max: Infinity, hasMin: true, hasMax: true }],
  ])('reads %s', (text, range) => {
    expect(parts(text)).toMatchObject([{ type: 'range', ranges: [range] }])
  })

  it('reads dates in local time', () => {
    expect(created('before:2026-10')).toEqual([
      { min: -Infinity, max: dayMs(2026, 10, 1), hasMin: true, hasMax: false },
    ])
    expect(created('after:2026-10-03')).toEqual([
      { min: dayMs(2026, 10, 3), max: Infinity, hasMin: true, hasMax: false },
    ])
    const october = [{ min: dayMs(2026, 10, 1), max: dayMs(2026, 11, 1), hasMin: true, hasMax: false }]
    expect(created('on:2026-10')).toEqual(october)
    expect(created('month:2026-10')).toEqual(october)
    expect(created('on:2026')).toMatchObject([{ min: dayMs(2026, 1, 1), max: dayMs(2027, 1, 1) }])
    expect(created('on:yesterday')).toMatchObject([{ min: dayMs(2026, 10, 30), max: dayMs(2026, 10, 31) }])
    expect(created('after:7d')).toMatchObject([{ min: dayMs(2026, 10, 24), max: Infinity }])
    expect(created('on:1m')).toMatchObject([{ min: dayMs(2026, 9, 30), max: dayMs(2026, 10, 1) }])
    expect(created('month:2026-09,2026-10')).toHaveLength(2)
  })

  it('reports invalid terms and searches for the rest', () => {
    expect(parts('provder:openai heron')).toMatchObject([{ type: 'text', texts: [{ text: 'heron' }] }])
    expect(parse('heron provder:openai').problems).toEqual([
      {
        from: 6,
        to: 20,
        message: 'There is no field “provder”. Did you mean “provider:”?',
        instead: { from: 6, to: 13, text: 'provider' },
      },
    ])
    expect(parse('-lable:red').problems[0]?.instead).toEqual({ from: 1, to: 6, text: 'label' })
    expect(parse('colour:red,blu').problems[0]?.instead).toEqual({ from: 11, to: 14, text: 'blue' })
    expect(parse('zzz:1').problems[0]?.instead).toBeUndefined()
    expect(messages('zzz:1')).toEqual(['There is no field “zzz”. To search for it as text, put it in quotes.'])
    expect(messages('colour:blu,red')).toEqual(['“color” cannot be “blu”. Did you mean “blue”?'])
    expect(parts('colour:blu,red')).toMatchObject([{ values: ['red'] }])
    expect(messages('shape:round')).toEqual(['“shape” cannot be “round”. It can be square, landscape or portrait.'])
    expect(messages('rating:many')).toEqual(['“many” is not a number. Write for example rating:>3.'])
    expect(messages('on:2026-13')).toEqual(['“2026-13” is not a date. Write for example on:yesterday.'])
    expect(messages('on:2026-02-30')).toHaveLength(1)
    expect(messages('month:2026')).toEqual(['“2026” is not a month. Write for example month:2026-10.'])
    expect(messages('tag:')).toEqual(['“tag:” needs a value, for example tag:"client work".'])
    expect(messages('***')).toEqual(['“***” has no letters or digits to search for.'])
  })

  it('reports no problem for incomplete input', () => {
    expect(parse('- "').problems).toEqual([])
    expect(parts('"blue ho')).toMatchObject([{ texts: [{ text: 'blue ho', isPhrase: true }] }])
  })

  it('treats a ratio or a time as text', () => {
    expect(parts('16:9')).toMatchObject([{ type: 'text', texts: [{ text: '16:9' }] }])
  })

  it('never throws, and returns positions in order within the text', () => {
    const words = fc.constantFrom(
      ...queryFields,
      ':',
      '"',
      '-',
      ',',
      ' ',
      '..',
      '<',
      '>=',
      '2026-10',
      '3',
      'é',
      '猫',
      '*',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 30 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (query) => {
        const { terms, problems } = parse(query)
        let end = 0
        for (const { from, to } of terms) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          end = to
        }
        expect(end).toBeLessThanOrEqual(query.length)
        for (const { from, to } of problems) expect(query.slice(from, to).length).toBe(to - from)
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads a term the same alone as among others', () => {
    const term = fc.constantFrom('heron', '"blue hour"', '-tag:a,"b c"', 'rating:>3', 'is:pick', 'cost:<1', '16:9')
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (terms) => {
        expect(parts(terms.join('  '))).toEqual(terms.flatMap((each) => parts(each)))
      }),
    )
  })
})
