import { describe, expect, it } from 'vitest'
import { sampleJob } from '../../client/sample-records.ts'
import {
  attemptWords,
  cancelWords,
  jobCostWords,
  factWords,
  hereWords,
  progressWords,
  refusalWords,
  verdictWords,
} from './job-words.ts'

const under = (change: Parameters<typeof sampleJob>[1]) =>
  sampleJob(1, { operation: 'generate', provider: 'openai', state: 'running', progress: null, ...change })
const first = { queuePlace: 1, hold: null, pauseSeconds: null, endsInSeconds: null }

describe('progress', () => {
  it.each([
    [{ state: 'queued' }, {}, 'next'],
    [{ state: 'queued' }, { queuePlace: 3 }, 'third in the queue'],
    [{ state: 'queued' }, { queuePlace: 21 }, '21st in the queue'],
    [{ state: 'queued' }, { queuePlace: null }, 'waiting'],
    [{ state: 'queued' }, { queuePlace: 3, hold: 'paused' }, 'paused'],
    [{ state: 'queued' }, { queuePlace: 3, hold: 'no network' }, 'no network'],
    [{ phase: 'sending' }, {}, 'sending'],
    [{ phase: 'waiting' }, {}, 'waiting'],
    [{ phase: 'waiting', progress: 0.42 }, {}, '42 %'],
    [{ phase: 'waiting' }, { endsInSeconds: 9 }, 'waiting · 9 s left'],
    [{ phase: 'waiting', progress: 0.42 }, { endsInSeconds: 9 }, '42 % · 9 s left'],
    // Nothing is left but what this computer does: no guess of the time left.
    [{ phase: 'waiting', progress: 1 }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'waiting', progress: 0.996 }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'finishing', progress: null }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'waiting' }, { pauseSeconds: 12 }, 'rate limited · 12 s'],
    [{ phase: 'waiting' }, { pauseSeconds: 125 }, 'rate limited · 2 min 05 s'],
  ] as const)('of %o, %o, is told as it is', (change, waiting, words) => {
    expect(progressWords(under(change), { ...first, ...waiting })).toBe(words)
  })
})

describe('what this computer does', () => {
  it.each([
    [{ operation: 'fill', provider: 'content-aware-fill' }, 'Filling'],
    [{ operation: 'expand', provider: 'content-aware-fill' }, 'Expanding'],
    [{ operation: 'merge', provider: 'merge' }, 'Taking the part over'],
    [{ operation: 'edit', provider: 'reblend' }, 'Blending anew'],
    [{ operation: 'edit', provider: 'openai' }, null],
  ] as const)('is told for %o: %s', (change, words) => {
    expect(hereWords(under(change))).toBe(words)
  })
})

describe('outcomes', () => {
  it('says where a model made little of the mask, and that nothing is lost', () => {
    expect(verdictWords('ignored', 'FLUX')).toMatch(/FLUX seems to have ignored your mask.*kept everything outside/)
    expect(verdictWords('nothing', 'FLUX')).toMatch(/nothing inside the mask/)
    for (const verdict of ['kept', 'unknown', undefined] as const) expect(verdictWords(verdict, 'FLUX')).toBeNull()
  })

  it('says of what was canceled whether it was billed', () => {
    const job = under({ state: 'cancelled', wasSent: true, isBilled: 'unknown' })
    expect(cancelWords(job)).toBe('Canceled after sending · may have been billed')
  })

  it.each([
    [{ what: 'prompt', words: 'text policy' }, 'OpenAI refused the prompt'],
    [{ what: 'input', words: 'image policy' }, 'OpenAI refused an input image'],
    [{ what: 'output', words: 'image policy' }, 'OpenAI refused the result'],
    [null, 'OpenAI refused the request'],
  ] as const)('says whose rules were against what: %j', (refusal, words) => {
    expect(refusalWords(under({ state: 'refused', refusal }), 'OpenAI')).toBe(words)
  })

  it('tells what was billed from what is expected', () => {
    expect(jobCostWords(under({ costUsd: 0.05, estimateUsd: 0.04 }))).toBe('$0.05')
    expect(jobCostWords(under({ costUsd: null, estimateUsd: 0.04 }))).toBe('≈ $0.04')
    expect(jobCostWords(under({ costUsd: null, estimateUsd: 0 }))).toBe('free')
    expect(jobCostWords(under({ costUsd: null, estimateUsd: null }))).toBe('price unknown')
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
