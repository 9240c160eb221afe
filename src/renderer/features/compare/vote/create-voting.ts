import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Judgment } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Services } from '../../../client/index.ts'
import type { VotePlan, VoteRound } from './vote-rounds.ts'

export interface VoteChoice {
  readonly round: VoteRound
  /** null = skipped. */
  readonly voteId: string | null
  readonly judgments: readonly Judgment[]
}

export interface VoteState {
  /** `setup`: choosing what to vote on; `summary`: the images' identities are revealed. */
  readonly phase: 'closed' | 'setup' | 'voting' | 'summary'
  /** Those that were asked, and the current one. */
  readonly rounds: readonly VoteRound[]
  /** Questions at most: fewer where the answers leave nothing to ask. */
  readonly total: number
  /** All images, best first, by the answers so far; null = by how often each was preferred. */
  readonly order: readonly AssetId[] | null
  readonly answers: readonly VoteChoice[]
  /** From the key press until the library responds. */
  readonly isBusy: boolean
}

/** Blind voting: which image is better, without showing what made it. */
export interface Voting {
  readonly store: StoreApi<VoteState>
  isOpen(): boolean
  setUp(): void
  /** The plan comes from the setup, which is loaded later than this. */
  begin(plan: VotePlan): void
  /** Chooses by position on the screen, from 0. */
  choose(index: number): Promise<void>
  tie(): Promise<void>
  skip(): void
  undo(): Promise<void>
  /** Reveals the identities if any votes were cast; a second call closes. A vote being saved is waited for. */
  end(): void
  currentRound(): VoteRound | null
}

const closed: VoteState = { phase: 'closed', rounds: [], total: 0, order: null, answers: [], isBusy: false }

export function createVoting({ client, intents }: Pick<Services, 'client' | 'intents'>): Voting {
  const store = createStore<VoteState>(() => closed)
  let plan: VotePlan | null = null
  const currentRound = () => {
    const { phase, rounds, answers } = store.getState()
    return phase === 'voting' ? (rounds[answers.length] ?? null) : null
  }

  function addAnswer(answer: VoteChoice): void {
    store.setState((state) => (plan === null ? state : afterAnswer(state, answer, plan)))
  }

  async function decide(judge: (round: VoteRound) => readonly Judgment[]): Promise<void> {
    const round = currentRound()
    const judgments = round === null ? [] : judge(round)
    if (round === null || judgments.length === 0) return
    await runExclusively(store, intents, async () => {
      const { voteId } = await client.call('compare.vote', { judgments: [...judgments] })
      addAnswer({ round, voteId, judgments })
    })
  }

  return {
    store,
    currentRound,
    isOpen: () => store.getState().phase !== 'closed',
    setUp: () => store.setState({ ...closed, phase: 'setup' }),
    begin(planned) {
      plan = planned
      const first = plan.next([])
      const { total } = plan
      store.setState({
        ...closed,
        phase: first === null ? 'setup' : 'voting',
        rounds: first === null ? [] : [first],
        total,
      })
    },
    choose: (at) => decide((round) => judgmentsFor(round, at)),
    tie: () => decide(tied),
    skip() {
      const round = currentRound()
      if (round !== null && !store.getState().isBusy) addAnswer({ round, voteId: null, judgments: [] })
    },
    async undo() {
      const last = store.getState().answers.at(-1)
      if (last === undefined) return
      await runExclusively(store, intents, async () => {
        if (last.voteId !== null) await client.call('compare.undoVote', { voteId: last.voteId })
        store.setState(({ answers }) => ({ answers: answers.slice(0, -1), phase: 'voting' }))
      })
    },
    end: createEnding(store),
  }
}

function afterAnswer(
  { answers, rounds }: VoteState,
  answer: VoteChoice,
  plan: VotePlan,
): Pick<VoteState, 'answers' | 'rounds' | 'order' | 'phase'> {
  const all = [...answers, answer]
  const next = plan.next(all)
  return {
    answers: all,
    rounds: [...rounds.slice(0, all.length), ...(next === null ? [] : [next])],
    order: plan.order(all),
    phase: next === null ? 'summary' : 'voting',
  }
}

/** While a vote is being saved, calls are counted and answered after it: it belongs to the summary. */
function createEnding(store: StoreApi<VoteState>): () => void {
  let waiting = 0
  function end(): void {
    const { phase, answers } = store.getState()
    const hasVoted = answers.some(({ voteId }) => voteId !== null)
    store.setState(phase === 'voting' && hasVoted ? { phase: 'summary' } : closed)
  }
  store.subscribe(({ isBusy }) => {
    if (isBusy || waiting === 0) return
    waiting -= 1
    end()
  })
  return () => {
    if (store.getState().isBusy) waiting += 1
    else end()
  }
}

/** Runs one operation at a time. */
async function runExclusively(
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

function judgmentsFor(round: VoteRound, index: number): readonly Judgment[] {
  const winnerId = round[index]
  if (winnerId === undefined) return []
  return round.filter((id) => id !== winnerId).map((loserId) => ({ winnerId, loserId, isTie: false }))
}

/** Only for two images. */
function tied([first, second, ...rest]: VoteRound): readonly Judgment[] {
  if (first === undefined || second === undefined || rest.length > 0) return []
  return [{ winnerId: first, loserId: second, isTie: true }]
}
