import { describe, expect, it } from 'vitest'
import { sampleMarks } from '../../../../../test/support/sample-marks.ts'
import type { AssetId, DocumentId, JobId, ThreadId } from '../../../../shared/domain/ids.ts'
import { blankStep, isLimited, marksOfStep, nextStep, stepRequest } from './step-request.ts'

const thread = {
  id: '01T00000000000000000000001' as ThreadId,
  documentId: '01D00000000000000000000001' as DocumentId,
} as Parameters<typeof stepRequest>[0]
const ref = { provider: 'openai', model: 'gpt-image-2' } as const
const request = (marks: typeof sampleMarks) =>
  stepRequest(thread, '01A00000000000000000000001' as AssetId, { ...blankStep, words: ' go ' }, ref, {
    mask: null,
    marks,
  })

describe('the marks of a step', () => {
  it('are sent by the first step, and by the next only if they have changed or are asked for', () => {
    const changed = [...sampleMarks]
    expect(marksOfStep(blankStep, sampleMarks)).toBe(sampleMarks)
    const sent = { ...blankStep, sentMarks: sampleMarks }
    expect(marksOfStep(sent, sampleMarks)).toEqual([])
    expect(marksOfStep(sent, changed)).toBe(changed)
    expect(marksOfStep({ ...sent, usesMarks: true }, sampleMarks)).toBe(sampleMarks)
    expect(marksOfStep({ ...blankStep, usesMarks: false }, sampleMarks)).toEqual([])
  })

  it('are in its request, which is as ever without them', () => {
    expect(request(sampleMarks)).toMatchObject({ prompt: 'go', markup: sampleMarks, intent: 'whole' })
    expect(request([])).not.toHaveProperty('markup')
  })
})

describe('the mask of a step', () => {
  const mask = { maskPng: null, maskBounds: null, growPx: 0, featherPx: 0 }

  it('limits it where there is one, unless a person chose otherwise', () => {
    expect(isLimited(blankStep, mask)).toBe(true)
    expect(isLimited(blankStep, null)).toBe(false)
    expect(isLimited({ isInMask: false }, mask)).toBe(false)
    expect(isLimited({ isInMask: true }, null)).toBe(false)
  })

  it('is chosen for the next steps, too; that of a step that runs again only for it', () => {
    const step = { ...blankStep, words: 'go', ref, isInMask: false }
    expect(nextStep(step, sampleMarks)).toEqual({ ...blankStep, ref, isInMask: false, sentMarks: sampleMarks })
    const again = '01J00000000000000000000001' as JobId
    expect(nextStep({ ...step, againOf: again }, [])).toEqual({ ...blankStep, ref, sentMarks: [] })
  })
})
