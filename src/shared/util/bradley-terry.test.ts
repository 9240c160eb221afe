import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bradleyTerry, type Preference } from './bradley-terry.ts'

/** Returns pseudorandom numbers that are the same for a seed. */
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

const odds = (by: number) => -Math.log1p(Math.exp(-by))

/** Log-likelihood of the votes, with half a win and half a loss against an unseen opponent for each. */
function likelihood(logs: readonly number[], votes: readonly Preference[]): number {
  const ofVotes = votes.reduce((sum, { winner, loser, weight }) => sum + weight * odds(logs[winner]! - logs[loser]!), 0)
  return logs.reduce((sum, log) => sum + 0.5 * (odds(log) + odds(-log)), ofVotes)
}

const moved = (logs: readonly number[], at: number, by: number) => logs.with(at, logs[at]! + by)

/** Tries each strength a little higher and lower, with ever smaller steps: slow, but independent of the formula. */
function climbBlindly(count: number, votes: readonly Preference[]): readonly number[] {
  let logs: readonly number[] = Array.from({ length: count }, () => 0)
  for (let step = 1; step > 1e-7; step /= 2) {
    for (let isBetter = true; isBetter;) {
      isBetter = false
      for (let at = 0; at < count; at++) {
        for (const by of [step, -step]) {
          const next = moved(logs, at, by)
          if (likelihood(next, votes) <= likelihood(logs, votes)) continue
          logs = next
          isBetter = true
        }
      }
    }
  }
  return logs
}

/** Standard errors of the differences from the mean, from second differences of the likelihood. */
function errorsAt(logs: readonly number[], votes: readonly Preference[]): readonly number[] {
  const h = 1e-3
  const at = (i: number, a: number, j: number, b: number) => likelihood(moved(moved(logs, i, a), j, b), votes)
  const information = logs.map((_, i) =>
    logs.map((__, j) => -(at(i, h, j, h) - at(i, h, j, -h) - at(i, -h, j, h) + at(i, -h, j, -h)) / (4 * h * h)),
  )
  const covariance = inverse(information)
  const count = logs.length
  const centered = (i: number) => logs.map((_, k) => (k === i ? 1 : 0) - 1 / count)
  return logs.map((_, i) => {
    const c = centered(i)
    return Math.sqrt(
      covariance.reduce((sum, row, k) => sum + c[k]! * row.reduce((part, v, l) => part + v * c[l]!, 0), 0),
    )
  })
}

function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const count = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let k = 0; k < count; k++) {
    const pivot = rows[k]![k]!
    rows[k] = rows[k]!.map((value) => value / pivot)
    for (let i = 0; i < count; i++) {
      if (i === k) continue
      const factor = rows[i]![k]!
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!)
    }
  }
  return rows.map((row) => row.slice(count))
}

describe('bradleyTerry', () => {
  it('matches the closed form for two players: the log odds, including the unseen opponent', () => {
    const [a, b] = bradleyTerry(2, [
      { winner: 0, loser: 1, weight: 300 },
      { winner: 1, loser: 0, weight: 100 },
    ])
    expect((a?.logStrength ?? 0) - (b?.logStrength ?? 0)).toBeCloseTo(Math.log(3), 1)
    // The variance of a log-odds is 1 / (n p q); of the distance from the mean of two, a quarter of that.
    expect(a?.standardError).toBeCloseTo(Math.sqrt(1 / (400 * 0.75 * 0.25)) / 2, 2)
  })

  it('recovers the strengths of simulated votes, in order and within their errors', () => {
    const truth = [1.8, 0.9, 0, -0.9, -1.8]
    for (const seed of [1, 2, 3, 4]) {
      const estimates = bradleyTerry(5, simulate(truth, 80, seed))
      const logs = estimates.map(({ logStrength }) => logStrength)
      expect(logs.toSorted((a, b) => b - a)).toEqual(logs)
      for (const [at, { logStrength, standardError }] of estimates.entries()) {
        expect(Math.abs(logStrength - truth[at]!)).toBeLessThan(4 * standardError)
      }
    }
  })

  it.each([
    [
      'ties',
      [
        [0, 1, 4.5],
        [1, 0, 1.5],
        [1, 2, 2],
        [2, 1, 3],
        [0, 2, 0.5],
        [2, 0, 0.5],
      ],
      3,
    ],
    [
      'a player who always won and one who always lost',
      [
        [0, 1, 6],
        [0, 2, 3],
        [1, 2, 2],
      ],
      3,
    ],
    [
      'two groups that never met',
      [
        [0, 1, 5],
        [1, 0, 2],
        [2, 3, 1],
        [3, 2, 4],
      ],
      4,
    ],
    [
      'a player with a single vote',
      [
        [0, 1, 40],
        [1, 0, 25],
        [2, 1, 1],
      ],
      3,
    ],
  ] as const)('maximizes the likelihood, with errors from its curvature: %s', (_, votes, count) => {
    const preferences = votes.map(([winner, loser, weight]) => ({ winner, loser, weight }))
    const best = climbBlindly(count, preferences)
    const mean = best.reduce((sum, log) => sum + log, 0) / count
    const errors = errorsAt(best, preferences)
    for (const [at, { logStrength, standardError }] of bradleyTerry(count, preferences).entries()) {
      expect(logStrength).toBeCloseTo(best[at]! - mean, 4)
      expect(standardError).toBeCloseTo(errors[at]!, 3)
    }
  })

  it('does not depend on the order of votes or players', () => {
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

  it('negates the strengths when every vote is reversed', () => {
    const votes = simulate([1, 0, -1], 20, 9)
    const turned = votes.map(({ winner, loser, weight }) => ({ winner: loser, loser: winner, weight }))
    const [there, back] = [logsOf(votes, 3), logsOf(turned, 3)]
    for (const [at, log] of there.entries()) expect(back[at]).toBeCloseTo(-log, 6)
  })

  it('stays finite for a player who always wins, with a larger error for fewer votes', () => {
    const fewVotes = bradleyTerry(2, [{ winner: 0, loser: 1, weight: 2 }])
    const manyVotes = bradleyTerry(2, simulate([0.5, -0.5], 100, 5))
    expect(Number.isFinite(fewVotes[0]?.logStrength)).toBe(true)
    expect(fewVotes[0]?.standardError).toBeGreaterThan((manyVotes[0]?.standardError ?? 9) * 3)
  })

  it('gives players without votes strength 0 with a large error, and no players an empty list', () => {
    expect(bradleyTerry(0, [])).toEqual([])
    const estimates = bradleyTerry(3, [])
    expect(estimates.map(({ logStrength }) => logStrength)).toEqual([0, 0, 0])
    expect(estimates[0]?.standardError).toBeGreaterThan(1)
  })
})
