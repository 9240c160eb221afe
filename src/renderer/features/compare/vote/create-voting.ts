import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Judgment } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Services } from '../../../client/index.ts'
import { roundsOf, type VoteManner, type VoteRound } from './vote-rounds.ts'

export interface VoteChoice {
  readonly round: VoteRound
  /** null = skipped. */
  readonly voteId: string | null
  readonly judgments: readonly Judgment[]
}

export interface VoteState {
  /** `setup`: choosing what to vote on; `told`: the images' identities are revealed. */
  readonly stage: 'closed' | 'setup' | 'asking' | 'told'
  readonly rounds: readonly VoteRound[]
  readonly answers: readonly VoteChoice[]
  /** From the key press until the library responds. */
  readonly isBusy: boolean
}

/** Blind voting: which image is better, without showing what made it. */
export interface Voting {
  readonly store: StoreApi<VoteState>
  isOpen(): boolean
  setUp(): void
  begin(groups: readonly (readonly AssetId[])[], manner: VoteManner): void
  /** Chooses by position on the screen, from 0. */
  choose(at: number): Promise<void>
  tie(): Promise<void>
  skip(): void
  undo(): Promise<void>
  /** Reveals the identities if any votes were cast; a second call closes. */
  end(): void
  currentRound(): VoteRound | null
}

const closed: VoteState = { stage: 'closed', rounds: [], answers: [], isBusy: false }

export function createVoting({ client, intents }: Pick<Services, 'client' | 'intents'>, random = Math.random): Voting {
  const store = createStore<VoteState>(() => closed)
  const currentRound = () => {
    const { stage, rounds, answers } = store.getState()
    return stage === 'asking' ? (rounds[answers.length] ?? null) : null
  }

  function note(answer: VoteChoice): void {
    store.setState(({ answers, rounds }) => {
      const all = [...answers, answer]
      return { answers: all, stage: all.length >= rounds.length ? 'told' : 'asking' }
    })
  }

  async function decide(judge: (round: VoteRound) => readonly Judgment[]): Promise<void> {
    const round = currentRound()
    const judgments = round === null ? [] : judge(round)
    if (round === null || judgments.length === 0) return
    await busily(store, intents, async () => {
      const { voteId } = await client.call('compare.vote', { judgments: [...judgments] })
      note({ round, voteId, judgments })
    })
  }

  return {
    store,
    currentRound,
    isOpen: () => store.getState().stage !== 'closed',
    setUp: () => store.setState({ ...closed, stage: 'setup' }),
    begin(groups, manner) {
      const rounds = roundsOf(groups, manner, random)
      store.setState({ ...closed, stage: rounds.length === 0 ? 'setup' : 'asking', rounds })
    },
    choose: (at) => decide((round) => wonBy(round, at)),
    tie: () => decide(tied),
    skip() {
      const round = currentRound()
      if (round !== null && !store.getState().isBusy) note({ round, voteId: null, judgments: [] })
    },
    async undo() {
      const last = store.getState().answers.at(-1)
      if (last === undefined) return
      await busily(store, intents, async () => {
        if (last.voteId !== null) await client.call('compare.undoVote', { voteId: last.voteId })
        store.setState(({ answers }) => ({ answers: answers.slice(0, -1), stage: 'asking' }))
      })
    },
    end() {
      const { stage, answers } = store.getState()
      const hasVoted = answers.some(({ voteId }) => voteId !== null)
      store.setState(stage === 'asking' && hasVoted ? { stage: 'told' } : closed)
    },
  }
}

/** Runs one operation at a time. */
async function busily(
  store: StoreApi<VoteState>,
  intents: Services['intents'],
  work: () => Promise<void>,
): Promise<void> {
  if (store.getState().isBusy) return
  store.setState({ isBusy: true })
  try {
    await work()
  } catch (error) {
    intents.send({ type: 'report', error })
  } finally {
    store.setState({ isBusy: false })
  }
}

function wonBy(round: VoteRound, at: number): readonly Judgment[] {
  const winnerId = round[at]
  if (winnerId === undefined) return []
  return round.filter((id) => id !== winnerId).map((loserId) => ({ winnerId, loserId, isTie: false }))
}

/** Only for two images. */
function tied([one, other, ...rest]: VoteRound): readonly Judgment[] {
  if (one === undefined || other === undefined || rest.length > 0) return []
  return [{ winnerId: one, loserId: other, isTie: true }]
}
