import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { sampleJob } from '../../../../../test/support/window/sample-records.ts'
import { costOfRun, formatMoment, formatRunCost, runName, titleOfRun } from './run-summary.ts'

const job = (change: Partial<JobSnapshot>) => sampleJob(1, { costUsd: null, estimateUsd: 0.05, ...change })
const words = (...jobs: readonly Partial<JobSnapshot>[]) => formatRunCost(costOfRun(jobs.map(job)))

describe('cost of a run', () => {
  it.each([
    ['≈ $0.10', [{ state: 'done' }, { state: 'queued' }]],
    ['$0.08', [{ costUsd: 0.04 }, { costUsd: 0.04 }]],
    ['≈ $0.09', [{ costUsd: 0.04 }, { state: 'running' }]],
    ['free', [{ costUsd: 0 }, { estimateUsd: 0 }]],
    ['price unknown', [{ estimateUsd: null }]],
    ['≈ $0.05 + unknown', [{}, { estimateUsd: null }]],
    [
      'free',
      [
        { state: 'refused', isBilled: 'no' },
        { state: 'cancelled', isBilled: 'no' },
      ],
    ],
    ['≈ $0.05', [{ state: 'failed', isBilled: 'yes' }]],
    ['possibly $0.05', [{ state: 'failed', isBilled: 'unknown' }]],
    ['price unknown', [{ state: 'failed', isBilled: 'unknown', estimateUsd: null }]],
    ['$0.04 + unknown', [{ costUsd: 0.04 }, { state: 'failed', isBilled: 'unknown', estimateUsd: null }]],
    ['$0.04, possibly $0.05 more', [{ costUsd: 0.04 }, { state: 'cancelled', isBilled: 'unknown' }]],
  ] as const)('is %s', (expected, jobs) => {
    expect(words(...jobs)).toBe(expected)
  })
})

describe('title of a run', () => {
  const now = new Date('2026-11-20T18:00:00').getTime()
  it('is the prompt, or what was done', () => {
    expect(titleOfRun([job({ prompt: null }), job({ prompt: 'a cat' })])).toBe('a cat')
    expect(titleOfRun([job({ prompt: '', operation: 'fill' })])).toBe('Content-aware fill')
    const byModel = { prompt: null, operation: 'fill', provider: 'local-inpainting', model: 'lama' } as const
    expect(titleOfRun([job(byModel)])).toBe('Filled by lama')
    expect(titleOfRun([job({ prompt: null, operation: 'edit', provider: 'reblend' })])).toBe('Reblended')
  })

  it('shows the time today and the date otherwise', () => {
    expect(formatMoment(new Date('2026-11-20T14:32:00').getTime(), now)).toMatch(/^2:32\sPM$/)
    expect(formatMoment(new Date('2026-11-19T14:32:00').getTime(), now)).toBe('Nov 19')
  })

  it('combines everything for screen readers', () => {
    expect(runName([job({ prompt: 'a cat' })], '14:32')).toBe('14:32, a cat, 1 image, ≈ $0.05')
  })
})
