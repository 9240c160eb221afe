import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { VoteChoice } from './create-voting.ts'

export interface Tally {
  readonly id: AssetId
  readonly wins: number
  readonly losses: number
  readonly ties: number
}

/** How each picture fared in one vote, those most often preferred first. Skipped questions say nothing. */
export function tallyOf(answers: readonly VoteChoice[]): readonly Tally[] {
  const tallies = new Map<AssetId, { wins: number; losses: number; ties: number }>()
  const note = (id: AssetId, what: 'wins' | 'losses' | 'ties') => {
    const tally = tallies.get(id) ?? { wins: 0, losses: 0, ties: 0 }
    tally[what]++
    tallies.set(id, tally)
  }
  for (const { winnerId, loserId, isTie } of answers.flatMap(({ judgments }) => judgments)) {
    note(winnerId, isTie ? 'ties' : 'wins')
    note(loserId, isTie ? 'ties' : 'losses')
  }
  const share = ({ wins, losses, ties }: Tally) => (wins + ties / 2) / (wins + losses + ties)
  return [...tallies].map(([id, tally]) => ({ id, ...tally })).toSorted((a, b) => share(b) - share(a))
}
