import { describe, expect, it } from 'vitest'
import { buildJob } from '../../../../test/support/build-job.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { toCallResult } from './call-result.ts'
import { isFinal } from './run-journaled-call.ts'

const made = { success: true, images: [{ id: 'an-id', path: '/made.png', mime: 'image/png' }], error: null }
const failure = { success: false, images: [], error: 'It failed.', error_code: 'network/interrupted' }

describe('toCallResult', () => {
  it('takes images and costs of what was made', () => {
    const job = buildJob({ state: 'done', isBilled: 'yes', estimateUsd: 0.2, costUsd: 0.1 })
    expect(toCallResult({ output: made }, [job, { ...job, costUsd: null }])).toMatchObject({
      state: 'done',
      images: [{ id: 'an-id', path: '/made.png' }],
      cost: 0.3,
      billed: 'yes',
    })
  })

  it('is in doubt where any request is', () => {
    const jobs = [
      buildJob({ state: 'done', isBilled: 'yes', costUsd: 0.1 }),
      buildJob({ state: 'failed', isBilled: 'unknown', estimateUsd: null, costUsd: null }),
    ]
    expect(toCallResult({ output: failure }, jobs)).toMatchObject({ state: 'unknown', billed: 'unknown', cost: null })
    expect(toCallResult({ output: failure }, jobs).error).toContain('--retry-unknown')
  })

  it.each([
    ['refused', buildJob({ state: 'refused', isBilled: 'no' }), { output: failure }],
    ['failed', buildJob({ state: 'failed', isBilled: 'no' }), { output: failure }],
    ['canceled', buildJob({ state: 'cancelled', isBilled: 'no' }), { thrown: AppError.cancelled() }],
  ] as const)('is %s', (state, job, end) => {
    expect(toCallResult(end, [job])).toMatchObject({ state, billed: 'no', cost: 0 })
  })

  it('knows of images that a failing tool did not return', () => {
    const job = buildJob({ state: 'done', isBilled: 'yes', resultId: 'an-id' as AssetId })
    const end = { thrown: new AppError('storage/full', 'The disk is full.') }
    const result = toCallResult(end, [job])
    expect(result).toMatchObject({ state: 'failed', billed: 'yes', images: [{ id: 'an-id', path: '' }] })
    expect(result.error).toBe('The result was made and is kept. The disk is full.')
    expect(isFinal(result, true)).toBe(true)
    const failed = buildJob({ state: 'failed', isBilled: 'no' })
    expect(toCallResult(end, [job, failed])).toMatchObject({ state: 'failed', error: 'The disk is full.' })
  })

  it('is done for tools that make no images', () => {
    expect(toCallResult({ output: { providers: [] } }, [])).toMatchObject({ state: 'done', images: [], cost: 0 })
    const files = [{ id: 'x', path: '/x.png' }]
    expect(toCallResult({ output: { files, warnings: [] } }, []).images).toEqual(files)
    expect(toCallResult({ output: { mask_path: '/mask.png' } }, []).images).toEqual([{ id: null, path: '/mask.png' }])
    expect(toCallResult({ output: { success: false, error: 'No.' } }, [])).toMatchObject({ state: 'failed' })
    expect(toCallResult({ output: { images: [{ id: 'x', path: '/x.png', score: 1 }] } }, [])).toMatchObject({
      state: 'done',
    })
  })
})

describe('isFinal', () => {
  const result = { images: [], cost: 0, error: null, error_code: null }
  it.each([
    ['done', 'yes', true, true],
    ['refused', 'no', true, true],
    ['failed', 'no', false, false],
    ['canceled', 'no', false, false],
    ['failed', 'yes', true, false],
    ['unknown', 'unknown', true, false],
  ] as const)('%s, billed: %s', (state, billed, isIt, isItWithRetry) => {
    expect(isFinal({ ...result, state, billed }, false)).toBe(isIt)
    expect(isFinal({ ...result, state, billed }, true)).toBe(isItWithRetry)
  })
})
