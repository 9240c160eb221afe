import { describe, expect, it } from 'vitest'
import { sampleJob } from '../../../../../test/support/window/sample-records.ts'
import {
  formatAttempts,
  formatCanceled,
  formatJobCost,
  formatJobFacts,
  localActivity,
  formatProgress,
  formatRefusal,
  maskWarning,
} from './job-messages.ts'

const under = (change: Parameters<typeof sampleJob>[1]) =>
  sampleJob(1, { operation: 'generate', provider: 'openai', state: 'running', progress: null, ...change })
const first = { queuePlace: 1, hold: null, pauseSeconds: null, endsInSeconds: null }

describe('progress', () => {
  it.each([
    [{ state: 'queued' }, {}, 'next'],
    [{ state: 'queued' }, { queuePlace: 3 }, 'position 3 in queue'],
    [{ state: 'queued' }, { queuePlace: 21 }, 'position 21 in queue'],
    [{ state: 'queued' }, { queuePlace: null }, 'waiting'],
    [{ state: 'queued' }, { queuePlace: 3, hold: 'paused' }, 'paused'],
    [{ state: 'queued' }, { queuePlace: 3, hold: 'no network' }, 'no network'],
    [{ phase: 'sending' }, {}, 'sending'],
    [{ phase: 'sending', provider: 'local' }, {}, 'starting'],
    [{ phase: 'waiting' }, {}, 'waiting'],
    [{ phase: 'waiting', progress: 0.42 }, {}, '42%'],
    [{ phase: 'waiting' }, { endsInSeconds: 9 }, 'waiting · 9 s left'],
    [{ phase: 'waiting', progress: 0.42 }, { endsInSeconds: 9 }, '42% · 9 s left'],
    // Only local work is left, so there is no estimate of the time left.
    [{ phase: 'waiting', progress: 1 }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'waiting', progress: 0.996 }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'finishing', progress: null }, { endsInSeconds: 5 }, 'finishing'],
    [{ phase: 'waiting' }, { pauseSeconds: 12 }, 'rate limited · 12 s'],
    [{ phase: 'waiting' }, { pauseSeconds: 125 }, 'rate limited · 2 min 05 s'],
  ] as const)('is formatted for %o, %o', (change, waiting, words) => {
    expect(formatProgress(under(change), { ...first, ...waiting })).toBe(words)
  })
})

describe('local activity', () => {
  it.each([
    [{ operation: 'fill', provider: 'content-aware-fill' }, 'Filling…'],
    [{ operation: 'expand', provider: 'content-aware-fill' }, 'Expanding…'],
    [{ operation: 'merge', provider: 'merge' }, 'Merging area…'],
    [{ operation: 'edit', provider: 'reblend' }, 'Reblending…'],
    [{ operation: 'edit', provider: 'openai' }, null],
  ] as const)('is formatted for %o: %s', (change, words) => {
    expect(localActivity(under(change))).toBe(words)
  })
})

describe('outcomes', () => {
  it('warn about an ignored mask and say that the outside was kept', () => {
    expect(maskWarning('ignored', 'FLUX')).toMatch(/FLUX seems to have ignored the mask.*kept everything outside/)
    expect(maskWarning('nothing', 'FLUX')).toMatch(/nothing inside the mask/)
    for (const verdict of ['kept', 'unknown', undefined] as const) expect(maskWarning(verdict, 'FLUX')).toBeNull()
  })

  it('say whether a canceled job may have been billed', () => {
    const job = under({ state: 'cancelled', wasSent: true, isBilled: 'unknown' })
    expect(formatCanceled(job)).toBe('Canceled after sending · may have been billed')
  })

  it.each([
    [{ what: 'prompt', words: 'text policy' }, 'OpenAI refused the prompt'],
    [{ what: 'input', words: 'image policy' }, 'OpenAI refused an input image'],
    [{ what: 'output', words: 'image policy' }, 'OpenAI refused the result'],
    [null, 'OpenAI refused the request'],
  ] as const)('name who refused what: %j', (refusal, words) => {
    expect(formatRefusal(under({ state: 'refused', refusal }), 'OpenAI')).toBe(words)
  })

  it('distinguish billed from estimated costs', () => {
    expect(formatJobCost(under({ costUsd: 0.05, estimateUsd: 0.04 }))).toBe('$0.05')
    expect(formatJobCost(under({ costUsd: null, estimateUsd: 0.04 }))).toBe('≈ $0.04')
    expect(formatJobCost(under({ costUsd: null, estimateUsd: 0 }))).toBe('free')
    expect(formatJobCost(under({ costUsd: null, estimateUsd: null }))).toBe('price unknown')
    expect(formatJobFacts(under({ costUsd: 0.05, seed: null }), 'OpenAI')).toBe('OpenAI · $0.05')
  })

  it('name the failed providers and the final one', () => {
    const error = { code: 'network/offline', message: 'No connection.' } as const
    const attempts = [{ ref: { provider: 'openai', model: 'gpt-image-2' }, error } as const]
    const names = { nameOf: (provider: string) => provider.toUpperCase(), titleOf: () => 'No connection' }
    const job = under({ provider: 'stability', attempts, state: 'done' })
    expect(formatAttempts(job, names)).toBe('OPENAI: No connection → made by STABILITY')
    expect(formatAttempts({ ...job, state: 'running' }, names)).toBe('OPENAI: No connection → now STABILITY')
    expect(formatAttempts({ ...job, attempts: [] }, names)).toBeNull()
  })
})
