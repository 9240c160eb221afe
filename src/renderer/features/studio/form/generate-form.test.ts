import { describe, expect, it } from 'vitest'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { sampleCard } from '../../../../../test/support/window/sample-providers.ts'
import { blankForm, valuesFor, withOption, withValue, type GenerateForm } from './generate-form.ts'

const range = { min: 1, max: 10, default: 5 }
const rich = sampleCard('rich', {
  qualities: ['draft', 'standard', 'hd'],
  stylePresets: ['anime', 'photographic'],
  guidance: range,
  steps: { min: 1, max: 50, default: 28 },
  loras: { max: 2, minScale: 0, maxScale: 1 },
  formats: ['png', 'webp'],
  options: [
    { kind: 'switch', name: 'raw', label: 'Raw', hint: null, isRequired: false, default: null },
    {
      kind: 'number',
      name: 'tolerance',
      label: 'Tolerance',
      hint: null,
      isRequired: false,
      isWhole: true,
      min: 0,
      max: 6,
      default: 2,
    },
  ],
})
const plain = sampleCard('plain', { qualities: ['standard', 'hd'], guidance: { min: 1, max: 4, default: 2 } })

const valuesOf = (form: GenerateForm, card: ModelCard) => valuesFor(form, card.id, card)

describe('generate form', () => {
  it('starts with the defaults of the services', () => {
    expect(valuesOf(blankForm, rich)).toEqual({
      size: null,
      quality: null,
      stylePreset: null,
      guidance: null,
      steps: null,
      strength: null,
      loras: [],
      format: null,
      options: {},
    })
  })

  it('carries supported values over to another model and restores the rest for the first', () => {
    let form = withValue(blankForm, 'rich', 'quality', 'hd')
    form = withValue(form, 'rich', 'stylePreset', 'anime')
    form = withValue(form, 'rich', 'guidance', 7)
    expect(valuesOf(form, plain)).toMatchObject({ quality: 'hd', stylePreset: null, guidance: null })
    form = withValue(form, 'plain', 'guidance', 3)
    form = withValue(form, 'plain', 'quality', 'standard')
    expect(valuesOf(form, rich)).toMatchObject({ quality: 'standard', stylePreset: 'anime', guidance: 3 })
  })

  it('falls back to the last value of the model where the latest does not fit', () => {
    let form = withValue(blankForm, 'plain', 'guidance', 3)
    form = withValue(form, 'rich', 'guidance', 9)
    expect(valuesOf(form, plain).guidance).toBe(3)
    expect(valuesOf(form, rich).guidance).toBe(9)
  })

  it('resets a value to the default of the service', () => {
    let form = withValue(blankForm, 'rich', 'steps', 12)
    form = withValue(form, 'rich', 'steps', null)
    expect(valuesOf(form, rich).steps).toBeNull()
  })

  it('limits LoRAs to the count and scales of the model', () => {
    const loras = [
      { path: 'ink', scale: 3 },
      { path: 'film', scale: 0.5 },
      { path: 'third', scale: 1 },
    ]
    const form = withValue(blankForm, 'other', 'loras', loras)
    expect(valuesOf(form, rich).loras).toEqual([
      { path: 'ink', scale: 1 },
      { path: 'film', scale: 0.5 },
    ])
    expect(valuesOf(form, plain).loras).toEqual([])
  })

  it('keeps model options by name and drops invalid values', () => {
    let form = withOption(blankForm, 'rich', 'raw', true)
    form = withOption(form, 'rich', 'tolerance', 4)
    expect(valuesOf(form, rich).options).toEqual({ raw: true, tolerance: 4 })
    expect(valuesOf(withOption(form, 'other', 'tolerance', 99), rich).options).toEqual({ raw: true, tolerance: 4 })
    expect(valuesOf(withOption(form, 'rich', 'raw', null), rich).options).toEqual({ tolerance: 4 })
    expect(valuesOf(form, plain).options).toEqual({})
  })

  it('translates a size for the next model', () => {
    const shapes = sampleCard('shapes', {
      sizes: { kind: 'ratios', ratios: ['1:1', '3:2'], tiers: [{ id: '1K', megapixels: 1 }] },
    })
    const form = withValue(blankForm, 'list', 'size', { type: 'pixels', widthPx: 1536, heightPx: 1024 })
    expect(valuesOf(form, shapes).size).toEqual({ type: 'ratio', ratio: '3:2', tier: null })
    expect(valuesOf(form, sampleCard('square')).size).toBeNull()
  })
})
