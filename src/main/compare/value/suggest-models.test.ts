import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dominates, suggestModels, type ValueCandidate } from './suggest-models.ts'

const model = (
  key: string,
  value: number,
  half: number,
  costUsd: number,
  medianMs: number | null = null,
): ValueCandidate => ({
  key,
  rating: { value, low: value - half, high: value + half },
  costUsd,
  medianMs,
})

const anyModels = fc
  .array(
    fc.record({
      value: fc.integer({ min: 1_200, max: 1_800 }),
      half: fc.integer({ min: 1, max: 300 }),
      // Few values, so that models tie.
      costUsd: fc.constantFrom(0, 0.003, 0.04, 0.04, 0.2),
      medianMs: fc.constantFrom(null, 900, 12_000),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    list.map(({ value, half, costUsd, medianMs }, at) => model(`model-${at}`, value, half, costUsd, medianMs)),
  )

describe('suggestModels', () => {
  it('suggests the surely best for finals, and the cheapest that cannot be told apart from it for drafts', () => {
    const best = model('best', 1_640, 60, 0.04)
    const nearly = model('nearly', 1_560, 80, 0.003)
    const free = model('free', 1_380, 90, 0)
    expect(suggestModels([free, best, nearly])).toEqual({ final: best, draft: nearly })
  })

  it('prefers a sure rating to a higher one of a few votes', () => {
    const sure = model('sure', 1_600, 40, 0.02)
    const unsure = model('unsure', 1_650, 250, 0.2)
    expect(suggestModels([unsure, sure])?.final).toBe(sure)
  })

  it('suggests one model for both where nothing cheaper is as good', () => {
    const best = model('best', 1_640, 60, 0.001)
    expect(suggestModels([best, model('worse', 1_400, 60, 0.04)])).toEqual({ final: best, draft: best })
  })

  it('chooses among free models by their time', () => {
    const slow = model('slow', 1_540, 90, 0, 40_000)
    const fast = model('fast', 1_500, 90, 0, 4_000)
    expect(suggestModels([slow, fast])).toEqual({ final: slow, draft: fast })
  })

  it('suggests nothing where there is no choice', () => {
    expect(suggestModels([])).toBeNull()
    expect(suggestModels([model('only', 1_500, 50, 0)])).toBeNull()
  })

  it('never suggests a dominated model', () => {
    fc.assert(
      fc.property(anyModels, (models) => {
        const suggested = suggestModels(models)
        if (suggested === null) return
        for (const each of [suggested.draft, suggested.final]) {
          expect(models.filter((other) => dominates(other, each))).toEqual([])
        }
      }),
    )
  })

  it('never suggests a draft that costs more than the final, or is surely worse', () => {
    fc.assert(
      fc.property(anyModels, (models) => {
        const suggested = suggestModels(models)
        if (suggested === null) return
        const { draft, final } = suggested
        expect(draft.costUsd).toBeLessThanOrEqual(final.costUsd)
        expect(draft.rating.high).toBeGreaterThanOrEqual(final.rating.low)
      }),
    )
  })

  it('does not depend on the order of the models', () => {
    fc.assert(
      fc.property(
        anyModels.chain((models) =>
          fc.tuple(fc.constant(models), fc.shuffledSubarray(models, { minLength: models.length })),
        ),
        ([models, shuffled]) => {
          expect(suggestModels(shuffled)).toEqual(suggestModels(models))
        },
      ),
    )
  })

  it('always finds a suggestion among two or more', () => {
    fc.assert(
      fc.property(anyModels, (models) => {
        expect(suggestModels(models) === null).toBe(models.length < 2)
      }),
    )
  })
})

describe('dominates', () => {
  it('is not the case for equals, in both directions, or in a circle', () => {
    fc.assert(
      fc.property(anyModels, (models) => {
        for (const one of models) {
          expect(dominates(one, one)).toBe(false)
          for (const other of models) expect(dominates(one, other) && dominates(other, one)).toBe(false)
        }
      }),
    )
  })
})
