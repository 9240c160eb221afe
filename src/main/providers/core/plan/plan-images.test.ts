import { describe, expect, it } from 'vitest'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { assetId, editRequest, planFor } from '../../../../../test/support/plan-examples.ts'
import { inputRule, numberOption, upscalingBy } from '../define-model.ts'

describe('input images', () => {
  const coffee = { source: { widthPx: 800, heightPx: 600 } }

  it('require a source for edits and variations', () => {
    expect(planFor({ operation: 'edit' }).plan.obstacles).toEqual(['Choose an image to start from.'])
    expect(planFor({ operation: 'variations' }).plan.obstacles).toHaveLength(1)
    // Its size may not be known yet: no frame is planned then.
    expect(planFor(editRequest)).toMatchObject({ plan: { obstacles: [] }, sent: null })
  })

  it.each([
    ['edit', { edits: 'no' }, 'Lumen 2 cannot edit images.'],
    ['variations', { variations: 'no' }, 'Lumen 2 cannot make variations.'],
    ['edit', { input: null }, 'Lumen 2 does not accept images.'],
    ['generate', { canGenerate: false }, 'Lumen 2 cannot generate from a prompt alone. Add an image.'],
  ] as const)('reports %s with %j as unsupported', (operation, card, message) => {
    expect(planFor({ ...editRequest, operation }, card).plan.obstacles).toEqual([message])
  })

  it('must reach the minimum of the model', () => {
    const guided = { canGenerate: false, edits: 'no', picturesMin: 2 } as const
    expect(planFor({ referenceIds: [assetId('2')] }, guided).plan.obstacles).toEqual([
      'Lumen 2 needs 2 images (1 added).',
    ])
    expect(planFor({}, { picturesMin: 1 }).plan.obstacles).toEqual(['Lumen 2 needs an image.'])
    expect(planFor({ referenceIds: [assetId('2'), assetId('3')] }, guided).plan.obstacles).toEqual([])
    expect(planFor({ ...editRequest, referenceIds: [assetId('2')] }, { picturesMin: 2 }).plan.obstacles).toEqual([])
  })

  it('drops references above the maximum', () => {
    const found = planFor({ referenceIds: [assetId('2'), assetId('3'), assetId('4')] })
    expect(found).toMatchObject({ codes: ['references-ignored'], referenceIds: [assetId('2'), assetId('3')] })
    expect(found.plan.warnings[0]?.message).toContain('uses only 2 of 3 reference images')
  })

  it.each([
    ['no', 'mask-emulated', false],
    ['described', 'mask-described', true],
    ['soft', 'mask-soft', true],
  ] as const)('warns that a mask with support “%s” is %s', (mask, code, sendsMask) => {
    expect(planFor({ ...editRequest, hasMask: true }, { mask }, coffee)).toMatchObject({ codes: [code], sendsMask })
    expect(planFor(editRequest, { mask }, coffee)).toMatchObject({ codes: [], sendsMask: false })
  })

  it('ignores the mask when the model changes the image extent by its own method', () => {
    const native = { edits: 'own', mask: 'no' } as const
    const found = planFor({ ...editRequest, hasMask: true }, native, coffee)
    expect(found).toMatchObject({ codes: ['mask-ignored'], sendsMask: false })
    expect(planFor({ ...editRequest, hasMask: true }, { ...native, mask: 'hard' }, coffee).sendsMask).toBe(true)
  })

  it('reports the upscaled size and refuses to shrink the source first', () => {
    const enlarging: Partial<ModelCard> = {
      edits: 'own',
      prompt: 'none',
      sizes: { kind: 'source' },
      upscaling: upscalingBy('scale', [2, 4]),
      options: [numberOption('scale', 'Scale', { default: 4 })],
    }
    const sizeFor = (options: PlanRequest['options']) =>
      planFor({ ...editRequest, prompt: '', options }, enlarging, coffee).plan.size
    expect(sizeFor({ scale: 2 })).toEqual({ widthPx: 1600, heightPx: 1200 })
    expect(sizeFor({})).toEqual({ widthPx: 3200, heightPx: 2400 })
    const huge = { source: { widthPx: 9_000, heightPx: 6_000 } }
    expect(planFor({ ...editRequest, prompt: '' }, enlarging, huge).plan.obstacles[0]).toContain('9000 × 6000')
  })

  it('refuses to upscale beyond 16384 px per side', () => {
    const input = inputRule({ maxSidePx: 16_384, maxPixels: 16_384 ** 2, maxRatio: 16_384 })
    const obstaclesOf = (factors: readonly number[], scale: number, widthPx: number) => {
      const options = [numberOption('scale', 'Scale')]
      const card = { edits: 'own', prompt: 'none', sizes: { kind: 'source' }, input, options } as const
      const upscaling = upscalingBy('scale', factors)
      const request = { ...editRequest, prompt: '', options: { scale } }
      return planFor(request, { ...card, upscaling, options }, { source: { widthPx, heightPx: 100 } }).plan.obstacles
    }
    expect(obstaclesOf([2, 4], 4, 4_096)).toEqual([])
    expect(obstaclesOf([2, 4], 4, 4_097)).toEqual([
      'At ×4 this image would be 16388 × 400. Atelier opens images up to 16384 px per side. Choose ×2.',
    ])
    expect(obstaclesOf([2, 4], 2, 9_000)).toEqual([expect.stringContaining('per side. Choose a smaller image.')])
  })

  it('requires a mask when the model needs one', () => {
    expect(planFor(editRequest, { needsMask: true }).plan.obstacles).toEqual([
      'Lumen 2 needs a mask. Paint over the area to change.',
    ])
    expect(planFor({ ...editRequest, hasMask: true }, { needsMask: true }).plan.obstacles).toEqual([])
  })

  it('ignores the mask for variations', () => {
    const found = planFor({ ...editRequest, operation: 'variations', hasMask: true }, {}, coffee)
    expect(found).toMatchObject({ codes: ['mask-ignored'], sendsMask: false, call: { operation: 'variations' } })
  })

  it('emulates a variation with an edit when the model has no variations', () => {
    const message = planFor({ ...editRequest, operation: 'variations' }, { variations: 'emulated' }, coffee)
    expect(message).toMatchObject({ codes: ['variations-emulated'], call: { operation: 'edit', prompt: 'more steam' } })
    const mute = planFor({ ...editRequest, operation: 'variations', prompt: '' }, { variations: 'emulated' }, coffee)
    expect(mute.call?.prompt).toMatch(/^Create a variation of this image/)
    const native = planFor({ ...editRequest, operation: 'variations', prompt: '' }, {}, coffee)
    expect(native).toMatchObject({ codes: [], call: { operation: 'variations', prompt: '' } })
  })

  it('emulates a variation by strength without adding instructions to the prompt', () => {
    const redraws = { variations: 'emulated', edits: 'strength', prompt: 'optional' } as const
    const wordless: Partial<PlanRequest> = { ...editRequest, operation: 'variations', prompt: '' }
    expect(planFor(wordless, redraws, coffee).call).toMatchObject({ operation: 'edit', prompt: '', strength: 0.6 })
    expect(planFor({ ...wordless, strength: 0.3 }, redraws, coffee).call).toMatchObject({ strength: 0.3 })
    expect(planFor(wordless, { ...redraws, strength: null }, coffee)).toMatchObject({
      codes: ['variations-emulated'],
      call: { strength: null },
    })
    expect(planFor(wordless, { ...redraws, prompt: 'required' }, coffee).call).toMatchObject({
      prompt: 'the same subject in the same style and colors',
    })
    expect(planFor({ ...editRequest, prompt: '' }, redraws, coffee).call).toMatchObject({ strength: null })
  })

  it('frames the source in the output shape and warns when it is scaled down', () => {
    const photo = planFor(editRequest, {}, { source: { widthPx: 6_000, heightPx: 4_000 } })
    expect(photo.plan.size).toEqual({ widthPx: 1_536, heightPx: 1_024 })
    expect(photo.sent).toMatchObject({ frame: { widthPx: 4_095, heightPx: 2_730 } })
    expect(photo.codes).toEqual(['source-scaled'])
    expect(photo.plan.warnings[0]?.message).toBe('The image is sent at 4095 × 2730 instead of 6000 × 4000.')
    const sketch = planFor(editRequest, { sizes: { kind: 'source' } }, coffee)
    expect(sketch).toMatchObject({ plan: { size: null }, sent: { frame: coffee.source }, codes: [] })
  })

  it('keeps the source frame when the model changes the shape itself', () => {
    const reframe = planFor({ ...editRequest, aspectRatio: '3:2' }, { edits: 'own' }, coffee)
    expect(reframe).toMatchObject({ plan: { size: { widthPx: 1_536 } }, sent: { frame: coffee.source } })
  })

  it('reports an image that fits no accepted frame', () => {
    const input = inputRule({ multiplePx: 512, minSidePx: 300, maxSidePx: 400 })
    expect(planFor(editRequest, { input }, coffee).plan.obstacles).toEqual([
      'Lumen 2 does not accept an image of 800 × 600.',
    ])
  })
})
