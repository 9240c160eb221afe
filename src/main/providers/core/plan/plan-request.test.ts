import { describe, expect, it } from 'vitest'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import { assetId, editRequest, painterCard, plainCard, planFor } from '../../../../../test/support/plan-examples.ts'
import { choiceOption, numberOption, switchOption, textOption } from '../define-model.ts'

describe('planRequest', () => {
  it('sends supported options unchanged and without a warning', () => {
    const request: Partial<PlanRequest> = {
      ...editRequest,
      negativePrompt: 'people',
      size: { widthPx: 1_536, heightPx: 1_024 },
      quality: 'hd',
      stylePreset: 'oil',
      seed: 7,
      guidance: 3.5,
      steps: 20,
      strength: 0.6,
      loras: [{ path: 'anime', scale: 1 }],
      referenceIds: [assetId('2')],
      format: 'jpeg',
      safety: { blockNsfw: true, contentFilter: 'strict' },
      hasMask: true,
    }
    const { plan, call, sent, referenceIds, sendsMask } = planFor(
      request,
      {},
      {
        source: { widthPx: 1_500, heightPx: 1_000 },
      },
    )
    expect(plan.warnings).toEqual([])
    expect(plan.obstacles).toEqual([])
    expect(plan.size).toEqual({ widthPx: 1_536, heightPx: 1_024 })
    expect(call).toEqual({
      operation: 'edit',
      card: painterCard,
      prompt: 'more steam',
      negativePrompt: 'people',
      n: 1,
      size: { widthPx: 1_536, heightPx: 1_024 },
      aspectRatio: null,
      tier: null,
      quality: 'hd',
      stylePreset: 'oil',
      seed: 7,
      guidance: 3.5,
      steps: 20,
      strength: 0.6,
      loras: [{ path: 'anime', scale: 1 }],
      format: 'jpeg',
      safety: { blockNsfw: true, contentFilter: 'strict' },
      control: null,
      drawnWith: null,
      options: {},
    })
    expect(sent?.frame).toEqual({ widthPx: 1_500, heightPx: 1_000 })
    expect({ referenceIds, sendsMask }).toEqual({ referenceIds: [assetId('2')], sendsMask: true })
  })

  it('drops every option a plain model does not support and warns about each', () => {
    const { codes, call, plan } = planFor(
      {
        negativePrompt: 'people',
        quality: 'hd',
        stylePreset: 'oil',
        seed: 7,
        guidance: 3.5,
        steps: 20,
        strength: 0.6,
        loras: [{ path: 'anime', scale: 1 }],
        referenceIds: [assetId('2')],
        format: 'webp',
        safety: { blockNsfw: true, contentFilter: 'strict' },
      },
      plainCard,
    )
    expect(plan.obstacles).toEqual([])
    expect(codes.toSorted()).toEqual([
      'format-converted',
      'guidance-ignored',
      'loras-ignored',
      'negative-emulated',
      'quality-ignored',
      'references-ignored',
      'safety-ignored',
      'seed-ignored',
      'steps-ignored',
      'strength-ignored',
      'style-ignored',
    ])
    expect(call).toMatchObject({
      prompt: 'a lighthouse at dusk\n\nAvoid: people',
      negativePrompt: null,
      quality: null,
      stylePreset: null,
      seed: null,
      guidance: null,
      steps: null,
      strength: null,
      loras: [],
      format: null,
    })
    expect(plan.warnings.every(({ message }) => message.includes('Lumen 2'))).toBe(true)
  })

  it('adds no default values', () => {
    expect(planFor({}).call).toMatchObject({ quality: null, seed: null, guidance: null, steps: null, format: null })
  })

  it('returns no calls when the request has obstacles', () => {
    const { plan, calls } = planFor({ prompt: '  ' })
    expect(plan.obstacles).toEqual(['Lumen 2 needs a prompt. Describe the image.'])
    expect(calls).toEqual([])
  })
})

