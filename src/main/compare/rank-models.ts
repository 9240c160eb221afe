import type { ModelRanking, RankedModel } from '../../shared/domain/comparison.ts'
import { comparisonsMin } from '../../shared/domain/model-value.ts'
import { bradleyTerry, type Preference } from '../../shared/util/bradley-terry.ts'
import type { VoteCount } from '../database/index.ts'

const middle = 1500
/** Points per natural log of strength: 400 more are ten times the odds, as in chess. */
const pointsPerLog = 400 / Math.LN10
/** Standard errors on either side of a 95 % confidence interval. */
const errorsOf95 = 1.96

type Player = Pick<RankedModel, 'provider' | 'model' | 'wins' | 'losses' | 'ties'>

export function rankModels(counts: readonly VoteCount[]): Omit<ModelRanking, 'tags'> {
  const players = new Map<string, Player>()
  const preferences: { winner: string; loser: string; weight: number }[] = []
  const whole = { comparisons: 0, others: 0 }
  for (const { winner, loser, isTie, count } of counts) {
    const [winnerKey, loserKey] = [keyOf(winner), keyOf(loser)]
    if (winnerKey === null || loserKey === null || winnerKey === loserKey) {
      whole.others += count
      continue
    }
    whole.comparisons += count
    note(players, winnerKey, winner, isTie ? 'ties' : 'wins', count)
    note(players, loserKey, loser, isTie ? 'ties' : 'losses', count)
    preferences.push({ winner: winnerKey, loser: loserKey, weight: isTie ? count / 2 : count })
    if (isTie) preferences.push({ winner: loserKey, loser: winnerKey, weight: count / 2 })
  }
  return { players: ranked(players, preferences), ...whole }
}

function keyOf({ provider, model }: VoteCount['winner']): string | null {
  return provider === null ? null : `${provider}\n${model ?? ''}`
}

function note(
  players: Map<string, Player>,
  key: string,
  { provider, model }: VoteCount['winner'],
  outcome: 'wins' | 'losses' | 'ties',
  count: number,
): void {
  const player = players.get(key) ?? { provider: provider ?? '', model, wins: 0, losses: 0, ties: 0 }
  player[outcome] += count
  players.set(key, player)
}

function ranked(
  players: ReadonlyMap<string, Player>,
  preferences: readonly { winner: string; loser: string; weight: number }[],
): RankedModel[] {
  const keys = [...players.keys()]
  const at = new Map(keys.map((key, n) => [key, n]))
  const numbered: Preference[] = preferences.map(({ winner, loser, weight }) => ({
    winner: at.get(winner) ?? 0,
    loser: at.get(loser) ?? 0,
    weight,
  }))
  const strengths = bradleyTerry(keys.length, numbered)
  return keys
    .flatMap((key, n): RankedModel[] => {
      const [player, strength] = [players.get(key), strengths[n]]
      if (player === undefined || strength === undefined) return []
      const hasEnough = player.wins + player.losses + player.ties >= comparisonsMin
      return [
        {
          ...player,
          score: hasEnough ? middle + pointsPerLog * strength.logStrength : null,
          plusMinus: hasEnough ? errorsOf95 * pointsPerLog * strength.standardError : null,
        },
      ]
    })
    .toSorted((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity) || b.wins - a.wins)
}
