import { describe, expect, it } from 'vitest'
import { sampleMarks } from '../../../../../test/support/sample-marks.ts'
import type { AssetId, DocumentId, ThreadId } from '../../../../shared/domain/ids.ts'
import { blankStep, marksOfStep, stepRequest } from './step-request.ts'

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
