import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePrompt, plainTarget, promptPartNames, type GivenParts, type PromptTarget } from './index.ts'

const cat = { base: 'cat', style: 'photorealistic', mood: 'peaceful', lighting: 'golden hour' }

describe('compilePrompt', () => {
  it('writes one sentence of phrases', () => {
    const { prompt, negativePrompt, dialect } = compilePrompt(
      { ...cat, negative: 'blur, text' },
      plainTarget('sentence'),
    )
    expect(prompt).toBe('Photorealistic image of a cat, peaceful mood, golden hour lighting. Avoid: blur, text.')
    expect(negativePrompt).toBeNull()
    expect(dialect).toBe('sentence')
  })

  it('keeps full sentences', () => {
    const parts = { base: 'A heron wades.', lighting: 'soft light from the left', mood: 'It is quiet.' }
    expect(compilePrompt(parts, plainTarget('sentence')).prompt).toBe(
      'A heron wades. Soft light from the left. It is quiet.',
    )
  })

  it('writes tags with a separate negative prompt', () => {
    const compiled = compilePrompt({ ...cat, negative: 'no blur, text' }, plainTarget('tags'))
    expect(compiled).toEqual({
      prompt: 'cat, photorealistic, peaceful mood, golden hour lighting',
      negativePrompt: 'blur, text',
      dialect: 'tags',
      notes: [],
    })
  })

  it('keeps weights for dialects with weights and removes them otherwise', () => {
    const parts = { base: '(cat:1.2), mat', mood: '[calm]' }
    expect(compilePrompt(parts, plainTarget('weights')).prompt).toBe('(cat:1.2), mat, [calm]')
    const plain = compilePrompt(parts, plainTarget('tags'))
    expect(plain.prompt).toBe('cat, mat, calm mood')
    expect(plain.notes).toEqual(['Prompt weights removed: this model does not support them.'])
  })

  it('removes repeated terms', () => {
    const parts = { base: 'cat, Soft light', lighting: 'soft  light, (rim light:1.2)', mood: 'rim light' }
    expect(compilePrompt(parts, plainTarget('weights')).prompt).toBe('cat, Soft light, rim light mood')
    expect(compilePrompt({ base: 'A cat, soft light.', lighting: 'soft light' }, plainTarget('sentence')).prompt).toBe(
      'A cat, soft light.',
    )
  })

  it('notes terms in both prompt and negative prompt', () => {
    const { notes } = compilePrompt({ base: 'rain, street', negative: 'Rain' }, plainTarget('tags'))
    expect(notes).toEqual(['“Rain” is in both the prompt and the negative prompt.'])
  })

  it('drops terms from the end that exceed the limit, and names them', () => {
    const target: PromptTarget = { dialect: 'sentence', hasNegativePrompt: false, charsMax: 60 }
    const compiled = compilePrompt({ ...cat, medium: 'oil', palette: 'teal and orange' }, target)
    expect(compiled.prompt).toBe('Photorealistic oil painting of a cat, peaceful mood')
    expect(compiled.notes.at(-1)).toBe(
      'This model takes 60 characters. Left out: lighting “golden hour lighting”, palette “teal and orange color palette”.',
    )
  })

  it('cuts a base that is too long at a word', () => {
    const target: PromptTarget = { dialect: 'tags', hasNegativePrompt: true, charsMax: 12 }
    const compiled = compilePrompt({ base: 'an enormous elephant', mood: 'calm' }, target)
    expect(compiled.prompt).toBe('an enormous')
    expect(compiled.notes[0]).toContain('The end of the prompt is cut off. Left out: mood “calm mood”')
  })

  it('keeps a base without other parts unchanged', () => {
    expect(compilePrompt({ base: '  a cat, on a mat ' }, plainTarget('sentence')).prompt).toBe('a cat, on a mat')
  })
})

