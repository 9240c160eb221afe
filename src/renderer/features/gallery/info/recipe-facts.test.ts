import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../../../shared/domain/asset.ts'
import { sampleAsset, sampleEdit } from '../../../../../test/support/window/sample-records.ts'
import { editFacts, originFact, priceFact, settingFacts, sizeFact } from './recipe-facts.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

const generation: NonNullable<Recipe['generation']> = {
  negativePrompt: null,
  revisedPrompt: null,
  requestedSize: '1536x1024',
  quality: 'hd',
  stylePreset: null,
  ...unsetNumbers,
  guidance: 3.5,
  loras: [{ path: 'ink', scale: 0.8 }],
  options: { raw: true },
  referenceIds: [],
  warnings: [],
  estimateUsd: 0.05,
  requestId: null,
  usage: {},
  trace: {},
}
const made: Recipe = {
  ...sampleAsset(1).recipe,
  operation: 'generate',
  provider: 'openai',
  timingMs: 6_200,
  generation,
}

describe('recipe facts', () => {
  it('says what was put behind the subject, and with which model', () => {
    const cutout: Recipe = { ...sampleAsset(1).recipe, operation: 'cutout', model: 'modnet' }
    expect(originFact(cutout)).toBe('Background removed with modnet')
    expect(originFact({ ...cutout, background: { type: 'color', color: '#ffffff' } })).toBe(
      'Background replaced by #ffffff with modnet',
    )
    expect(originFact({ ...cutout, background: { type: 'image' } })).toBe(
      'Background replaced by another image with modnet',
    )
    expect(originFact({ ...cutout, background: { type: 'blur', radiusPercent: 1.5 } })).toBe(
      'Background blurred by 1.5% with modnet',
    )
  })

  it('shows the requested size only if the result differs', () => {
    expect(sizeFact(sampleAsset(1))).toBe('600 × 400')
    expect(sizeFact(sampleAsset(1, { recipe: made }))).toBe('600 × 400, requested 1536 × 1024')
    expect(sizeFact(sampleAsset(1, { widthPx: 1536, heightPx: 1024, recipe: made }))).toBe('1536 × 1024')
  })

  it('distinguishes billed from estimated prices', () => {
    expect(priceFact({ ...made, costUsd: 0.04 })).toBe('$0.04 billed · 6.2 s')
    expect(priceFact({ ...made, costUsd: 0 })).toBe('free · 6.2 s')
    expect(priceFact(made)).toBe('about $0.05 · 6.2 s')
    expect(priceFact({ ...made, generation: { ...generation, estimateUsd: null } })).toBe('price unknown · 6.2 s')
    expect(priceFact(sampleAsset(1).recipe)).toBe('')
  })

  it('lists only settings that were set', () => {
    expect(settingFacts(generation)).toEqual([
      ['Quality', 'hd'],
      ['Guidance', '3.5'],
      ['LoRA', 'ink × 0.8'],
      ['raw', 'true'],
    ])
  })
})

describe('edit facts', () => {
  it('describe the sent area, alignment and blend', () => {
    expect(editFacts(sampleEdit)).toEqual([
      ['Edit', 'fill'],
      ['Area', '812 × 640 at 10, 20'],
      ['Sent size', '1024 × 1024'],
      ['Alignment', 'moved 1.2, -0.5 px, scaled 100.4%, match 97%'],
      ['Blend', 'color match 100%, softness 25 px'],
      ['Changed', '18,204 px inside, 221,796 px outside'],
      ['Mask', 'followed by the model'],
    ])
  })

  it('describe deviations in the response and manual changes', () => {
    const other = editFacts({
      ...sampleEdit,
      answer: { widthPx: 1000, heightPx: 1000 },
      isRefused: true,
      alignment: { ...sampleEdit.alignment!, basis: 'flat' },
      blend: { ...sampleEdit.blend, offsetXPx: 3, opacity: 0.5 },
      maskVerdict: 'unknown',
      reblendOf: 'another',
    })
    expect(other).toEqual([
      ['Edit', 'fill'],
      ['Area', '812 × 640 at 10, 20'],
      ['Sent size', '1024 × 1024'],
      ['Received size', '1000 × 1000'],
      ['Merged', 'no, the result did not fit'],
      ['Alignment', 'no surrounding detail'],
      ['Blend', 'color match 100%, softness 25 px, moved 3, 0 px manually, opacity 50%'],
      ['Reblended', 'from the saved response'],
      ['Changed', '18,204 px inside, 221,796 px outside'],
    ])
  })

  it('say when the alignment moved nothing', () => {
    const still = { shiftXPx: 0, shiftYPx: 0, scale: 1, rotationDeg: 0, correlation: 1, basis: 'measured' } as const
    expect(editFacts({ ...sampleEdit, alignment: still })).toContainEqual(['Alignment', 'in place, match 100%'])
    expect(editFacts({ ...sampleEdit, alignment: null }).map(([name]) => name)).not.toContain('Alignment')
  })
})

it.each([
  ['import', null, 'Imported'],
  ['compose', null, 'Composited layers'],
  ['crop', null, 'Cropped from another image'],
  ['merge', 'merge', 'Area merged from another image'],
  ['expand', 'content-aware-fill', null],
  ['edit', 'openai', null],
] as const)('describes the origin of %s by %s as %s', (operation, provider, origin) => {
  expect(originFact({ ...made, operation, provider })).toBe(origin)
})
