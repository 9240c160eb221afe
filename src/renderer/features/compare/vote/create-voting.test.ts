import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Client, Intents } from '../../../client/index.ts'
import { createVoting, type Voting } from './create-voting.ts'

const id = (at: number) => String(at).padStart(26, '0') as AssetId
const three = [id(1), id(2), id(3)]

const call = vi.fn<(name: string, input: unknown) => Promise<unknown>>()
const send = vi.fn()
let voting: Voting
beforeEach(() => {
  call.mockReset().mockResolvedValue({ voteId: 'v1' })
  send.mockReset()
  voting = createVoting({ client: { call } as unknown as Client, intents: { send } as unknown as Intents }, () => 0)
})

const state = () => voting.store.getState()

describe('a blind vote', () => {
  it('asks for every pair, keeps each answer, and tells at the end', async () => {
    voting.begin([three], 'pairs')
    for (let round = 0; round < 3; round++) {
      const [winnerId, loserId] = voting.currentRound() ?? []
      await voting.choose(0)
      expect(call).toHaveBeenLastCalledWith('compare.vote', { judgments: [{ winnerId, loserId, isTie: false }] })
    }
    expect(state().stage).toBe('told')
    voting.end()
    expect(voting.isOpen()).toBe(false)
  })

  it('lets the best of many beat all others', async () => {
    voting.begin([three], 'all')
    const round = voting.currentRound() ?? []
    await voting.choose(2)
    expect(state().answers[0]?.judgments).toEqual([
      { winnerId: round[2], loserId: round[0], isTie: false },
      { winnerId: round[2], loserId: round[1], isTie: false },
    ])
  })

  it('takes the last answer back, from the library too, and a skipped one without it', async () => {
    voting.begin([three], 'pairs')
    await voting.tie()
    voting.skip()
    await voting.undo()
    expect(call).toHaveBeenCalledTimes(1)
    await voting.undo()
    expect(call).toHaveBeenLastCalledWith('compare.undoVote', { voteId: 'v1' })
    expect(state().answers).toEqual([])
  })

  it('stays at the question when the library cannot keep the answer', async () => {
    voting.begin([three], 'pairs')
    call.mockRejectedValueOnce(new Error('disk full'))
    await voting.choose(0)
    expect(state()).toMatchObject({ stage: 'asking', answers: [], isBusy: false })
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('knows no tie of many, no ninth of two, and closes at once where nothing was voted', async () => {
    voting.begin([three], 'all')
    await voting.tie()
    voting.begin([[id(1), id(2)]], 'pairs')
    await voting.choose(8)
    expect(call).not.toHaveBeenCalled()
    voting.end()
    expect(voting.isOpen()).toBe(false)
  })
})
