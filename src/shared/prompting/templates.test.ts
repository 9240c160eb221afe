import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCombinations, expandMatrix, expandPrompt, isTemplate, listCombinations } from './index.ts'

const wildcards = new Map<string, readonly string[]>([
  ['animals', ['cat', 'dog', '{red|gray} fox']],
  ['my list-2', ['__animals__ in a hat']],
  ['empty', []],
  ['ring', ['a __loop__']],
  ['loop', ['{b|c __round__}']],
  ['round', ['__ring__']],
])

function draw(template: string, seed = 1): string {
  const drawn = expandPrompt(template, { seed, wildcards })
  return drawn.type === 'prompt' ? drawn.text : drawn.message
}

function all(template: string): readonly string[] {
  const listed = listCombinations(template, 1_000, { wildcards })
  return listed.type === 'list' ? listed.prompts.map(({ text }) => text) : [listed.message]
}

function count(template: string): number {
  const counted = countCombinations(template, { wildcards })
  return counted.type === 'count' ? counted.count : Number.NaN
}

describe('templates', () => {
  it.each([
    ['a {red|blue} {cat|dog}', ['a red cat', 'a red dog', 'a blue cat', 'a blue dog']],
    ['{a|{b|c}}', ['a', 'b', 'c']],
    ['{2$$a|b|c}', ['a, b', 'a, c', 'b, c']],
    ['{1-2$$ and $$a|b}', ['a', 'b', 'a and b']],
    ['{5$$a|b}', ['a, b']],
    ['{3::a|0::b|c}', ['a', 'c']],
    ['x __animals__', ['x cat', 'x dog', 'x red fox', 'x gray fox']],
    ['__my list-2__', ['cat in a hat', 'dog in a hat', 'red fox in a hat', 'gray fox in a hat']],
    ['{2$$__animals__}', ['cat, dog', 'cat, red fox', 'cat, gray fox', 'dog, red fox', 'dog, gray fox']],
    ['${c={red|blue}}$c car, ${c} sky', ['red car, red sky', 'blue car, blue sky']],
    ['a, {|wet}, b', ['a, b', 'a, wet, b']],
    ['\\{a\\|b\\} \\$c \\__d__ {x\\|y|z}', ['{a|b} $c __d__ x|y', '{a|b} $c __d__ z']],
    [
      '{"scene": "a {cat|dog}", "n": {"x": 1}}',
      ['{"scene": "a cat", "n": {"x": 1}}', '{"scene": "a dog", "n": {"x": 1}}'],
    ],
    ['$5 and ${unknown} and $who __ {open', ['$5 and ${unknown} and $who __ {open']],
  ])('%s', (template, expected) => {
    expect(all(template)).toEqual(expected)
    expect(count(template)).toBe(expected.length)
    for (let seed = 0; seed < 20; seed++) expect(expected).toContain(draw(template, seed))
  })

  it('leave plain text unchanged', () => {
    const text = ' a  cat,, on a mat,\n(soft:1.2) \\(x\\) '
    expect(draw(text)).toBe(text)
    expect(isTemplate(text)).toBe(false)
    expect(isTemplate('{a|b}')).toBe(true)
  })

  it('give the same text for the same seed, and eventually every combination', () => {
    const template = '{a|b|c} {1-2$$x|y} __animals__'
    expect(draw(template, 7)).toBe(draw(template, 7))
    const drawn = new Set(Array.from({ length: 600 }, (_, seed) => draw(template, seed)))
    expect(drawn).toEqual(new Set(all(template)))
  })

  it('give the same text on every computer', () => {
    expect([0, 1, 2, 3_000_000_000].map((seed) => draw('{a|b|c|d|e|f|g|h} {1-3$$x|y|z}', seed))).toMatchInlineSnapshot(`
      [
        "d x, y, z",
        "c z",
        "a x, y, z",
        "e y",
      ]
    `)
  })

  it('choose by weight', () => {
    const hits = Array.from({ length: 4_000 }, (_, seed) => draw('{3::a|b}', seed)).filter(
      (text) => text === 'a',
    ).length
    expect(hits / 4_000).toBeCloseTo(0.75, 1)
  })

  it('report their choices, outer before inner', () => {
    const drawn = expandPrompt('{x __animals__|x __animals__}', { seed: 4, wildcards })
    expect(drawn.type === 'prompt' && drawn.choices.map(({ from }) => from).slice(0, 2)).toEqual([
      '{x __animals__|x __animals__}',
      '__animals__',
    ])
    expect(drawn.type === 'prompt' && drawn.choices[0]?.chose).toBe(drawn.type === 'prompt' ? drawn.text : '')
  })

  it('take variables from outside, which their own override', () => {
    const variables = new Map([['who', 'a heron']])
    expect(expandPrompt('$who', { seed: 1, variables })).toMatchObject({ text: 'a heron' })
    expect(expandPrompt('${who=a cat}$who', { seed: 1, variables })).toMatchObject({ text: 'a cat' })
  })
})

