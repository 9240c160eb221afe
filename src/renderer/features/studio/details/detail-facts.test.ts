import { describe, expect, it } from 'vitest'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { sampleAsset, sampleJob } from '../../../../../test/support/window/sample-records.ts'
import { detailFacts } from './detail-facts.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

type Generation = NonNullable<Asset['recipe']['generation']>
const generation: Generation = {
  negativePrompt: null,
  revisedPrompt: null,
  requestedSize: null,
  quality: null,
  stylePreset: null,
  ...unsetNumbers,
  loras: [],
  options: {},
  referenceIds: [],
  warnings: [],
  estimateUsd: null,
  requestId: null,
  usage: {},
  trace: {},
}
const made = (change: Partial<Generation>, outside: number | null = null) => {
  const asset = sampleAsset(1)
  return { ...asset, recipe: { ...asset.recipe, changedOutside: outside, generation: { ...generation, ...change } } }
}
const job = (change: Partial<JobSnapshot> = {}) =>
  sampleJob(1, { provider: 'openai', costUsd: null, estimateUsd: 0.05, ...change })
const fact = (name: string, of: JobSnapshot, asset: Parameters<typeof detailFacts>[1] = null) =>
  detailFacts(of, asset).find((each) => each.name === name)

describe('details of a job', () => {
  it.each([
    [{ costUsd: 0.04, estimateUsd: 0.05 }, '$0.04 billed (estimate: $0.05)'],
    [{ costUsd: 0.05, estimateUsd: 0.05 }, '$0.05 billed'],
    [{ costUsd: null, estimateUsd: 0.05 }, '≈ $0.05 (estimate)'],
    [{ costUsd: null, estimateUsd: null }, 'unknown'],
    [{ costUsd: 0, estimateUsd: 0 }, 'free'],
    [{ costUsd: null, estimateUsd: 0 }, 'free'],
  ])('show the price of %o', (change, words) => {
    expect(fact('Price', job(change))?.value).toBe(words)
  })

  it.each([
    ['cancelled', 'unknown', /possibly/, true],
    ['refused', 'yes', /yes/, true],
    ['failed', 'no', /no/, false],
  ] as const)('show whether a %s job was billed (%s)', (state, isBilled, words, isNotable) => {
    const billed = fact('Billed', job({ state, isBilled }))
    expect(billed?.value).toMatch(words)
    expect(billed?.isNotable ?? false).toBe(isNotable)
  })

  it('name the model that answered in place of the requested one', () => {
    const served = fact('Model that answered', job(), made({ servedModel: 'lumen-2' }))
    expect(served).toMatchObject({ value: 'lumen-2', isNotable: true })
    expect(fact('Model that answered', job(), made({}))).toBeUndefined()
  })

  it('omit billing for a successful job', () => {
    expect(fact('Billed', job())).toBeUndefined()
  })

  it('highlight a size that differs from the requested one', () => {
    const asset = made({ requestedSize: '9x9' })
    expect(fact('Size', job(), asset)).toMatchObject({
      value: expect.stringContaining('requested 9 × 9'),
      isNotable: true,
    })
    expect(fact('Size', job(), made({ requestedSize: '9x9' }, 0))?.isNotable).toBeUndefined()
    expect(fact('Size', job(), made({}))?.isNotable).toBeUndefined()
  })

  it('highlight an unsupported quality and show the usage of the service', () => {
    const asset = made({ quality: 'hd', usage: { output_tokens: 4160 } })
    const warnings = [{ code: 'quality-mapped' as const, message: '' }]
    expect(fact('Quality', job({ warnings }), asset)).toMatchObject({ value: 'hd requested', isNotable: true })
    expect(fact('Quality', job(), asset)?.value).toBe('hd')
    expect(fact('output tokens', job(), asset)?.value).toBe('4,160')
  })
})
