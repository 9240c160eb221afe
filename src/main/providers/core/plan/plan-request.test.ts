import { describe, expect, it } from 'vitest'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  perImage,
  sizeList,
  switchOption,
  textOption,
} from '../define-model.ts'
import type { PlanFacts } from './planned-call.ts'
import { planRequest } from './plan-request.ts'

const id = (digit: string) => `01A0000000000000000000000${digit}` as AssetId

const blank: PlanRequest = {
  documentId: null,
  operation: 'generate',
  provider: 'bfl',
  model: 'lumen-2',
  prompt: 'a lighthouse at dusk',
  negativePrompt: null,
  n: 1,
  size: null,
  aspectRatio: null,
  quality: null,
  stylePreset: null,
  seed: null,
  guidance: null,
  steps: null,
  strength: null,
  loras: [],
  sourceId: null,
  referenceIds: [],
  growPx: 0,
  featherPx: 0,
  format: null,
  safety: null,
  options: {},
  trace: {},
  hasMask: false,
}

const plain = defineModel({
  id: 'lumen-2',
  label: 'Lumen 2',
  sizes: sizeList('1024x1024', '1536x1024'),
  price: perImage(0.04, '2026-11-01'),
})

const painter = defineModel({
  ...plain,
  edits: 'instruction',
  variations: 'native',
  mask: 'hard',
  referencesMax: 2,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax: 2_147_483_647,
  guidance: { min: 1, max: 10, default: 4 },
  steps: { min: 1, max: 50, default: 28 },
  strength: { min: 0.1, max: 0.9, default: null },
  qualities: ['draft', 'standard', 'hd'],
  stylePresets: ['oil'],
  loras: { max: 2, minScale: 0, maxScale: 2 },
  input: inputRule(),
  formats: ['png', 'jpeg'],
  hasSafetySetting: true,
})

const facts: PlanFacts = { providerLabel: 'Lumen Labs', isOwnBaseUrl: false }

function planned(
  asked: Partial<PlanRequest>,
  card: Partial<ModelCard> = {},
  { source = null, ...more }: { source?: Size | null } & Partial<PlanFacts> = {},
) {
  const request = { ...blank, ...asked }
  const found = planRequest(request, { ...painter, ...card }, source, { ...facts, ...more })
  return { ...found, codes: found.plan.warnings.map(({ code }) => code), call: found.calls[0] }
}

const onCoffee: Partial<PlanRequest> = { operation: 'edit', sourceId: id('1'), prompt: 'more steam' }