describe('template problems', () => {
  it('include lists that contain each other', () => {
    expect(draw('x __ring__')).toBe(
      'These wildcard lists contain each other: __ring__ → __loop__ → __round__ → __ring__. Remove one of the names from its list.',
    )
    expect(countCombinations('__loop__', { wildcards }).type).toBe('problem')
    expect(listCombinations('__loop__', 5, { wildcards }).type).toBe('problem')
  })

  it('include missing and empty lists', () => {
    expect(draw('__cats__')).toContain('There is no wildcard list “cats”. Available: animals,')
    expect(draw('__empty__')).toContain('“empty” is empty')
  })

  it('include exceeded limits', () => {
    expect(draw('{'.repeat(40) + 'a|b' + '}'.repeat(40))).toContain('nested more than 32 deep')
    expect(draw('{50$$a|b}')).toContain('more than 20')
    const doubling = Array.from({ length: 40 }, (_, n) => `\${v${n + 1}=$v${n}$v${n}}`).join('')
    expect(draw(`\${v0=ab}${doubling}$v40`)).toContain('Written out')
  })
})

describe('any template', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    ' ',
    ', ',
    '{',
    '}',
    '|',
    '$$',
    '2',
    '1-2',
    '::',
    '__animals__',
    '__',
    '$x',
    '${x=',
    '\\',
    '3::',
  )
  const template = fc.string({ unit: piece, maxLength: 24 })

  it('lists as many combinations as it counts, and expands to one of them', () => {
    fc.assert(
      fc.property(template, fc.nat(), (text, seed) => {
        const counted = countCombinations(text, { wildcards })
        const listed = listCombinations(text, 2_000, { wildcards })
        const drawn = expandPrompt(text, { seed, wildcards })
        expect(listed.type === 'problem').toBe(counted.type === 'problem')
        if (counted.type === 'problem' || listed.type === 'problem' || drawn.type === 'problem') return
        expect(listed.count).toBe(counted.count)
        expect(listed.prompts).toHaveLength(Math.min(2_000, counted.count))
        if (counted.count <= 2_000) expect(listed.prompts.map((each) => each.text)).toContain(drawn.text)
      }),
      { numRuns: 1_500 },
    )
  })

  it('stays fast with 10,000 of any token', () => {
    const signs = [
      '{',
      '}',
      '|',
      '{}',
      '{a|',
      '|}',
      '$',
      '${',
      '${a=',
      '__',
      '_',
      '\\',
      '{a|b}',
      '{2$$a|b}',
      '__animals__',
      '$a',
      '::',
    ]
    for (const sign of signs) {
      const text = sign.repeat(Math.min(10_000, 39_000 / sign.length))
      expandPrompt(text, { seed: 1, wildcards })
      countCombinations(text, { wildcards })
      listCombinations(text, 3, { wildcards })
    }
  })

  it('stays fast with a list of 100,000 lines', () => {
    const long = new Map([['long', Array.from({ length: 100_000 }, (_, n) => `line ${n}`)]])
    expect(countCombinations('__long__ {3$$__long__}', { wildcards: long })).toMatchObject({ type: 'count' })
    expect(listCombinations('__long__ {3$$__long__}', 100, { wildcards: long })).toMatchObject({ type: 'list' })
    for (let seed = 0; seed < 20; seed++) expandPrompt('{3$$__long__}', { seed, wildcards: long })
  })

  it('counts up to infinity', () => {
    expect(countCombinations('{a|b}'.repeat(2_000))).toEqual({ type: 'count', count: Infinity })
    expect(listCombinations('{a|b}'.repeat(2_000), 2)).toMatchObject({ count: Infinity })
  })
})

describe('expandMatrix', () => {
  const models = [
    { provider: 'openai', model: 'm1' },
    { provider: 'bfl', model: 'm2' },
  ] as const

  it('lists prompts, models, seeds and strengths in this order, the last changing first', () => {
    const matrix = expandMatrix({ prompts: ['a {cat|dog}'], models, seeds: [1, 2], strengths: [] }, 100)
    expect(matrix.type).toBe('runs')
    if (matrix.type !== 'runs') return
    expect(matrix.total).toBe(8)
    expect(matrix.runs.map(({ prompt, model, seed }) => `${prompt} ${model?.model} ${seed}`)).toEqual([
      'a cat m1 1',
      'a cat m1 2',
      'a cat m2 1',
      'a cat m2 2',
      'a dog m1 1',
      'a dog m1 2',
      'a dog m2 1',
      'a dog m2 2',
    ])
    expect(matrix.runs[3]).toMatchObject({ strength: null, labels: ['cat', 'bfl/m2', 'seed 2'] })
    expect(matrix.axes.map(({ labels }) => labels.length)).toEqual([2, 2, 2, 0])
  })

  it('stops at the limit and returns the full count', () => {
    const matrix = expandMatrix(
      { prompts: ['{a|b}'.repeat(12), 'plain'], models, seeds: [1, 2, 3], strengths: [0.5] },
      10,
    )
    expect(matrix).toMatchObject({ type: 'runs', total: (4_096 + 1) * 6 })
    expect(matrix.type === 'runs' && matrix.runs.length).toBe(10)
  })

  it('returns template problems, and one empty run without input', () => {
    expect(expandMatrix({ prompts: ['__none__'], models, seeds: [], strengths: [] }, 10).type).toBe('problem')
    expect(expandMatrix({ prompts: [], models: [], seeds: [], strengths: [] }, 10)).toMatchObject({
      total: 1,
      runs: [{ prompt: '', model: null, seed: null, strength: null, labels: [] }],
    })
  })
})
