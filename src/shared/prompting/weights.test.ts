import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeWeight, hasWeights, parseWeights, printWeights, withoutWeights } from './index.ts'

/** `a |cat| sat`: the text between the bars is selected; a single bar is a caret. */
function change(marked: string, step: number): string {
  const start = marked.indexOf('|')
  const end = marked.lastIndexOf('|')
  const text = marked.replaceAll('|', '')
  const changed = changeWeight(text, { start, end: end === start ? start : end - 1 }, step)
  const { selection } = changed
  return `${changed.text.slice(0, selection.start)}|${changed.text.slice(selection.start, selection.end)}|${changed.text.slice(selection.end)}`
}

describe('changeWeight', () => {
  it.each([
    ['a ca|t sat', 0.1, 'a (|cat|:1.1) sat'],
    ['a |cat| sat', -0.1, 'a (|cat|:0.9) sat'],
    ['a c|at s|at', 0.1, 'a (|cat sat|:1.1)'],
    ['a| cat, |sat', 0.1, 'a (|cat|:1.1), sat'],
    ['a (|cat|:1.1) sat', 0.1, 'a (|cat|:1.2) sat'],
    ['a |(cat:1.1)| sat', 0.1, 'a (|cat|:1.2) sat'],
    ['a (|cat|:1.1) sat', -0.1, 'a |cat| sat'],
    ['(red cat, bl|ue dog:1.3)', 0.1, '(|red cat, blue dog|:1.4)'],
    ['(red |cat|:1.3)', 0.1, '(red (|cat|:1.1):1.3)'],
    ['((|cat|:1.2), dog:1.3)', 0.1, '((|cat|:1.3), dog:1.3)'],
    ['|a (cat:1|.2) sat', 0.1, '(|a (cat:1.2)|:1.1) sat'],
    ['(|cat|)', 0.1, '(|cat|:1.2)'],
    ['[|cat|]', 0.1, '(|cat|:1.01)'],
    ['(|cat|:2)', 0.1, '(|cat|:2)'],
    ['(|cat|:1.95)', 0.1, '(|cat|:2)'],
    ['(|cat|:0.05)', -0.1, '(|cat|:0)'],
    ['(cat:1.|2)', 0.1, '(|cat|:1.3)'],
    ['wet Öl-Gemä|lde', 0.05, 'wet (|Öl-Gemälde|:1.05)'],
    ['a <lora:ink:0.|8> b', 0.1, 'a |<lora:ink:0.9>| b'],
    ['a \\(c|at\\)', 0.1, 'a \\((|cat|:1.1)\\)'],
    ['cat , | ,', 0.1, 'cat , || ,'],
  ])('changes %s by %d to %s', (before, step, after) => {
    expect(change(before, step)).toBe(after)
  })

  it('is undone by the opposite step, for any text without brackets', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ab ,.é漢1-😀\n')) })
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), fc.constantFrom(0.05, 0.1, 0.2), (words, a, b, step) => {
        const up = changeWeight(words, { start: a, end: b }, step)
        expect(changeWeight(up.text, up.selection, -step).text).toBe(words)
      }),
    )
  })

  it('accepts any text and selection, and only adds or changes weights', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ab ()[]:.12\\,')) })
    fc.assert(
      fc.property(text, fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 }), (words, a, b) => {
        const { text: changed, selection } = changeWeight(words, { start: a, end: b }, 0.1)
        expect(selection.start).toBeLessThanOrEqual(selection.end)
        expect(selection.end).toBeLessThanOrEqual(changed.length)
        expect(changed.replace(/[^ab]/gu, '')).toBe(words.replace(/[^ab]/gu, ''))
      }),
    )
  })
})

describe('parseWeights', () => {
  it('round-trips any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('ab ()[]:.12\\,\n')) }), (text) => {
        expect(printWeights(parseWeights(text))).toBe(text)
      }),
    )
  })

  it('reads numbers, bare brackets and nesting', () => {
    const [outer] = parseWeights('(a [b] (c: 1.25 ):0.5)')
    expect(outer).toMatchObject({ type: 'group', weight: 0.5, suffix: ':0.5', start: 0, end: 22 })
    const inner = outer?.type === 'group' ? outer.nodes.filter((node) => node.type === 'group') : []
    expect(inner.map(({ weight }) => weight)).toEqual([1 / 1.1, 1.25])
  })

  // Quadratic work would far exceed the test's timeout.
  it.each(['('.repeat(400_000), ')'.repeat(400_000), '('.repeat(200_000) + ')'.repeat(200_000), '(]['.repeat(150_000)])(
    'reads hundreds of thousands of brackets: %#',
    (text) => {
      expect(printWeights(parseWeights(text)) === text).toBe(true)
      changeWeight(text, { start: 3, end: 390_000 }, 0.1)
      withoutWeights(text)
    },
  )
})

describe('withoutWeights', () => {
  it.each([
    ['a (red:1.3) cat', 'a red cat'],
    ['((masterpiece)), [blurry], (cat:1.2)', 'masterpiece, blurry, cat'],
    ['a cat (orange) on [a] mat', 'a cat (orange) on [a] mat'],
    ['((a:1.1) b:1.2)', 'a b'],
    ['a smile \\(small\\)', 'a smile (small)'],
    ['no weights: 3:4', 'no weights: 3:4'],
  ])('%s → %s', (text, plain) => {
    expect(withoutWeights(text)).toBe(plain)
  })

  it('keeps the words of nested weights', () => {
    const { tree } = fc.letrec<{ tree: { text: string; words: string } }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('cat', 'wet dog').map((words) => ({ text: words, words })),
        fc
          .tuple(fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), fc.constantFrom('0.5', '1.25'))
          .map(([inner, weight]) => ({
            text: `(${inner.map(({ text }) => text).join(', ')}:${weight})`,
            words: inner.map(({ words }) => words).join(', '),
          })),
      ),
    }))
    fc.assert(
      fc.property(tree, ({ text, words }) => {
        expect(withoutWeights(text)).toBe(words)
        expect(hasWeights(withoutWeights(text))).toBe(false)
      }),
    )
  })
})