describe('planRequest', () => {
  it('sends what a model can honour as it is, without a warning', () => {
    const asked: Partial<PlanRequest> = {
      ...onCoffee,
      negativePrompt: 'people',
      size: { widthPx: 1_536, heightPx: 1_024 },
      quality: 'hd',
      stylePreset: 'oil',
      seed: 7,
      guidance: 3.5,
      steps: 20,
      strength: 0.6,
      loras: [{ path: 'anime', scale: 1 }],
      referenceIds: [id('2')],
      format: 'jpeg',
      safety: { blockNsfw: true, contentFilter: 'strict' },
      hasMask: true,
    }
    const { plan, call, frame, referenceIds, sendsMask } = planned(
      asked,
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
      card: painter,
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
      options: {},
    })
    expect(frame?.frame).toEqual({ widthPx: 1_500, heightPx: 1_000 })
    expect({ referenceIds, sendsMask }).toEqual({ referenceIds: [id('2')], sendsMask: true })
  })

  it('leaves everything out that a plain model has not, and says so for each', () => {
    const { codes, call, plan } = planned(
      {
        negativePrompt: 'people',
        quality: 'hd',
        stylePreset: 'oil',
        seed: 7,
        guidance: 3.5,
        steps: 20,
        strength: 0.6,
        loras: [{ path: 'anime', scale: 1 }],
        referenceIds: [id('2')],
        format: 'webp',
        safety: { blockNsfw: true, contentFilter: 'strict' },
      },
      plain,
    )
    expect(plan.obstacles).toEqual([])
    expect([...codes].sort()).toEqual([
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

  it('fills in no defaults', () => {
    expect(planned({}).call).toMatchObject({ quality: null, seed: null, guidance: null, steps: null, format: null })
  })

  it('gives nobody a call to send where something stands in the way', () => {
    const { plan, calls } = planned({ prompt: '  ' })
    expect(plan.obstacles).toEqual(['Lumen 2 needs a prompt: say what the picture is to show.'])
    expect(calls).toEqual([])
  })
})

describe('numbers, quality and seeds', () => {
  it('moves numbers into the range', () => {
    const { call, codes, plan } = planned({ ...onCoffee, guidance: 30, steps: 200, strength: 1 }, {})
    expect(call).toMatchObject({ guidance: 10, steps: 50, strength: 0.9 })
    expect(codes).toEqual(['guidance-clamped', 'steps-clamped', 'strength-clamped'])
    expect(plan.warnings[0]?.message).toBe('Lumen 2 takes guidance from 1 to 10: 10 is sent instead of 30.')
  })

  it('sends no strength where there is no picture to keep', () => {
    expect(planned({ strength: 0.5 })).toMatchObject({ codes: ['strength-ignored'], call: { strength: null } })
  })

  it.each([
    ['hd', ['draft', 'standard'], 'standard'],
    ['draft', ['standard', 'hd'], 'standard'],
    ['standard', ['draft', 'hd'], 'draft'],
    ['standard', ['hd', 'draft'], 'draft'],
  ] as const)('asks for the nearest to %s of %j', (quality, qualities, sent) => {
    const { call, codes } = planned({ quality }, { qualities: [...qualities] })
    expect(call?.quality).toBe(sent)
    expect(codes).toEqual(['quality-mapped'])
  })

  it('warns where a seed need not give the same picture', () => {
    expect(planned({ seed: 7 }, { seed: 'best-effort' })).toMatchObject({
      codes: ['seed-best-effort'],
      call: { seed: 7 },
    })
    const wrapped = planned({ seed: 4_000_000_000 })
    expect(wrapped.call?.seed).toBe(4_000_000_000 % 2_147_483_648)
    expect(wrapped.codes).toEqual(['seed-best-effort'])
  })

  it('asks for several pictures in as many calls as it takes, each with a seed of its own', () => {
    const single = planned({ n: 3, seed: 7 })
    expect(single.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [1, 7],
      [1, 8],
      [1, 9],
    ])
    expect(single.codes).toEqual(['several-calls'])
    expect(single.plan.calls).toBe(3)
    const pairs = planned({ n: 3, seed: 2_147_483_647 }, { imagesPerCall: 2 })
    expect(pairs.calls.map(({ n, seed }) => [n, seed])).toEqual([
      [2, 2_147_483_647],
      [1, 1],
    ])
    expect(planned({ n: 4 }, { imagesPerCall: 4 })).toMatchObject({ codes: [], plan: { calls: 1 } })
    expect(planned({ n: 2 }).calls.map(({ seed }) => seed)).toEqual([null, null])
  })
})

describe('words', () => {
  it('sends none to a model that takes none', () => {
    expect(planned({ negativePrompt: 'people' }, { prompt: 'none' })).toMatchObject({
      codes: ['prompt-ignored'],
      call: { prompt: '', negativePrompt: null },
    })
    expect(planned({ prompt: '' }, { prompt: 'none' }).codes).toEqual([])
  })

  it('counts what is added to the prompt', () => {
    const { plan } = planned({ negativePrompt: 'people' }, { hasNegativePrompt: false, promptCharsMax: 30 })
    expect(plan.obstacles).toEqual(['The prompt has 35 characters, and Lumen 2 takes 30 at most. Shorten it.'])
    expect(planned({ prompt: 'x'.repeat(30) }, { promptCharsMax: 30 }).plan.obstacles).toEqual([])
  })

  it('needs none where the model needs none', () => {
    expect(planned({ prompt: '' }, { prompt: 'optional' })).toMatchObject({ codes: [], call: { prompt: '' } })
    const avoiding = planned({ prompt: '', negativePrompt: 'people' }, { prompt: 'optional', hasNegativePrompt: false })
    expect(avoiding.call?.prompt).toBe('Avoid: people')
  })
})

describe('LoRAs', () => {
  it('cuts what is too many and refuses a scale out of range', () => {
    const three = ['a', 'b', 'c'].map((path) => ({ path, scale: 1 }))
    expect(planned({ loras: three })).toMatchObject({ codes: ['loras-ignored'], call: { loras: three.slice(0, 2) } })
    const { plan } = planned({ loras: [{ path: 'a', scale: 3 }] })
    expect(plan.obstacles).toEqual(['The LoRA a has the scale 3: Lumen 2 takes 0 to 2.'])
  })
})

describe('safety', () => {
  it('is the request’s, then the settings’', () => {
    const usual = { blockNsfw: false, contentFilter: 'moderate' } as const
    const strict = { blockNsfw: true, contentFilter: 'strict' } as const
    expect(planned({}).call?.safety).toEqual(usual)
    expect(planned({}, {}, { safety: strict }).call?.safety).toEqual(strict)
    expect(planned({ safety: usual }, {}, { safety: strict }).call?.safety).toEqual(usual)
    expect(planned({}, { hasSafetySetting: false }, { safety: strict }).codes).toEqual(['safety-ignored'])
    expect(planned({ safety: usual }, { hasSafetySetting: false }).codes).toEqual([])
  })
})

describe('pictures', () => {
  const coffee = { source: { widthPx: 800, heightPx: 600 } }

  it('needs a picture to start from', () => {
    expect(planned({ operation: 'edit' }).plan.obstacles).toEqual(['There is no picture to start from. Choose one.'])
    expect(planned({ operation: 'variations' }).plan.obstacles).toHaveLength(1)
    // Its size may not be known yet: then nothing is framed.
    expect(planned(onCoffee)).toMatchObject({ plan: { obstacles: [] }, frame: null })
  })

  it.each([
    ['edit', { edits: 'no' }, 'Lumen 2 cannot change a picture.'],
    ['variations', { variations: 'no' }, 'Lumen 2 makes no variations of a picture.'],
    ['edit', { input: null }, 'Lumen 2 cannot be given a picture.'],
    ['generate', { canGenerate: false }, 'Lumen 2 makes no picture from words alone: give it one.'],
  ] as const)('%s with %j is told to be impossible', (operation, card, words) => {
    expect(planned({ ...onCoffee, operation }, card).plan.obstacles).toEqual([words])
  })

  it('needs as many as the model does', () => {
    const guided = { canGenerate: false, edits: 'no', picturesMin: 2 } as const
    expect(planned({ referenceIds: [id('2')] }, guided).plan.obstacles).toEqual([
      'Lumen 2 needs 2 pictures to go by, and only 1 is given.',
    ])
    expect(planned({}, { picturesMin: 1 }).plan.obstacles).toEqual([
      'Lumen 2 needs a picture to go by, and none is given.',
    ])
    expect(planned({ referenceIds: [id('2'), id('3')] }, guided).plan.obstacles).toEqual([])
    expect(planned({ ...onCoffee, referenceIds: [id('2')] }, { picturesMin: 2 }).plan.obstacles).toEqual([])
  })

  it('cuts references that are too many', () => {
    const found = planned({ referenceIds: [id('2'), id('3'), id('4')] })
    expect(found).toMatchObject({ codes: ['references-ignored'], referenceIds: [id('2'), id('3')] })
    expect(found.plan.warnings[0]?.message).toContain('takes 2 of the 3 references')
  })

  it.each([
    ['no', 'mask-emulated', false],
    ['described', 'mask-described', true],
    ['soft', 'mask-soft', true],
  ] as const)('a mask that the model treats as “%s” is %s', (mask, code, sendsMask) => {
    expect(planned({ ...onCoffee, hasMask: true }, { mask }, coffee)).toMatchObject({ codes: [code], sendsMask })
    expect(planned(onCoffee, { mask }, coffee)).toMatchObject({ codes: [], sendsMask: false })
  })

  it('asks for a mask where nothing goes without', () => {
    expect(planned(onCoffee, { needsMask: true }).plan.obstacles).toEqual([
      'Lumen 2 needs a mask: paint over what it is to change.',
    ])
    expect(planned({ ...onCoffee, hasMask: true }, { needsMask: true }).plan.obstacles).toEqual([])
  })

  it('uses no mask for whole pictures', () => {
    const found = planned({ ...onCoffee, operation: 'variations', hasMask: true }, {}, coffee)
    expect(found).toMatchObject({ codes: ['mask-ignored'], sendsMask: false, call: { operation: 'variations' } })
  })

  it('asks for a variation by an edit where there is no other way', () => {
    const words = planned({ ...onCoffee, operation: 'variations' }, { variations: 'emulated' }, coffee)
    expect(words).toMatchObject({ codes: ['variations-emulated'], call: { operation: 'edit', prompt: 'more steam' } })
    const mute = planned({ ...onCoffee, operation: 'variations', prompt: '' }, { variations: 'emulated' }, coffee)
    expect(mute.call?.prompt).toMatch(/^Create a variation of this picture/)
    const native = planned({ ...onCoffee, operation: 'variations', prompt: '' }, {}, coffee)
    expect(native).toMatchObject({ codes: [], call: { operation: 'variations', prompt: '' } })
  })

  it('frames the source in the shape of what comes back, and says where it is sent smaller', () => {
    const photo = planned(onCoffee, {}, { source: { widthPx: 6_000, heightPx: 4_000 } })
    expect(photo.plan.size).toEqual({ widthPx: 1_536, heightPx: 1_024 })
    expect(photo.frame).toMatchObject({ frame: { widthPx: 4_095, heightPx: 2_730 } })
    expect(photo.codes).toEqual(['source-scaled'])
    expect(photo.plan.warnings[0]?.message).toBe('The picture is sent at 4095 × 2730 instead of 6000 × 4000.')
    const sketch = planned(onCoffee, { sizes: { kind: 'source' } }, coffee)
    expect(sketch).toMatchObject({ plan: { size: null }, frame: { frame: coffee.source }, codes: [] })
  })

  it('tells where no frame can be made', () => {
    const input = inputRule({ multiplePx: 512, minSidePx: 300, maxSidePx: 400 })
    expect(planned(onCoffee, { input }, coffee).plan.obstacles).toEqual(['Lumen 2 takes no picture of 800 × 600.'])
  })
})

describe('sizes', () => {
  it('are moved and told', () => {
    expect(planned({ size: { widthPx: 1_000, heightPx: 1_000 } }).codes).toEqual(['size-snapped'])
    expect(planned({ aspectRatio: '9:16' }).codes).toEqual(['ratio-snapped'])
    const followed = planned({ ...onCoffee, aspectRatio: '1:1' }, { sizes: { kind: 'source' } })
    expect(followed.codes).toEqual(['size-ignored'])
  })
})

describe('the model’s own options', () => {
  const options = [
    numberOption('tolerance', 'Tolerance', { isWhole: true, min: 0, max: 6, default: 2 }),
    numberOption('eta', 'Eta', { min: 0 }),
    switchOption('raw', 'Raw', false),
    choiceOption('sampler', 'Sampler', ['euler', [2, 'Second']]),
    textOption('lens', 'Lens', { maxChars: 5 }),
  ]

  it('go as they are given, and nothing else goes', () => {
    const given = { tolerance: 6, eta: 0.5, raw: true, sampler: 2, lens: '35 mm' }
    expect(planned({ options: given }, { options }).call?.options).toEqual(given)
    expect(planned({}, { options }).call?.options).toEqual({})
  })

  it.each([
    [{ tolerance: 7 }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ tolerance: 1.5 }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ tolerance: '2' }, '“tolerance” must be a whole number from 0 to 6.'],
    [{ eta: -1 }, '“eta” must be a number of at least 0.'],
    [{ raw: 'yes' }, '“raw” must be true or false.'],
    [{ sampler: 'heun' }, '“sampler” must be one of euler, 2.'],
    [{ lens: '135 mm' }, '“lens” must be text of at most 5 characters.'],
    [{ shutter: 1 }, 'Lumen 2 has no option “shutter”; it has tolerance, eta, raw, sampler, lens.'],
  ])('%j stands in the way', (given, words) => {
    const { plan, calls } = planned({ options: given }, { options })
    expect(plan.obstacles).toEqual([words])
    expect(calls).toEqual([])
  })

  it('do not stand in the way of a fallback, which they were not given for', () => {
    const found = planned({ options: { shutter: 1, raw: true, eta: -1 } }, { options }, { isFallback: true })
    expect(found.codes).toEqual(['option-ignored', 'option-ignored'])
    expect(found.call?.options).toEqual({ raw: true })
  })

  it('are asked for where nothing goes without', () => {
    const needed = [textOption('subject', 'What to replace', { isRequired: true })]
    const words = 'Lumen 2 needs a value for “subject” (What to replace).'
    expect(planned({}, { options: needed }).plan.obstacles).toEqual([words])
    expect(planned({ options: { subject: '' } }, { options: needed }).plan.obstacles).toEqual([words])
    expect(planned({ options: { subject: 'the lamp' } }, { options: needed }).plan.obstacles).toEqual([])
  })

  it('do not mistake what every object has for one of theirs', () => {
    expect(planned({ options: JSON.parse('{"constructor":1}') }).plan.obstacles).toHaveLength(1)
  })
})

