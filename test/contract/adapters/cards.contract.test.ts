import { describe, expect, it } from 'vitest'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import type { PlanRequest } from '../../../src/shared/domain/generation.ts'
import { assetId, blankRequest } from '../../support/plan-examples.ts'

const readOn = '2026-11-20'
const cards = Object.values(registry).flatMap(({ id, label, models }) =>
  models.map((card) => ({ name: `${id}/${card.id}`, provider: id, label, card })),
)
const source = { widthPx: 1_536, heightPx: 1_024 }

/** Returns requests with every combination that affects the price of a model. */
function requestsOf({ provider, card }: (typeof cards)[number]): PlanRequest[] {
  const base = { ...blankRequest, provider, model: card.id, prompt: 'a kite' }
  return [1, 2, 3, 4].flatMap((n) =>
    [null, ...card.qualities].flatMap((quality): PlanRequest[] => [
      { ...base, n, quality, operation: 'generate' },
      { ...base, n, quality, operation: 'edit', sourceId: assetId('1') },
      { ...base, n, quality, operation: 'edit', sourceId: assetId('1'), referenceIds: [assetId('2'), assetId('3')] },
      { ...base, n, quality, operation: 'variations', sourceId: assetId('1') },
    ]),
  )
}

describe('price estimates', () => {
  it.each(cards)('$name: the estimates of all calls add up to the total, with a price date', (entry) => {
    for (const request of requestsOf(entry)) {
      const sourceSize = request.sourceId === null ? null : source
      const { plan, calls, estimates } = planRequest(request, entry.card, sourceSize, {
        providerLabel: entry.label,
        isOwnBaseUrl: false,
      })
      expect(estimates).toHaveLength(calls.length)
      const { usd, asOf, isSure } = plan.estimate
      if (isSure) expect(usd).not.toBeNull()
      if (usd !== null && usd > 0) {
        expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/)
        expect(asOf! <= readOn).toBe(true)
      }
      if (calls.length === 0) continue
      if (usd === null) expect(estimates).toContain(null)
      else expect(estimates.reduce<number>((sum, one) => sum + (one ?? Number.NaN), 0)).toBeCloseTo(usd, 9)
    }
  })

  it('include billed input images and never decrease for more images', () => {
    for (const { provider, label, card } of cards) {
      const usdOf = (overrides: Partial<PlanRequest>) =>
        planRequest({ ...blankRequest, provider, model: card.id, ...overrides }, card, source, {
          providerLabel: label,
          isOwnBaseUrl: false,
        }).plan.estimate.usd
      const [oneImage, twoImages] = [usdOf({ n: 1 }), usdOf({ n: 2 })]
      if (oneImage !== null && twoImages !== null) expect(twoImages).toBeGreaterThanOrEqual(oneImage)
    }
    const model = 'gpt-image-2'
    const card = registry.openai.models.find(({ id }) => id === model)!
    const facts = { providerLabel: 'OpenAI', isOwnBaseUrl: false }
    const request = { ...blankRequest, provider: 'openai', model, quality: 'standard' } as const
    const size = { widthPx: 1_024, heightPx: 1_024 }
    const generated = planRequest({ ...request, size }, card, null, facts).plan.estimate
    const edited = planRequest({ ...request, size, operation: 'edit', sourceId: assetId('1') }, card, size, facts).plan
      .estimate
    expect(generated).toMatchObject({ usd: 0.053, isSure: true })
    // 65 + 129 + 4,160 tokens at $8 a million.
    expect(edited).toMatchObject({ usd: 0.087832, isSure: false })
  })
})

const cardNotes = Object.values(registry).flatMap(({ id, models }) =>
  models.map((card) => ({ name: `${id}/${card.id}`, note: card.note ?? '' })),
)

it('card notes do not count reference images', () => {
  const counting = cardNotes.filter(
    ({ note }) => /to go by/i.test(note) && /\d|two|three|four|five|eight|ten/i.test(note),
  )
  expect(counting).toEqual([])
})
