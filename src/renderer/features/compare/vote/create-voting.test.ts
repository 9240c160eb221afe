import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Client, Intents } from '../../../client/index.ts'
import { createVoting, type Voting } from './create-voting.ts'
import { planVote, type VoteManner } from './vote-rounds.ts'

const id = (at: number) => String(at).padStart(26, '0') as AssetId
const three = [id(1), id(2), id(3)]

const call = vi.fn<(name: string, input: unknown) => Promise<unknown>>()
const send = vi.fn()
let voting: Voting
beforeEach(() => {
  call.mockReset().mockResolvedValue({ voteId: 'v1' })
  send.mockReset()
  voting = createVoting({ client: { call } as unknown as Client, intents: { send } as unknown as Intents })
})

function begin(manner: VoteManner, images: readonly AssetId[] = three): void {
  voting.begin(
    planVote(
      [images],
      manner,
      () => null,
      () => 0,
    ),
  )
}

const state = () => voting.store.getState()

describe('blind vote', () => {
  it('shows as few pairs as it takes, saves each vote and shows the images in their order', async () => {
    begin('pairs')
    expect(state().total).toBe(3)
    const best = [id(2), id(3), id(1)]
    for (let asked = 0; state().phase === 'voting'; asked++) {
      expect(asked).toBeLessThan(3)
      const round = voting.currentRound() ?? []
      const winnerId = best.find((each) => round.includes(each))
      const loserId = round.find((each) => each !== winnerId)
      await voting.choose(round.indexOf(winnerId!))
      expect(call).toHaveBeenLastCalledWith('compare.vote', { judgments: [{ winnerId, loserId, isTie: false }] })
    }
    expect(state()).toMatchObject({ phase: 'summary', order: best })
    voting.end()
    expect(voting.isOpen()).toBe(false)
  })

  it('records the chosen image as the winner over all others', async () => {
    begin('all')
    const round = voting.currentRound() ?? []
    await voting.choose(2)
    expect(state().answers[0]?.judgments).toEqual([
      { winnerId: round[2], loserId: round[0], isTie: false },
      { winnerId: round[2], loserId: round[1], isTie: false },
    ])
  })

  it('undoes the last vote in the library too, and a skip without a request', async () => {
    begin('pairs')
    await voting.tie()
    voting.skip()
    await voting.undo()
    expect(call).toHaveBeenCalledTimes(1)
    await voting.undo()
    expect(call).toHaveBeenLastCalledWith('compare.undoVote', { voteId: 'v1' })
    expect(state().answers).toEqual([])
  })

  it('stays in the round when the library cannot save the vote', async () => {
    begin('pairs')
    call.mockRejectedValueOnce(new Error('disk full'))
    await voting.choose(0)
    expect(state()).toMatchObject({ phase: 'voting', answers: [], isBusy: false })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('ends only once the vote being saved is: quickly ended twice, it is counted and closed', async () => {
    const saved = Promise.withResolvers<unknown>()
    begin('pairs')
    call.mockReturnValueOnce(saved.promise)
    const vote = voting.choose(0)
    voting.end()
    expect(state().phase).toBe('voting')
    saved.resolve({ voteId: 'v1' })
    await vote
    expect(state()).toMatchObject({ phase: 'summary', answers: [{ voteId: 'v1' }] })

    begin('pairs')
    const other = voting.choose(0)
    voting.end()
    voting.end()
    await other
    expect(state()).toMatchObject({ phase: 'closed', isBusy: false })
    begin('pairs')
    expect(state().phase).toBe('voting')
  })

  it('ignores a tie of more than two images and an index out of range, and closes at once without votes', async () => {
    begin('all')
    await voting.tie()
    begin('pairs', [id(1), id(2)])
    await voting.choose(8)
    expect(call).not.toHaveBeenCalled()
    voting.end()
    expect(voting.isOpen()).toBe(false)
  })
})
