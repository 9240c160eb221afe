import { describe, expect, it } from 'vitest'
import type { ModelCard, PriceRule } from '../../../shared/domain/model-card.ts'
import { sampleCard } from '../../../../test/support/window/sample-providers.ts'
import { modelDetails, priceTable } from './model-details.ts'

const detailsOf = (change: Partial<ModelCard>) =>
  Object.fromEntries(modelDetails(sampleCard('one', change)).map(({ label, text }) => [label, text]))

describe('modelDetails', () => {
  it('omits inapplicable rows', () => {
    expect(detailsOf({})).toEqual({
      Tasks: 'New images',
      Sizes: '1024 × 1024',
      'Images per request': '1',
      'Reference images': 'None',
      Prompt: 'Required',
      'Negative prompt': 'Not used',
      Seed: 'Not used',
    })
  })

  it.each<[Partial<ModelCard>, string, string]>([
    [{ edits: 'instruction', variations: 'emulated' }, 'Tasks', 'New images, edits by prompt, variations (by an edit)'],
    [{ edits: 'instruction', mask: 'hard' }, 'Masks', 'Exact: only the masked area is repainted'],
    [
      { edits: 'instruction', mask: 'hard', needsMask: true },
      'Masks',
      'Exact: only the masked area is repainted. Required.',
    ],
    [{ edits: 'strength' }, 'Masks', 'None: Atelier keeps only the masked area of the result'],
    [{ edits: 'own' }, 'Masks', 'None: works on the whole image'],
    [{ sizes: { kind: 'source' } }, 'Sizes', 'Same as the input image'],
    [
      {
        sizes: {
          kind: 'ratios',
          ratios: ['1:1', '16:9'],
          tiers: [
            { id: '1K', megapixels: 1 },
            { id: '4K', megapixels: 16 },
          ],
        },
      },
      'Sizes',
      '1:1, 16:9 at about 1 MP, 17 MP',
    ],
    [{ referencesMax: 4, picturesMin: 1 }, 'Reference images', '1–4'],
    [{ prompt: 'optional', promptCharsMax: 4_000 }, 'Prompt', 'Optional, up to 4,000 characters'],
    [{ prompt: 'none' }, 'Prompt', 'Not used'],
    [{ guidance: { min: 1, max: 20, default: 3.5 } }, 'Guidance scale', '1–20 (default 3.5)'],
    [{ steps: { min: 1, max: 50, default: null } }, 'Steps', '1–50'],
    [{ formats: ['png', 'webp'] }, 'Output formats', 'PNG, WebP'],
    [{ hasProgress: true }, 'While generating', 'Progress'],
  ])('describes %j: %s is %s', (change, label, text) => {
    expect(detailsOf(change)[label]).toBe(text)
  })

  it('lists the limits for input images', () => {
    const input = {
      multiplePx: 16,
      minSidePx: 480,
      maxSidePx: 3_840,
      minPixels: 655_360,
      maxPixels: 8_294_400,
      maxRatio: 3,
      maxBytes: 50_000_000,
      formats: ['png' as const],
      sizes: null,
    }
    expect(detailsOf({ input })['Input images']).toBe(
      'Up to 3,840 px per side and 8.3 MP, 50.0 MB, PNG. Atelier scales and converts them.',
    )
    expect(detailsOf({ input: { ...input, isFile: true } })['Input images']).toBe('Up to 3,840 px per side')
  })
})

describe('priceTable', () => {
  const facts = { asOf: '2026-11-01', isSure: true }

  it.each<[PriceRule, readonly (readonly [string, string])[], string]>([
    [{ per: 'free' }, [['Image', 'free']], 'Nothing is billed.'],
    [{ per: 'unknown', note: 'By the second.' }, [], 'By the second.'],
    [
      { per: 'image', ...facts, rows: [{ quality: null, maxPixels: null, usd: 0.04 }] },
      [['Image', '$0.04']],
      'From the vendor’s price list, Nov 1, 2026, excluding tax.',
    ],
    [
      {
        per: 'image',
        ...facts,
        isSure: false,
        note: 'By tokens.',
        rows: [{ quality: 'hd', maxPixels: 1_048_576, usd: 0.2 }],
        inputs: { squareUsd: 0.03, oblongUsd: 0.05 },
      },
      [
        ['HD, up to 1 MP', '$0.20'],
        ['Each input image', '$0.03'],
      ],
      'An estimate, not from the vendor’s price list, Nov 1, 2026, excluding tax. By tokens.',
    ],
    [
      { per: 'megapixel', ...facts, firstUsd: 0.03, nextUsd: 0.015, inputUsd: 0 },
      [
        ['First megapixel', '$0.03'],
        ['Each additional megapixel', '$0.015'],
      ],
      'From the vendor’s price list, Nov 1, 2026, excluding tax.',
    ],
  ])('lists prices of %j', (price, lines, note) => {
    expect(priceTable(price)).toEqual({ lines: lines.map(([what, usd]) => ({ what, usd })), note })
  })
})
