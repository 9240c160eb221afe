import { describe, expect, it } from 'vitest'
import type { EditPlan } from '../../../../shared/domain/edit.ts'
import { sampleCard } from '../../../../../test/support/window/sample-providers.ts'
import { formatGenerateLabel, formatIgnored, priceNote, isMild, type Planned } from './plan-messages.ts'
import { formatMaskUse, formatSentArea } from './sent-details.tsx'

const planned = (usd: number | null, imageMs: number | null = null, runs = 1, perRun = 1): Planned => ({
  runs,
  images: runs * perRun,
  plan: { warnings: [], obstacles: [], estimate: { usd, asOf: '2026-11-01', isSure: true }, size: null, calls: 1 },
  hasFailed: false,
  imageMs,
})
const unknown: Planned = { plan: null, runs: 1, images: 1, hasFailed: false, imageMs: null }
const failed: Planned = { ...unknown, hasFailed: true }

describe('Generate button', () => {
  it('shows price and duration as far as known', () => {
    expect(formatGenerateLabel([planned(0.1, 14_000)]).text).toBe('Generate · $0.10 · about 14 s')
    const known = planned(0.1, 14_000)
    expect(formatGenerateLabel([{ ...known, plan: { ...known.plan!, estimatedMs: 41_000 } }]).text).toBe(
      'Generate · $0.10 · about 41 s',
    )
    expect(formatGenerateLabel([planned(0.1)])).toMatchObject({
      text: 'Generate · $0.10',
      tip: expect.stringContaining('Nov 1, 2026') as string,
    })
    expect(formatGenerateLabel([unknown]).text).toBe('Generate')
    expect(formatGenerateLabel([failed]).text).toBe('Generate · price unknown')
    expect(formatGenerateLabel([planned(null)]).text).toBe('Generate · price unknown')
  })

  it('adds up the prices of all models and shows the longest duration', () => {
    expect(formatGenerateLabel([planned(0.05, 9_000), planned(0.05, 14_000), planned(0.02, 3_000)]).text).toBe(
      'Generate 3 images · $0.12 · 3 models · about 14 s',
    )
    expect(formatGenerateLabel([planned(0.05), planned(null)]).text).toBe(
      'Generate 2 images · $0.05 + unknown · 2 models',
    )
    expect(formatGenerateLabel([planned(0.05), failed]).text).toBe('Generate 2 images · price unknown · 2 models')
    expect(formatGenerateLabel([planned(0.05), unknown]).text).toBe('Generate 2 images')
  })

  it('counts every image of all runs and requests', () => {
    expect(formatGenerateLabel([planned(0.05, 9_000, 12), planned(0.02, 9_000, 4)]).text).toBe(
      'Generate 16 images · $0.68 · 2 models',
    )
    expect(formatGenerateLabel([planned(0, 9_000, 3)]).text).toBe('Generate 3 images · free')
    expect(formatGenerateLabel([planned(0, 9_000, 2, 4)]).text).toBe('Generate 8 images · free')
  })

  it('rounds floating-point errors in a total', () => {
    expect(formatGenerateLabel([planned(0.1), planned(0.2)]).text).toBe('Generate 2 images · $0.30 · 2 models')
  })
})

it('classifies warnings about the procedure as mild', () => {
  expect(isMild({ code: 'several-calls', message: '' })).toBe(true)
  expect(isMild({ code: 'mask-soft', message: '' })).toBe(true)
  expect(isMild({ code: 'seed-ignored', message: '' })).toBe(false)
  expect(isMild({ code: 'mask-ignored', message: '' })).toBe(false)
})

it('lists the options that a model ignores', () => {
  const used = { task: 'fill', hasSeed: true, hasNegativePrompt: true, hasSize: true } as const
  expect(formatIgnored(sampleCard('plain'), used)).toBe('ignores seed, negative prompt')
  expect(formatIgnored(sampleCard('able', { seed: 'yes', hasNegativePrompt: true }), used)).toBeNull()
  const sized = sampleCard('own-size', { seed: 'yes', hasNegativePrompt: true, sizes: { kind: 'source' } })
  expect(formatIgnored(sized, { ...used, task: 'generate' })).toBe('ignores size')
})

const rect = (widthPx: number, heightPx: number) => ({ x: 0, y: 0, widthPx, heightPx })

describe('sent area', () => {
  const plan: EditPlan = {
    crop: rect(812, 640),
    frame: { widthPx: 1024, heightPx: 1024 },
    box: rect(1024, 1024),
    told: 'mask-transparent',
    prompt: '',
  }

  it('shows the crop, and padding for another aspect ratio', () => {
    expect(formatSentArea(plan)).toBe('812 × 640 of the image → 1024 × 1024')
    expect(formatSentArea({ ...plan, box: rect(1024, 807) })).toBe(
      '812 × 640 of the image → 1024 × 807 within 1024 × 1024',
    )
  })

  it.each([
    ['mask-white', /white/],
    ['mask-black', /black/],
    ['mask-transparent', /transparent/],
    ['second-picture', /second image/],
    ['crop-only', /Atelier/],
  ] as const)('describes the mask use %s', (told, prompts) => {
    expect(formatMaskUse({ ...plan, told })).toMatch(prompts)
  })
})

const of = (usd: number | null, asOf: string | null = '2026-11-01', isSure = true) => ({ usd, asOf, isSure })

describe('price note', () => {
  const note = (...estimates: readonly (ReturnType<typeof of> | null)[]) =>
    priceNote(estimates.map((estimate) => ({ estimate })))

  it.each([
    ['Price as of Nov 1, 2026', [of(0.04)]],
    ['Prices as of Oct 1, 2026', [of(0.04), of(0.04, '2026-10-01')]],
    ['Price as of Nov 1, 2026', [of(0.04), of(0)]],
    ['Price as of Nov 1, 2026 · ~ from a third-party price list', [of(0.04, '2026-11-01', false)]],
    ['price unknown', [of(null, null)]],
    ['Price as of Nov 1, 2026 · 1 with an unknown price', [of(0.04), of(null, null)]],
    [null, [of(0)]],
    [null, [null]],
  ] as const)('is %s', (prompts, estimates) => {
    expect(note(...estimates)).toBe(prompts)
  })
})
