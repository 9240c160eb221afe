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

/** Everything somebody may ask of a model, as far as its price depends on it. */
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

describe('the price of every model', () => {
  it.each(cards)('$name: all calls together are what the button says, with the day of the price', (each) => {
    for (const request of requestsOf(each)) {
      const given = request.sourceId === null ? null : source
      const { plan, calls, estimates } = planRequest(request, each.card, given, {
        providerLabel: each.label,
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

  it('is higher where images go in that the service bills, and never lower for more images', () => {
    for (const { provider, label, card } of cards) {
      const usdOf = (own: Partial<PlanRequest>) =>
        planRequest({ ...blankRequest, provider, model: card.id, ...own }, card, source, {
          providerLabel: label,
          isOwnBaseUrl: false,
        }).plan.estimate.usd
      const [one, two] = [usdOf({ n: 1 }), usdOf({ n: 2 })]
      if (one !== null && two !== null) expect(two).toBeGreaterThanOrEqual(one)
    }
    const model = 'gpt-image-2'
    const card = registry.openai.models.find(({ id }) => id === model)!
    const facts = { providerLabel: 'OpenAI', isOwnBaseUrl: false }
    const asked = { ...blankRequest, provider: 'openai', model, quality: 'standard' } as const
    const size = { widthPx: 1_024, heightPx: 1_024 }
    const made = planRequest({ ...asked, size }, card, null, facts).plan.estimate
    const edited = planRequest({ ...asked, size, operation: 'edit', sourceId: assetId('1') }, card, size, facts).plan
      .estimate
    expect(made).toMatchObject({ usd: 0.053, isSure: true })
    // 65 + 129 + 4,160 tokens at $8 a million.
    expect(edited).toMatchObject({ usd: 0.087832, isSure: false })
  })
})
