import { describe, expect, it } from 'vitest'
import { modelCardSchema } from '../../shared/domain/model-card.ts'
import type { LocalModel } from './assemble-sets.ts'
import { families, type FamilyId } from './families.ts'
import { localModelCard } from './local-model-card.ts'

const model = (family: FamilyId): LocalModel => ({
  id: 'a-model',
  label: 'a model',
  family,
  quantization: 'q4_K',
  files: { model: '/models/a.gguf' },
  bytes: 1,
  encoderBytes: 0,
  vaeBytes: 0,
  missing: [],
  isReady: true,
})
const ids = Object.keys(families) as FamilyId[]
const defaultOf = (family: FamilyId, name: string) =>
  localModelCard(model(family)).options.find((option) => option.name === name)?.default

describe('localModelCard', () => {
  it.each(ids)('makes a valid card for %s whose defaults are within its limits', (family) => {
    const card = modelCardSchema.parse(localModelCard(model(family)))
    expect(card).toMatchObject({ origin: 'live', price: { per: 'free' }, seed: 'yes', mask: 'hard', hasPreviews: true })
    for (const range of [card.steps, card.guidance, card.strength]) {
      if (range === null) continue
      expect(range.default).toBeGreaterThanOrEqual(range.min)
      expect(range.default).toBeLessThanOrEqual(range.max)
    }
    if (card.sizes.kind !== 'grid') throw new Error('A local model draws on a grid.')
    const { default: size, multiplePx, minSidePx } = card.sizes
    expect([size.widthPx % multiplePx, size.heightPx % multiplePx, minSidePx]).toEqual([0, 0, 64])
    for (const option of card.options) {
      if (option.kind !== 'choice') continue
      expect(option.choices.map(({ value }) => value)).toContain(option.default)
    }
  })

  it('has the settings of the family', () => {
    expect(localModelCard(model('sdxl'))).toMatchObject({ steps: { default: 20 }, guidance: { default: 7 } })
    expect(localModelCard(model('z-image-turbo'))).toMatchObject({ steps: { default: 8 }, guidance: { default: 1 } })
    expect(defaultOf('sd1', 'sampler')).toBe('euler_a')
    expect(defaultOf('flux1-dev', 'distilled_guidance')).toBe(3.5)
    expect(defaultOf('flux1-schnell', 'distilled_guidance')).toBeUndefined()
    expect(defaultOf('qwen-image', 'flow_shift')).toBe(3)
    expect(defaultOf('sd1', 'flow_shift')).toBeUndefined()
    expect(defaultOf('sd1', 'tiling')).toBe(false)
    expect(defaultOf('sd3', 'tiling')).toBeUndefined()
  })

  it('offers a second pass, by engine modes or an upscaler file, except for inpainting models', () => {
    expect([defaultOf('sd1', 'hires'), defaultOf('sd1', 'hires_strength')]).toEqual([1, 0.7])
    expect([defaultOf('sd1-inpaint', 'hires'), defaultOf('flux1-fill', 'hires')]).toEqual([undefined, undefined])
    const card = localModelCard(model('sdxl'), [], [{ id: 'x4', label: 'RealESRGAN x4' }])
    expect(card.options.find(({ name }) => name === 'hires_upscaler')).toMatchObject({
      choices: expect.arrayContaining([{ value: 'x4', label: 'RealESRGAN x4' }]),
    })
  })

  it('edits by instruction if the family was trained for it', () => {
    expect(localModelCard(model('flux1-dev'))).toMatchObject({ edits: 'strength', referencesMax: 0 })
    expect(localModelCard(model('flux1-kontext'))).toMatchObject({
      edits: 'instruction',
      referencesMax: 4,
      strength: null,
    })
  })

  it('accepts a control image if the engine supports it, for the installed ControlNets', () => {
    expect(localModelCard(model('sd1'), [], [], ['canny', 'depth']).control).toEqual({ nets: ['canny', 'depth'] })
    const taking = ids.filter((id) => localModelCard(model(id)).control !== undefined)
    expect(taking.join(' ')).toBe(
      'sd1 sd1-inpaint sd2 sd2-base sd2-inpaint sd-turbo sdxl sdxl-inpaint sdxl-turbo sdxl-few-steps',
    )
  })
})
