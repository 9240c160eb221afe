import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../../shared/domain/asset.ts'
import { sampleAsset } from '../../client/sample-records.ts'
import { priceFact, settingFacts, sizeFact } from './recipe-facts.ts'

const generation: NonNullable<Recipe['generation']> = {
  negativePrompt: null,
  revisedPrompt: null,
  requestedSize: '1536x1024',
  quality: 'hd',
  stylePreset: null,
  guidance: 3.5,
  steps: null,
  strength: null,
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
  it('says the size that was asked for only where another came back', () => {
    expect(sizeFact(sampleAsset(1))).toBe('600 × 400')
    expect(sizeFact(sampleAsset(1, { recipe: made }))).toBe('asked 1536 × 1024, got 600 × 400')
    expect(sizeFact(sampleAsset(1, { widthPx: 1536, heightPx: 1024, recipe: made }))).toBe('1536 × 1024')
  })

  it('tells what was billed from what was only expected', () => {
    expect(priceFact({ ...made, costUsd: 0.04 })).toBe('$0.04 billed · 6.2 s')
    expect(priceFact({ ...made, costUsd: 0 })).toBe('free · 6.2 s')
    expect(priceFact(made)).toBe('about $0.05 · 6.2 s')
    expect(priceFact({ ...made, generation: { ...generation, estimateUsd: null } })).toBe('not told · 6.2 s')
    expect(priceFact(sampleAsset(1).recipe)).toBe('')
  })

  it('lists only what was set', () => {
    expect(settingFacts(generation)).toEqual([
      ['Quality', 'hd'],
      ['Guidance', '3.5'],
      ['LoRA', 'ink × 0.8'],
      ['raw', 'true'],
    ])
  })
})
