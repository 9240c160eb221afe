import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelResults, VoteCount } from '../../database/index.ts'
import { rankModels } from '../rank-models.ts'
import { valueModels } from './value-models.ts'

const results = (model: string, changes: Partial<ModelResults> = {}): ModelResults => ({
  provider: 'fake',
  model,
  images: 10,
  kept: 8,
  reported: 10,
  estimated: 0,
  usd: 0.4,
  timesMs: [3_000],
  rated: 0,
  stars: 0,
  ...changes,
})
const won = (winner: string, loser: string, count: number): VoteCount => ({
  winner: { provider: 'fake', model: winner },
  loser: { provider: 'fake', model: loser },
  isTie: false,
  count,
})
const byVotes = (made: readonly ModelResults[], counts: readonly VoteCount[], available?: readonly string[]) =>
  valueModels({
    basis: 'votes',
    results: made,
    ranked: rankModels(counts).players,
    isAvailable: ({ model }) => available?.includes(model) ?? true,
  })
const byStars = (made: readonly ModelResults[]) =>
  valueModels({ basis: 'stars', results: made, ranked: [], isAvailable: () => true })
const ref = (model: string) => ({ provider: 'fake', model })

describe('valueModels by votes', () => {
  const made = [
    results('fine', { usd: 0.4 }),
    results('cheap', { usd: 0.03, timesMs: [9_000, 1_000, 2_000, 4_000] }),
    results('poor', { usd: 0.8 }),
  ]
  const counts = [won('fine', 'cheap', 8), won('cheap', 'fine', 5), won('fine', 'poor', 11), won('cheap', 'poor', 9)]

  it('joins prices, times, kept images and ratings, and suggests', () => {
    const { models, draft, final } = byVotes(made, counts)
    expect(models.map(({ model, standing, dominatedBy }) => [model, standing, dominatedBy])).toEqual([
      ['fine', 'front', null],
      ['cheap', 'front', null],
      ['poor', 'dominated', ref('fine')],
    ])
    expect(models[1]).toMatchObject({ costUsd: 0.003, medianMs: 2_000, images: 10, kept: 8, basisCount: 22 })
    expect([draft, final]).toEqual([ref('cheap'), ref('fine')])
  })

  it('never suggests a model that cannot be used, and lets none be dominated by it', () => {
    const { models, draft, final } = byVotes(made, counts, ['cheap', 'poor'])
    expect(models.map(({ model, standing }) => [model, standing])).toEqual([
      ['fine', 'unavailable'],
      ['cheap', 'front'],
      ['poor', 'dominated'],
    ])
    expect([draft, final]).toEqual([ref('cheap'), ref('cheap')])
  })

  it('suggests no model of unknown price, and none with few votes', () => {
    const unpriced = made.map((each) => (each.model === 'fine' ? { ...each, reported: 0, usd: 0 } : each))
    const { models, final } = byVotes([...unpriced, results('new')], [...counts, won('new', 'fine', 6)])
    const standing = Object.fromEntries(models.map((each) => [each.model, each.standing]))
    expect(standing).toEqual({ fine: 'no-price', cheap: 'front', poor: 'dominated', new: 'few-data' })
    expect(models.find(({ model }) => model === 'fine')).toMatchObject({ costUsd: null })
    expect(models.find(({ model }) => model === 'new')?.rating).not.toBeNull()
    expect(final).toEqual(ref('cheap'))
  })

  it('takes the mean of the prices that are known, and tells reported from estimated ones', () => {
    const { models } = byVotes([results('fine', { images: 9, reported: 1, estimated: 3, usd: 0.2 })], [])
    expect(models[0]).toMatchObject({ costUsd: 0.05, reported: 1, estimated: 3, rating: null, standing: 'few-data' })
  })

  it('keeps a free model apart from one of unknown price', () => {
    const { models } = byVotes([results('local', { usd: 0 }), results('odd', { usd: 0, reported: 0 })], [])
    expect(models.map(({ model, costUsd }) => [model, costUsd])).toEqual([
      ['local', 0],
      ['odd', null],
    ])
  })

  it('lists models that were only voted on, and leaves out what is no model', () => {
    const fill = { provider: 'content-aware-fill', model: null }
    const vote = { winner: fill, loser: { provider: 'fake', model: 'gone' }, isTie: false, count: 6 }
    expect(byVotes([], [vote]).models).toMatchObject([{ model: 'gone', images: 0, costUsd: null, basisCount: 6 }])
  })
})

