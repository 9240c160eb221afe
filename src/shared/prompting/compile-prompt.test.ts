import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePrompt, plainTarget, promptPartNames, type GivenParts, type PromptTarget } from './index.ts'

const cat = { base: 'cat', style: 'photorealistic', mood: 'peaceful', lighting: 'golden hour' }

describe('compilePrompt', () => {
  it('writes sentences', () => {
    const { prompt, negativePrompt, dialect } = compilePrompt(
      { ...cat, negative: 'blur, text' },
      plainTarget('sentence'),
    )
    expect(prompt).toBe(
      'Cat. The style is photorealistic. The mood is peaceful. The lighting is golden hour. Avoid: blur, text.',
    )
    expect(negativePrompt).toBeNull()
    expect(dialect).toBe('sentence')
  })

  it('needs no words around what names its subject, or is a sentence', () => {
    const parts = { base: 'A heron wades.', lighting: 'soft light from the left', mood: 'It is quiet.' }
    expect(compilePrompt(parts, plainTarget('sentence')).prompt).toBe(
      'A heron wades. It is quiet. Soft light from the left.',
    )
  })

  it('writes tags, and what is left out in its own field', () => {
    const made = compilePrompt({ ...cat, negative: 'no blur, text' }, plainTarget('tags'))
    expect(made).toEqual({
      prompt: 'cat, photorealistic, peaceful, golden hour',
      negativePrompt: 'blur, text',
      dialect: 'tags',
      notes: [],
    })
  })

  it('keeps weights where they are known, and takes them out where not', () => {
    const parts = { base: '(cat:1.2), mat', mood: '[calm]' }
    expect(compilePrompt(parts, plainTarget('weights')).prompt).toBe('(cat:1.2), mat, [calm]')
    const plain = compilePrompt(parts, plainTarget('tags'))
    expect(plain.prompt).toBe('cat, mat, calm')
    expect(plain.notes).toEqual(['Weights are taken out: this model would draw the numbers.'])
  })

  it('says nothing twice', () => {
    const parts = { base: 'cat, Soft light', lighting: 'soft  light, (rim light:1.2)', mood: 'rim light' }
    expect(compilePrompt(parts, plainTarget('weights')).prompt).toBe('cat, Soft light, rim light')
    expect(compilePrompt({ base: 'A cat, soft light.', lighting: 'soft light' }, plainTarget('sentence')).prompt).toBe(
      'A cat, soft light.',
    )
  })

  it('says what is asked for and to be left out', () => {
    const { notes } = compilePrompt({ base: 'rain, street', negative: 'Rain' }, plainTarget('tags'))
    expect(notes).toEqual(['“Rain” is both asked for and to be left out.'])
  })

  it('leaves out from the end what does not fit, and says what', () => {
    const target: PromptTarget = { dialect: 'sentence', hasNegativePrompt: false, charsMax: 60 }
    const made = compilePrompt({ ...cat, medium: 'oil' }, target)
    expect(made.prompt).toBe('Cat. The style is photorealistic. The mood is peaceful.')
    expect(made.notes.at(-1)).toBe(
      'The model takes 60 characters: left out: lighting “The lighting is golden hour.”, medium “The medium is oil.”.',
    )
  })

  it('cuts a base that is too long at a word', () => {
    const target: PromptTarget = { dialect: 'tags', hasNegativePrompt: true, charsMax: 12 }
    const made = compilePrompt({ base: 'an enormous elephant', mood: 'calm' }, target)
    expect(made.prompt).toBe('an enormous')
    expect(made.notes[0]).toContain('the end of the prompt is cut off, and left out: mood “calm”')
  })

  it('leaves the base alone as it is', () => {
    expect(compilePrompt({ base: '  a cat, on a mat ' }, plainTarget('sentence')).prompt).toBe('a cat, on a mat')
  })
})

const words = fc.string({
  unit: fc.constantFrom('cat', 'soft light', 'oil', ',', ' ', '.', '(', ':1.2)', '“', '"', '\n', 'é', '漢', '😀'),
})
const parts: fc.Arbitrary<GivenParts> = fc.record(
  Object.fromEntries(['base', ...promptPartNames, 'negative'].map((name) => [name, words])),
) as fc.Arbitrary<GivenParts>
const targets = fc.record({
  dialect: fc.constantFrom('sentence', 'tags', 'weights'),
  hasNegativePrompt: fc.boolean(),
  charsMax: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
}) as fc.Arbitrary<PromptTarget>

describe('any prompt', () => {
  it('keeps to the limit, has no empty place between commas, and is made the same twice', () => {
    fc.assert(
      fc.property(parts, targets, (given, target) => {
        const made = compilePrompt(given, target)
        expect(made).toEqual(compilePrompt(given, target))
        expect(made.prompt.length).toBeLessThanOrEqual(target.charsMax ?? Infinity)
        expect(made.prompt).not.toMatch(/,\s*,|^\s*,|,\s*$/u)
        expect(made.negativePrompt === null).toBe(!target.hasNegativePrompt)
        expect(made.negativePrompt ?? '').not.toMatch(/,\s*,|^\s*,|,\s*$/u)
        expect(made.prompt.isWellFormed()).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is longer without a limit only by what the notes name', () => {
    fc.assert(
      fc.property(parts, targets, (given, target) => {
        const whole = compilePrompt(given, { ...target, charsMax: null })
        const made = compilePrompt(given, target)
        if (made.prompt === whole.prompt) expect(made.notes).toEqual(whole.notes)
        else expect(made.notes.length).toBe(whole.notes.length + 1)
      }),
    )
  })

  it('has no trace of empty parts', () => {
    fc.assert(
      fc.property(words, targets, fc.subarray([...promptPartNames]), (base, target, empty) => {
        const blanks = Object.fromEntries(empty.map((name) => [name, ' , \n']))
        expect(compilePrompt({ base, ...blanks }, target)).toEqual(compilePrompt({ base }, target))
      }),
    )
  })

  it('has every term of a list once', () => {
    const term = fc.constantFrom('cat', 'Cat', '(cat:1.2)', 'dog', 'soft light', 'soft  light', 'oil.')
    const list = fc.array(term).map((terms) => terms.join(', '))
    fc.assert(
      fc.property(list, list, list, fc.constantFrom('tags', 'weights'), (base, style, mood, dialect) => {
        const { prompt } = compilePrompt({ base, style, mood }, plainTarget(dialect))
        const keys =
          prompt === '' ? [] : prompt.split(', ').map((each) => each.replace(/^\(|:1\.2\)$/gu, '').toLowerCase())
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('stays fast with hostile words', () => {
    const started = performance.now()
    for (const sign of [',', ' ', '.', '(', ')', '"', '\n', ', ', '. ', ':1.2)', 'no ', '\\', '😀']) {
      const text = `${sign.repeat(20_000)}x`
      for (const dialect of ['sentence', 'tags', 'weights'] as const) {
        compilePrompt(
          { base: text, negative: text.slice(-4_000) },
          { dialect, hasNegativePrompt: false, charsMax: 1_000 },
        )
      }
    }
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
