import { describe, expect, it } from 'vitest'
import { jobId, sampleJob } from '../../client/sample-records.ts'
import {
  attemptWords,
  cancelWords,
  costWords,
  factWords,
  progressWords,
  queuePlaceOf,
  refusalWords,
} from './job-words.ts'

const under = (change: Parameters<typeof sampleJob>[1]) =>
  sampleJob(1, { operation: 'generate', provider: 'openai', state: 'running', progress: null, ...change })
const first = { queuePlace: 1, secondsLeft: null }

describe('progress', () => {
  it.each([
    [{ state: 'queued' }, first, 'next'],
    [{ state: 'queued' }, { queuePlace: 3, secondsLeft: null }, 'third in the queue'],
    [{ state: 'queued' }, { queuePlace: 21, secondsLeft: null }, '21st in the queue'],
    [{ phase: 'sending' }, first, 'sending'],
    [{ phase: 'waiting' }, first, 'waiting'],
    [{ phase: 'waiting', progress: 0.42 }, first, '42 %'],
    [{ phase: 'waiting' }, { queuePlace: 1, secondsLeft: 12 }, 'rate limited · 12 s'],
    [{ phase: 'waiting' }, { queuePlace: 1, secondsLeft: 125 }, 'rate limited · 2 min 05 s'],
  ] as const)('of %o is told as it is', (change, waiting, words) => {
    expect(progressWords(under(change), waiting)).toBe(words)
  })

  it('counts only who waits for the same service and came before', () => {
    const own = sampleJob(5, { provider: 'openai', state: 'queued' })
    const jobs = [
      sampleJob(1, { provider: 'openai', state: 'running' }),
      sampleJob(2, { provider: 'openai', state: 'queued' }),
      sampleJob(3, { provider: 'bfl', state: 'queued' }),
      own,
      sampleJob(6, { provider: 'openai', state: 'queued' }),
    ]
    expect(own.id).toBe(jobId(5))
    expect(queuePlaceOf(jobs, own)).toBe(2)
  })
})

describe('outcomes', () => {
  it('tells a cancellation before sending from one after', () => {
    expect(cancelWords(under({ state: 'cancelled' }))).toBe('Cancelled before sending · nothing billed')
    expect(cancelWords(under({ state: 'cancelled', wasSent: true, isBilled: 'unknown' }))).toBe(
      'Cancelled after sending · billed or not: unknown',
    )
  })

  it('says whose rules were against what', () => {
    const refusal = { what: 'input', words: 'image policy' } as const
    expect(refusalWords(under({ state: 'refused', refusal }), 'OpenAI')).toBe(
      'Refused by OpenAI, which objects to a picture that was sent',
    )
  })

  it('tells what was billed from what is expected', () => {
    expect(costWords(under({ costUsd: 0.05, estimateUsd: 0.04 }))).toBe('$0.05')
    expect(costWords(under({ costUsd: null, estimateUsd: 0.04 }))).toBe('≈ $0.04')
    expect(costWords(under({ costUsd: null, estimateUsd: 0 }))).toBe('free')
    expect(costWords(under({ costUsd: null, estimateUsd: null }))).toBeNull()
    expect(factWords(under({ costUsd: 0.05, seed: null }), 'OpenAI')).toBe('OpenAI · $0.05')
  })

  it('names who was tried before, and who drew it', () => {
    const error = { code: 'network/offline', message: 'No connection.' } as const
    const attempts = [{ ref: { provider: 'openai', model: 'gpt-image-2' }, error } as const]
    const names = { nameOf: (provider: string) => provider.toUpperCase(), titleOf: () => 'No connection' }
    const job = under({ provider: 'stability', attempts, state: 'done' })
    expect(attemptWords(job, names)).toBe('OPENAI: no connection → drawn by STABILITY')
    expect(attemptWords({ ...job, state: 'running' }, names)).toBe('OPENAI: no connection → now STABILITY')
    expect(attemptWords({ ...job, attempts: [] }, names)).toBeNull()
  })
})