describe('models that go', () => {
  const retired = {
    is: 'retired',
    on: '2026-05-12',
    successor: 'lumen-3',
    isServedElsewhere: true,
    note: null,
  } as const

  it('are told of', () => {
    const { codes, plan } = planned({}, { state: { is: 'retiring', on: '2027-01-01', successor: 'lumen-3' } })
    expect(codes).toEqual(['model-retiring'])
    expect(plan.warnings[0]?.message).toBe('Lumen Labs serves Lumen 2 until 2027-01-01. lumen-3 follows it.')
  })

  it('are refused once they are gone', () => {
    expect(
      planned({}, { state: { ...retired, isServedElsewhere: false } }, { isOwnBaseUrl: true }).plan.obstacles,
    ).toEqual(['Lumen Labs serves Lumen 2 no more since 2026-05-12. lumen-3 follows it.'])
    expect(planned({}, { state: retired }).plan.obstacles[0]).toContain('set its address as the base URL')
  })

  it('may live on behind another address', () => {
    const found = planned({}, { state: retired }, { isOwnBaseUrl: true })
    expect(found).toMatchObject({ codes: ['model-retired'], plan: { obstacles: [] } })
    expect(found.calls).toHaveLength(1)
  })
})

describe('costs', () => {
  it('are those of what is planned', () => {
    expect(planned({ n: 3 }).plan.estimate).toEqual({ usd: 0.12, asOf: '2026-11-01', isSure: true })
    const price = {
      per: 'megapixel',
      asOf: '2026-11-01',
      isSure: true,
      firstUsd: 0.03,
      nextUsd: 0.015,
      inputUsd: 0.01,
    } as const
    const edit = planned({ ...onCoffee, n: 2 }, { price }, { source: { widthPx: 1_500, heightPx: 1_000 } })
    // 1536 × 1024 = 2 MP out and 1500 × 1000 = 2 MP in, twice.
    expect(edit.plan.estimate.usd).toBe(0.13)
  })
})