describe('valueModels by stars', () => {
  it('rates models by the mean of their stars, from five images on', () => {
    const { models, final } = byStars([
      results('good', { rated: 12, stars: 54 }),
      results('fair', { rated: 12, stars: 36, usd: 0.1 }),
      results('new', { rated: 4, stars: 20 }),
    ])
    expect(models.map(({ model, rating }) => [model, rating?.value ?? null])).toEqual([
      ['good', 4.5],
      ['fair', 3],
      ['new', null],
    ])
    expect(final).toEqual(ref('good'))
  })

  it('has intervals between 1 and 5 that shrink with more images', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), fc.double({ min: 1, max: 5, noNaN: true }), (rated, mean) => {
        const width = (times: number) => {
          const { rating } = byStars([results('one', { rated: rated * times, stars: rated * times * mean })]).models[0]!
          expect(rating!.low).toBeGreaterThanOrEqual(1)
          expect(rating!.high).toBeLessThanOrEqual(5)
          return rating!.high - rating!.low
        }
        expect(width(4)).toBeLessThan(width(1))
      }),
    )
  })
})

const names = ['a', 'b', 'c', 'd', 'e'] as const
const anyCounts = fc.array(
  fc
    .record({
      winner: fc.constantFrom(...names),
      loser: fc.constantFrom(...names),
      count: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ winner, loser, count }) => won(winner, loser, count)),
  { maxLength: 30 },
)
const anyResults = fc
  .array(fc.constantFrom(0, 0.01, 0.02, 0.4, null), { minLength: 5, maxLength: 5 })
  .map((prices) =>
    prices.map((usd, at) => results(names[at]!, usd === null ? { reported: 0, usd: 0 } : { usd: 10 * usd })),
  )

describe('valueModels', () => {
  it('does not depend on the order of votes and results', () => {
    fc.assert(
      fc.property(anyResults, anyCounts, (made, counts) => {
        const [one, other] = [byVotes(made, counts), byVotes(made.toReversed(), counts.toReversed())]
        expect([other.draft, other.final]).toEqual([one.draft, one.final])
        const standings = ({ models }: typeof one) =>
          Object.fromEntries(models.map(({ model, standing, basisCount }) => [model, [standing, basisCount]]))
        expect(standings(other)).toEqual(standings(one))
      }),
    )
  })

  it('suggests only models on the front: priced, available, with enough votes, and not dominated', () => {
    fc.assert(
      fc.property(anyResults, anyCounts, fc.subarray([...names]), (made, counts, available) => {
        const { models, draft, final } = byVotes(made, counts, available)
        for (const suggested of [draft, final]) {
          if (suggested === null) continue
          const found = models.find(({ model }) => model === suggested.model)!
          expect(found.standing).toBe('front')
          expect(found.costUsd).not.toBeNull()
          expect(found.basisCount).toBeGreaterThanOrEqual(10)
          expect(available).toContain(found.model)
        }
      }),
    )
  })

  it('has intervals that shrink when every vote is repeated', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const widths = (times: number) =>
          Object.fromEntries(
            byVotes(
              [],
              counts.map((each) => ({ ...each, count: each.count * times })),
            ).models.map(({ model, rating }) => [model, rating === null ? Infinity : rating.high - rating.low]),
          )
        const [few, many] = [widths(1), widths(20)]
        // Where a model always won, the strength itself grows with the votes, and with it its error.
        const hasBoth = (name: string) =>
          counts.some(({ winner, loser }) => winner.model === name && loser.model !== name) &&
          counts.some(({ winner, loser }) => loser.model === name && winner.model !== name)
        if (!names.every(hasBoth) || !isConnected(counts)) return
        for (const name of names) if (few[name] !== Infinity) expect(many[name]).toBeLessThan(few[name]!)
      }),
    )
  })
})

/** Whether every model can be reached from every other by wins: only then are all strengths finite without the prior. */
function isConnected(counts: readonly VoteCount[]): boolean {
  const reach = (from: string) => {
    const seen = new Set([from])
    for (let size = 0; size !== seen.size;) {
      size = seen.size
      for (const { winner, loser } of counts) if (seen.has(winner.model!)) seen.add(loser.model!)
    }
    return seen.size === names.length
  }
  return names.every(reach)
}
