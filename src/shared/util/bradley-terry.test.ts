import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bradleyTerry, type Preference } from './bradley-terry.ts'

/** A number that looks random but is the same for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function simulate(logs: readonly number[], rounds: number, seed: number): Preference[] {
  const random = randomFrom(seed)
  const votes: Preference[] = []
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < logs.length; i++) {
      for (let j = i + 1; j < logs.length; j++) {
        const isFirst = random() < 1 / (1 + Math.exp(logs[j]! - logs[i]!))
        votes.push({ winner: isFirst ? i : j, loser: isFirst ? j : i, weight: 1 })
      }
    }
  }
  return votes
}

const logsOf = (votes: readonly Preference[], count: number) =>
  bradleyTerry(count, votes).map(({ logStrength }) => logStrength)

describe('bradleyTerry', () => {
  it('has the closed answer for two: the logarithm of the odds, the unseen opponent counted in', () => {
    const [a, b] = bradleyTerry(2, [
      { winner: 0, loser: 1, weight: 300 },
      { winner: 1, loser: 0, weight: 100 },
    ])
    expect((a?.logStrength ?? 0) - (b?.logStrength ?? 0)).toBeCloseTo(Math.log(3), 1)
    // The variance of a log-odds is 1 / (n p q); of the distance from the mean of two, a quarter of it.
    expect(a?.standardError).toBeCloseTo(Math.sqrt(1 / (400 * 0.75 * 0.25)) / 2, 2)
  })

  it('finds the order of strengths again in simulated votes, and the strengths within their errors', () => {
    const truth = [1.8, 0.9, 0, -0.9, -1.8]
    for (const seed of [1, 2, 3, 4]) {
      const found = bradleyTerry(5, simulate(truth, 80, seed))
      const logs = found.map(({ logStrength }) => logStrength)
      expect(logs.toSorted((a, b) => b - a)).toEqual(logs)
      for (const [at, { logStrength, standardError }] of found.entries()) {
        expect(Math.abs(logStrength - truth[at]!)).toBeLessThan(4 * standardError)
      }
    }
  })

  it('does not depend on the order of votes or of players', () => {
    const vote = fc.record({ winner: fc.nat(4), loser: fc.nat(4), weight: fc.constantFrom(0.5, 1) })
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 40 }), (votes) => {
        const logs = logsOf(votes, 5)
        for (const [at, log] of logsOf(votes.toReversed(), 5).entries()) expect(log).toBeCloseTo(logs[at]!, 6)
        const turned = votes.map(({ winner, loser, weight }) => ({ winner: 4 - winner, loser: 4 - loser, weight }))
        for (const [at, log] of logsOf(turned, 5).entries()) expect(log).toBeCloseTo(logs[4 - at]!, 6)
      }),
    )
  })

  it('turns round when every vote does', () => {
    const votes = simulate([1, 0, -1], 20, 9)
    const turned = votes.map(({ winner, loser, weight }) => ({ winner: loser, loser: winner, weight }))
    const [there, back] = [logsOf(votes, 3), logsOf(turned, 3)]
    // The unseen opponent stands still in both: nearly, not exactly.
    for (const [at, log] of there.entries()) expect(back[at]).toBeCloseTo(-log, 1)
  })

  it('stays finite for one who has always won, and is less sure the fewer votes there are', () => {
    const few = bradleyTerry(2, [{ winner: 0, loser: 1, weight: 2 }])
    const many = bradleyTerry(2, simulate([0.5, -0.5], 100, 5))
    expect(Number.isFinite(few[0]?.logStrength)).toBe(true)
    expect(few[0]?.standardError).toBeGreaterThan((many[0]?.standardError ?? 9) * 3)
  })

  it('knows nothing of those without votes, and says nothing where there is nobody', () => {
    expect(bradleyTerry(0, [])).toEqual([])
    const found = bradleyTerry(3, [])
    expect(found.map(({ logStrength }) => logStrength)).toEqual([0, 0, 0])
    expect(found[0]?.standardError).toBeGreaterThan(1)
  })
})
