import { describe, expect, it } from 'vitest'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { closeQuestion } from './close-question.ts'

const entry = (change: Partial<QueueEntry>) =>
  ({ lane: 'openai', state: 'running', pictures: 1, estimateUsd: 0.04, ...change }) as QueueEntry

const detailOf = (...estimates: (number | null)[]) =>
  closeQuestion({ entries: estimates.map((estimateUsd) => entry({ estimateUsd })), kinds: [] }).detail

describe('the question before closing', () => {
  it('tells what was sent, and may be billed, from what was not', () => {
    const entries = [
      entry({ pictures: 2 }),
      entry({ lane: 'bfl', estimateUsd: 0.03 }),
      entry({ state: 'waiting', estimateUsd: 0.05 }),
    ]
    expect(closeQuestion({ entries, kinds: [] })).toEqual({
      message: '4 images are being made.',
      detail:
        'Sent to OpenAI and Black Forest Labs, and may be billed even if it is canceled: $0.07\nNot sent yet: $0.05',
      end: 'Cancel 4 images and close',
    })
  })

  it('says nothing of money where all is free, and never takes an unknown price for nothing', () => {
    expect(detailOf(0, 0)).toBe('')
    expect(detailOf(null)).toContain(': price unknown')
    expect(detailOf(null, 0.04, 0)).toContain(': at least $0.04')
  })

  it('names other work', () => {
    expect(closeQuestion({ entries: [], kinds: ['download', 'export', 'agent', 'edit-plan'] })).toEqual({
      message: 'Atelier is still working.',
      detail: 'A download is running.\nAn export is running.\nAn agent is working.\nAn edit plan is running.',
      end: 'Close anyway',
    })
  })
})