describe('numbers, quality and seeds', () => {
  it('clamps numbers to the accepted range', () => {
    const { call, codes, plan } = planFor({ ...editRequest, guidance: 30, steps: 200, strength: 1 }, {})
    expect(call).toMatchObject({ guidance: 10, steps: 50, strength: 0.9 })
    expect(codes).toEqual(['guidance-clamped', 'steps-clamped', 'strength-clamped'])
    expect(plan.warnings[0]?.message).toBe('Lumen 2 accepts a guidance scale of 1 to 10. 10 is sent instead of 30.')
  })

  it('drops the strength without a source image', () => {
    expect(planFor({ strength: 0.5 })).toMatchObject({ codes: ['strength-ignored'], call: { strength: null } })
  })

  it.each([
    ['hd', ['draft', 'standard'], 'standard'],
    ['draft', ['standard', 'hd'], 'standard'],
    ['standard', ['draft', 'hd'], 'draft'],
    ['standard', ['hd', 'draft'], 'draft'],
  ] as const)('maps %s to the nearest of %j', (quality, qualities, sent) => {
    const { call, codes } = planFor({ quality }, { qualities: [...qualities] })
    expect(call?.quality).toBe(sent)
    expect(codes).toEqual(['quality-mapped'])
  })

  it('warns when a seed may not reproduce the image', () => {
    expect(planFor({ seed: 7 }, { seed: 'best-effort' })).toMatchObject({
      codes: ['seed-best-effort'],
      call: { seed: 7 },
    })
    const wrapped = planFor({ seed: 4_000_000_000 })
    expect(wrapped.call?.seed).toBe(4_000_000_000 % 2_147_483_648)
    expect(wrapped.codes).toEqual(['seed-best-effort'])
  })

  it('splits several images into calls with consecutive seeds', () => {
    const single = planFor({ n: 3, seed: 7 })
    expect(single.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [1, 7],
      [1, 8],
      [1, 9],
    ])
    expect(single.codes).toEqual(['several-calls'])
    expect(single.plan.calls).toBe(3)
    const pairs = planFor({ n: 3, seed: 2_147_483_647 }, { imagesPerCall: 2 })
    expect(pairs.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [2, 2_147_483_647],
      [1, 1],
    ])
    expect(planFor({ n: 4 }, { imagesPerCall: 4 })).toMatchObject({ codes: [], plan: { calls: 1 } })
    expect(planFor({ n: 2 }).calls.map(({ seed }) => seed)).toEqual([null, null])
  })
})

describe('prompt', () => {
  it('is dropped for a model without a prompt', () => {
    expect(planFor({ negativePrompt: 'people' }, { prompt: 'none' })).toMatchObject({
      codes: ['prompt-ignored'],
      call: { prompt: '', negativePrompt: null },
    })
    expect(planFor({ prompt: '' }, { prompt: 'none' }).codes).toEqual([])
  })

  it('counts added instructions toward the prompt limit', () => {
    const { plan } = planFor({ negativePrompt: 'people' }, { hasNegativePrompt: false, promptCharsMax: 30 })
    expect(plan.obstacles).toEqual(['The prompt has 35 characters. Lumen 2 accepts at most 30. Shorten the prompt.'])
    expect(planFor({ prompt: 'x'.repeat(30) }, { promptCharsMax: 30 }).plan.obstacles).toEqual([])
  })

  it('may be empty when the model does not require it', () => {
    expect(planFor({ prompt: '' }, { prompt: 'optional' })).toMatchObject({ codes: [], call: { prompt: '' } })
    const avoiding = planFor({ prompt: '', negativePrompt: 'people' }, { prompt: 'optional', hasNegativePrompt: false })
    expect(avoiding.call?.prompt).toBe('Avoid: people')
  })
})

describe('LoRAs', () => {
  it('drops surplus LoRAs and refuses a scale out of range', () => {
    const three = ['a', 'b', 'c'].map((path) => ({ path, scale: 1 }))
    expect(planFor({ loras: three })).toMatchObject({ codes: ['loras-ignored'], call: { loras: three.slice(0, 2) } })
    const { plan } = planFor({ loras: [{ path: 'a', scale: 3 }] })
    expect(plan.obstacles).toEqual(['The LoRA “a” has a scale of 3. Lumen 2 accepts 0 to 2.'])
  })
})