/** Each checked by reading: what an experienced user would write. */
const written: readonly (readonly [GivenParts, string])[] = [
  [
    { base: 'a lighthouse at dusk', style: 'watercolor', mood: 'melancholic', palette: 'teal and orange' },
    'Watercolor of a lighthouse at dusk, melancholic mood, teal and orange color palette',
  ],
  [
    {
      base: 'old fisherman',
      style: 'photorealistic',
      camera: '85mm',
      lighting: 'soft window light',
      composition: 'close-up',
    },
    'Photorealistic image of an old fisherman, soft window light, close-up, 85mm lens',
  ],
  [{ base: 'a cat sits on a mat', style: 'anime', mood: 'cozy' }, 'A cat sits on a mat, anime style, cozy mood'],
  [
    { base: 'mountains', style: 'cinematic', lighting: 'sunrise', composition: 'wide shot', medium: 'film' },
    'Cinematic film photograph of mountains, sunrise lighting, wide shot',
  ],
  [
    { base: 'fog over a river', medium: 'oil', mood: 'mysterious' },
    'Oil painting of fog over a river, mysterious mood',
  ],
  [
    { base: 'elephant', style: 'art deco', medium: 'poster', palette: 'gold, black' },
    'Art deco style poster of an elephant, gold and black color palette',
  ],
  [
    { base: 'Eiffel Tower', style: 'impressionist', medium: 'oil', lighting: 'rainy evening' },
    'Impressionist oil painting of Eiffel Tower, rainy evening lighting',
  ],
  [
    { base: 'two dancers', style: 'street photography', lighting: 'neon', camera: '35mm lens' },
    'Street photography of two dancers, neon lighting, 35mm lens',
  ],
  [
    { base: 'unicorn', style: 'Studio Ghibli', mood: 'dreamy, warm' },
    'Studio Ghibli style image of a unicorn, dreamy and warm mood',
  ],
  [
    { base: 'portrait of a woman', style: 'photorealistic', camera: 'Hasselblad X2D' },
    'Photorealistic portrait of a woman, shot on Hasselblad X2D',
  ],
  [{ base: 'a red door', lighting: 'hard noon sun', camera: 'f/1.8' }, 'A red door, hard noon sun, shot at f/1.8'],
  [
    { base: 'logo for a bakery', style: 'flat vector', palette: 'brown, cream, white' },
    'Flat vector style logo for a bakery, brown, cream and white color palette',
  ],
  [
    { base: 'glass of water', style: 'hyperrealistic', lighting: 'backlit' },
    'Hyperrealistic image of a glass of water, backlit',
  ],
  [
    { base: 'A quiet village. Snow falls.', style: 'gouache illustration', mood: 'nostalgic' },
    'A quiet village. Snow falls. Gouache illustration, nostalgic mood',
  ],
  [
    { base: 'hourglass', style: 'in the style of Dalí', mood: 'uncanny' },
    'Image of an hourglass in the style of Dalí, uncanny mood',
  ],
  [
    { base: 'running dog', style: 'sports photography', lighting: 'bright' },
    'Sports photography of a running dog, bright lighting',
  ],
  [{ base: '赤い鳥居', mood: '静か' }, '赤い鳥居, 静か'],
]

it.each(written)('compiles %j to a readable prompt', (given, prompt) => {
  expect(compilePrompt(given, plainTarget('sentence')).prompt).toBe(prompt)
})

const anyText = fc.string({
  unit: fc.constantFrom('cat', 'soft light', 'oil', ',', ' ', '.', '(', ':1.2)', '“', '"', '\n', 'é', '漢', '😀'),
})
const parts: fc.Arbitrary<GivenParts> = fc.record(
  Object.fromEntries(['base', ...promptPartNames, 'negative'].map((name) => [name, anyText])),
) as fc.Arbitrary<GivenParts>
const targets = fc.record({
  dialect: fc.constantFrom('sentence', 'tags', 'weights'),
  hasNegativePrompt: fc.boolean(),
  charsMax: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
}) as fc.Arbitrary<PromptTarget>

describe('any prompt', () => {
  it('stays within the limit, has no empty terms, and compiles the same twice', () => {
    fc.assert(
      fc.property(parts, targets, (given, target) => {
        const compiled = compilePrompt(given, target)
        expect(compiled).toEqual(compilePrompt(given, target))
        expect(compiled.prompt.length).toBeLessThanOrEqual(target.charsMax ?? Infinity)
        expect(compiled.prompt).not.toMatch(/,\s*,|^\s*,|,\s*$/u)
        expect(compiled.negativePrompt === null).toBe(!target.hasNegativePrompt)
        expect(compiled.negativePrompt ?? '').not.toMatch(/,\s*,|^\s*,|,\s*$/u)
        expect(compiled.prompt.isWellFormed()).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is longer without a limit only by what the notes name', () => {
    fc.assert(
      fc.property(parts, targets, (given, target) => {
        const unlimited = compilePrompt(given, { ...target, charsMax: null })
        const compiled = compilePrompt(given, target)
        if (compiled.prompt === unlimited.prompt) expect(compiled.notes).toEqual(unlimited.notes)
        else expect(compiled.notes.length).toBe(unlimited.notes.length + 1)
      }),
    )
  })

  it('ignores empty parts', () => {
    fc.assert(
      fc.property(anyText, targets, fc.subarray([...promptPartNames]), (base, target, empty) => {
        const blanks = Object.fromEntries(empty.map((name) => [name, ' , \n']))
        expect(compilePrompt({ base, ...blanks }, target)).toEqual(compilePrompt({ base }, target))
      }),
    )
  })

  it('contains each term of a list once', () => {
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

  it('stays fast with hostile input', () => {
    for (const sign of [',', ' ', '.', '(', ')', '"', '\n', ', ', '. ', ':1.2)', 'no ', '\\', '😀']) {
      const text = `${sign.repeat(20_000)}x`
      for (const dialect of ['sentence', 'tags', 'weights'] as const) {
        compilePrompt(
          { base: text, negative: text.slice(-4_000) },
          { dialect, hasNegativePrompt: false, charsMax: 1_000 },
        )
      }
    }
  })
})
