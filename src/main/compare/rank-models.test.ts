import { describe, expect, it } from 'vitest'
import { rankModels } from './rank-models.ts'

const maker = (model: string | null, provider: string | null = 'fake') => ({ provider, model })
const count = (winner: string, loser: string, times: number, isTie = false) => ({
  winner: maker(winner),
  loser: maker(loser),
  isTie,
  count: times,
})

describe('rankModels', () => {
  it('ranks models by wins, with scores around 1500', () => {
    const { players, comparisons } = rankModels([count('one', 'other', 9), count('other', 'one', 3)])
    expect(comparisons).toBe(12)
    expect(players.map(({ model, wins, losses }) => [model, wins, losses])).toEqual([
      ['one', 9, 3],
      ['other', 3, 9],
    ])
    const [one, other] = players
    expect((one?.score ?? 0) + (other?.score ?? 0)).toBeCloseTo(3000)
    // Odds of three to one are 400 · log10 3 = 191 points; the virtual opponent pulls slightly toward the middle.
    expect((one?.score ?? 0) - (other?.score ?? 0)).toBeGreaterThan(150)
    expect((one?.score ?? 0) - (other?.score ?? 0)).toBeLessThan(191)
    expect(one?.plusMinus).toBeGreaterThan(50)
  })

  it('gives models with too few votes no score and ranks them last', () => {
    const { players } = rankModels([count('one', 'other', 5), count('other', 'one', 5), count('new', 'one', 2)])
    expect(players.map(({ model, score }) => [model, score === null])).toEqual([
      ['other', false],
      ['one', false],
      ['new', true],
    ])
    expect(players[2]).toMatchObject({ plusMinus: null, wins: 2, losses: 0 })
  })

  it('counts a tie as half a win for each', () => {
    const { players } = rankModels([count('one', 'other', 20, true)])
    expect(players.map(({ score, ties }) => [Math.round(score ?? 0), ties])).toEqual([
      [1500, 20],
      [1500, 20],
    ])
  })

  it('excludes votes that compare no two models, and counts them', () => {
    const imported = { winner: maker(null, null), loser: maker('one'), isTie: false, count: 4 }
    expect(rankModels([imported, count('one', 'one', 3)])).toEqual({ players: [], comparisons: 0, others: 7 })
  })
})