describe('safety', () => {
  it('uses the request value first, then the setting', () => {
    const usual = { blockNsfw: false, contentFilter: 'moderate' } as const
    const strict = { blockNsfw: true, contentFilter: 'strict' } as const
    expect(planFor({}).call?.safety).toEqual(usual)
    expect(planFor({}, {}, { safety: strict }).call?.safety).toEqual(strict)
    expect(planFor({ safety: usual }, {}, { safety: strict }).call?.safety).toEqual(usual)
    expect(planFor({}, { hasSafetySetting: false }, { safety: strict }).codes).toEqual(['safety-ignored'])
    expect(planFor({ safety: usual }, { hasSafetySetting: false }).codes).toEqual([])
    const loose = { blockNsfw: false, contentFilter: 'off' } as const
    expect(planFor({ safety: loose }, { isSafetyOnlyLoosened: true }).codes).toEqual([])
    expect(planFor({ safety: strict }, { isSafetyOnlyLoosened: true }).codes).toEqual(['safety-ignored'])
  })
})

describe('sizes', () => {
  it('warns when a size or aspect ratio is adjusted or ignored', () => {
    expect(planFor({ size: { widthPx: 1_000, heightPx: 1_000 } }).codes).toEqual(['size-snapped'])
    expect(planFor({ aspectRatio: '9:16' }).codes).toEqual(['ratio-snapped'])
    const followed = planFor({ ...editRequest, aspectRatio: '1:1' }, { sizes: { kind: 'source' } })
    expect(followed.codes).toEqual(['size-ignored'])
  })
})

describe('model options', () => {
  const options = [
    numberOption('tolerance', 'Tolerance', { isWhole: true, min: 0, max: 6, default: 2 }),
    numberOption('eta', 'Eta', { min: 0 }),
    switchOption('raw', 'Raw', false),
    choiceOption('sampler', 'Sampler', ['euler', [2, 'Second']]),
    textOption('lens', 'Lens', { maxChars: 5 }),
  ]

  it('are sent as given and never added by default', () => {
    const given = { tolerance: 6, eta: 0.5, raw: true, sampler: 2, lens: '35 mm' }
    expect(planFor({ options: given }, { options }).call?.options).toEqual(given)
    expect(planFor({}, { options }).call?.options).toEqual({})
  })

  it.each([
    [{ tolerance: 7 }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ tolerance: 1.5 }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ tolerance: '2' }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ eta: -1 }, '“eta” must be a number, 0 or more.'],
    [{ raw: 'yes' }, '“raw” must be true or false.'],
    [{ sampler: 'heun' }, '“sampler” must be one of euler, 2.'],
    [{ lens: '135 mm' }, '“lens” must be text of at most 5 characters.'],
    [{ shutter: 1 }, 'Lumen 2 has no option “shutter”. Its options are tolerance, eta, raw, sampler, lens.'],
  ])('rejects %j', (given, prompt) => {
    const { plan, calls } = planFor({ options: given }, { options })
    expect(plan.obstacles).toEqual([prompt])
    expect(calls).toEqual([])
  })

  it('are dropped for a fallback model that does not support them', () => {
    const found = planFor({ options: { shutter: 1, raw: true, eta: -1 } }, { options }, { isFallback: true })
    expect(found.codes).toEqual(['option-ignored', 'option-ignored'])
    expect(found.call?.options).toEqual({ raw: true })
  })

  it('are required when the model needs them', () => {
    const needed = [textOption('subject', 'What to replace', { isRequired: true })]
    const prompt = 'Lumen 2 needs a value for “subject” (What to replace).'
    expect(planFor({}, { options: needed }).plan.obstacles).toEqual([prompt])
    expect(planFor({ options: { subject: '' } }, { options: needed }).plan.obstacles).toEqual([prompt])
    expect(planFor({ options: { subject: 'the lamp' } }, { options: needed }).plan.obstacles).toEqual([])
  })

  it('are not confused with properties of every object', () => {
    expect(planFor({ options: JSON.parse('{"constructor":1}') }).plan.obstacles).toHaveLength(1)
  })
})

