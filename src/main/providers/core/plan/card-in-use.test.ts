import { describe, expect, it } from 'vitest'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { assetId, editRequest, planFor } from '../../../../../test/support/plan-examples.ts'

const request = {
  ...editRequest,
  strength: 0.6,
  negativePrompt: 'people',
  referenceIds: [assetId('2')],
  size: { widthPx: 1_536, heightPx: 1_024 },
}
const coffee = { source: { widthPx: 800, heightPx: 600 } }
const lacking: Partial<ModelCard> = { maskedEditLacks: ['strength', 'negativePrompt', 'references', 'size'] }

describe('a model whose masked edits support less', () => {
  it('drops the unsupported options and warns about each', () => {
    const { call, codes, plan, sent, referenceIds, sendsMask } = planFor({ ...request, hasMask: true }, lacking, coffee)
    expect(codes.toSorted()).toEqual(['negative-emulated', 'references-ignored', 'size-ignored', 'strength-ignored'])
    expect(plan.warnings.every(({ message }) => message.startsWith('Lumen 2 (with a mask) '))).toBe(true)
    expect(call).toMatchObject({
      strength: null,
      negativePrompt: null,
      prompt: 'more steam\n\nAvoid: people',
      size: null,
    })
    expect({ frame: sent?.frame, size: plan.size }).toEqual({ frame: coffee.source, size: null })
    expect({ referenceIds, sendsMask }).toEqual({ referenceIds: [], sendsMask: true })
    // The adapter, the queue and the library use its own name.
    expect(call?.card.label).toBe('Lumen 2')
  })

  it.each([
    ['strength', 'strength-ignored'],
    ['negativePrompt', 'negative-emulated'],
    ['references', 'references-ignored'],
    ['size', 'size-ignored'],
  ] as const)('drops only what the card names: %s', (lack, code) => {
    expect(planFor({ ...request, hasMask: true }, { maskedEditLacks: [lack] }, coffee).codes).toEqual([code])
  })

  it('keeps all options when no mask is sent', () => {
    const sent = { strength: 0.6, negativePrompt: 'people', size: request.size }
    expect(planFor(request, lacking, coffee)).toMatchObject({ codes: [], call: sent })
    expect(planFor({ ...request, hasMask: true }, {}, coffee)).toMatchObject({ codes: [], call: sent })
    const emulated = planFor({ ...request, hasMask: true }, { ...lacking, mask: 'no' }, coffee)
    expect(emulated).toMatchObject({ codes: ['mask-emulated'], call: sent })
    const varied = planFor({ ...request, operation: 'variations', hasMask: true }, lacking, coffee)
    expect(varied).toMatchObject({ codes: ['mask-ignored'], call: sent })
  })
})