describe('retiring and retired models', () => {
  const retired = {
    type: 'retired',
    on: '2026-05-12',
    successor: 'lumen-3',
    isServedElsewhere: true,
    note: null,
  } as const

  it('warn before they retire', () => {
    const { codes, plan } = planFor({}, { state: { type: 'retiring', on: '2027-01-01', successor: 'lumen-3' } })
    expect(codes).toEqual(['model-retiring'])
    expect(plan.warnings[0]?.message).toBe('Lumen Labs offers Lumen 2 until 2027-01-01. Its successor is lumen-3.')
  })

  it('warn when deprecated', () => {
    const { codes, plan } = planFor({}, { state: { type: 'current', deprecated: { successor: 'lumen-3' } } })
    expect(codes).toEqual(['model-retiring'])
    expect(plan.warnings[0]?.message).toMatch(/deprecated .*Its successor is lumen-3\./)
  })

  it('are refused by the list of the account, not by the pages of the vendor', () => {
    const byPages = planFor({}, { state: { ...retired, toldBy: 'pages' } })
    expect(byPages).toMatchObject({ codes: ['model-retired'], plan: { obstacles: [] } })
    const { plan } = planFor({}, { state: { ...retired, toldBy: 'list' } })
    expect(plan.obstacles[0]).toContain('is not available to this key')
    expect(plan.obstacles[0]).toContain(`Its successor is ${retired.successor}.`)
  })

  it('are refused after retirement', () => {
    expect(
      planFor({}, { state: { ...retired, isServedElsewhere: false } }, { isOwnBaseUrl: true }).plan.obstacles,
    ).toEqual(['Lumen Labs has not offered Lumen 2 since 2026-05-12. Its successor is lumen-3.'])
    expect(planFor({}, { state: retired }).plan.obstacles[0]).toContain('Set its address as the base URL')
  })

  it('include the note of the card', () => {
    const state = { ...retired, note: 'It made films.', isServedElsewhere: false }
    expect(planFor({}, { state }).plan.obstacles).toEqual([
      'Lumen Labs has not offered Lumen 2 since 2026-05-12. It made films. Its successor is lumen-3.',
    ])
  })

  it('are allowed behind a custom base URL', () => {
    const found = planFor({}, { state: retired }, { isOwnBaseUrl: true })
    expect(found).toMatchObject({ codes: ['model-retired'], plan: { obstacles: [] } })
    expect(found.calls).toHaveLength(1)
  })
})

describe('costs', () => {
  it('prices the calls of the plan', () => {
    expect(planFor({ n: 3 }).plan.estimate).toEqual({ usd: 0.12, asOf: '2026-11-01', isSure: true })
    const price = {
      per: 'megapixel',
      asOf: '2026-11-01',
      isSure: true,
      firstUsd: 0.03,
      nextUsd: 0.015,
      inputUsd: 0.01,
    } as const
    const edit = planFor({ ...editRequest, n: 2 }, { price }, { source: { widthPx: 1_500, heightPx: 1_000 } })
    // 1536 × 1024 = 2 MP of output and 1500 × 1000 = 2 MP of input, twice.
    expect(edit.plan.estimate.usd).toBe(0.13)
  })
})

describe('a control image', () => {
  const control = { imageId: assetId('2'), net: 'canny', strength: 0.9, findsEdges: false }
  it('is sent to a model that supports it and dropped with a warning otherwise', () => {
    expect(planFor({ control }, { control: { nets: [] } })).toMatchObject({ codes: [], call: { control } })
    const ignored = planFor({ control })
    expect([ignored.codes, ignored.call?.control]).toEqual([['control-ignored'], null])
  })

  it('is cropped to the aspect ratio of the edited image', () => {
    const { plan } = planFor(
      { ...editRequest, control },
      { control: { nets: [] } },
      { source: { widthPx: 1_536, heightPx: 1_024 }, controlSize: { widthPx: 512, heightPx: 512 } },
    )
    expect(plan.warnings).toContainEqual({
      code: 'control-fitted',
      message: 'The control image is 512 × 512. It is cropped to the aspect ratio of 1536 × 1024.',
    })
  })
})
