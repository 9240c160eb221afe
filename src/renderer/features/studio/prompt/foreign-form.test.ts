import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { OptionField } from '../../../../shared/domain/model-card.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import { sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { blankForm, valuesFor } from '../form/generate-form.ts'
import { findByName, lorasFor, withoutLoraTags } from '../../../../shared/domain/recalled-recipe.ts'
import { foreignForm } from './foreign-form.ts'
import { matchOptions } from './match-options.ts'
import { unusedSettings, unusedMessage } from '../form/images/recall-image.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

const choice = (name: string, values: readonly string[]): OptionField => ({
  name,
  label: name,
  hint: null,
  isRequired: false,
  kind: 'choice',
  choices: values.map((value) => ({ value, label: value })),
  default: null,
})
const samplers = ['Euler', 'Euler a', 'DPM++ 2M', 'DPM++ 2M SDE']
const fields = [choice('sampler_name', samplers), choice('scheduler', ['automatic', 'karras', 'sgm_uniform'])]
const card = sampleCard('juggernautXL_v9.safetensors [4e0a12bc]', {
  seed: 'yes',
  guidance: { min: 1, max: 30, default: 7 },
  steps: { min: 1, max: 150, default: 25 },
  strength: { min: 0, max: 1, default: 0.75 },
  loras: { max: 10, minScale: -4, maxScale: 4 },
  sizes: { kind: 'list', sizes: [{ widthPx: 832, heightPx: 1216 }] },
  options: fields,
})
const local = { provider: sampleProvider('a1111', { kind: 'local', models: [card] }), card }
const cloudCard = sampleCard('maker')
const cloud = { provider: sampleProvider('openai', { models: [cloudCard] }), card: cloudCard }

const recipe: Recipe = {
  ...sampleAsset(1).recipe,
  operation: 'import',
  prompt: 'a fox <lora:ink:0.8>',
  model: 'juggernautXL_v9',
  seed: 11,
  generation: {
    negativePrompt: 'dog',
    revisedPrompt: null,
    requestedSize: '832x1216',
    quality: null,
    stylePreset: null,
    ...unsetNumbers,
    guidance: 6.5,
    steps: 30,
    strength: 0.4,
    loras: [{ path: 'styles\\ink.safetensors', scale: 0.8 }],
    options: { sampler: 'dpmpp_2m', scheduler: 'Karras', clipSkip: 2, mode: 'txt2img', modelHash: '6ce0161689' },
    referenceIds: [],
    warnings: [],
    estimateUsd: null,
    requestId: null,
    usage: {},
    trace: {},
  },
}

describe('settings from another program', () => {
  it('fill the equivalent fields of the model', () => {
    const values = valuesFor(foreignForm(blankForm, recipe, local), `a1111/${card.id}`, card)
    expect(values).toMatchObject({
      size: { type: 'pixels', widthPx: 832, heightPx: 1216 },
      ...unsetNumbers,
      guidance: 6.5,
      steps: 30,
      strength: 0.4,
      loras: [{ path: 'ink', scale: 0.8 }],
      options: { sampler_name: 'DPM++ 2M', scheduler: 'karras' },
    })
    const unused = unusedSettings({ recipe, withSeed: true }, { card, values })
    expect(unused).toEqual(['clip skip 2'])
    expect(unusedMessage(unused, 'Juggernaut')).toBe('Settings applied to Juggernaut. Not used: clip skip 2.')
  })

  it('are listed if the model does not support them', () => {
    const values = valuesFor(foreignForm(blankForm, recipe, cloud), 'openai/maker', cloudCard)
    expect(unusedSettings({ recipe, withSeed: true }, { card: cloudCard, values })).toEqual([
      'model juggernautXL_v9',
      'seed 11',
      'size 832 × 1216',
      'guidance 6.5',
      'steps 30',
      'strength 0.4',
      'LoRA styles\\ink.safetensors',
      'sampler dpmpp_2m',
      'scheduler Karras',
      'clip skip 2',
    ])
    expect(unusedSettings({ recipe, withSeed: false }, null)).not.toContain('seed 11')
  })

  it('are listed without a model too, up to a limit', () => {
    const prompts = unusedMessage(unusedSettings({ recipe, withSeed: true }, null), null)
    expect(prompts).toMatch(/^Prompt filled in. Select a model to use: model jug.*, clip skip 2\.$/)
    const many = Array.from({ length: 20 }, (_, n) => `LoRA ${n}`)
    expect(unusedMessage(many, 'Any')).toMatch(/LoRA 13 and 6 more\.$/)
    expect(unusedMessage([], 'any')).toBeNull()
  })

  it.each([
    ['Euler a', 'Euler a'],
    ['k_euler_ancestral', 'Euler a'],
    ['euler_ancestral', 'Euler a'],
    ['dpmpp_2m_sde', 'DPM++ 2M SDE'],
  ])('match a sampler named %s', (written, meant) => {
    expect(matchOptions(fields, { sampler: written })).toEqual([
      { name: 'sampler', value: written, field: { name: 'sampler_name', value: meant } },
    ])
  })

  it('split a combined sampler and scheduler, of which only one may be known', () => {
    expect(matchOptions(fields, { sampler: 'DPM++ 2M Karras' }).map(({ field }) => field?.value)).toEqual([
      'DPM++ 2M',
      'karras',
    ])
    // InvokeAI's scheduler is what others call the sampler.
    expect(matchOptions(fields, { scheduler: 'dpmpp_2m_k' }).map(({ field }) => field?.value)).toEqual([
      'DPM++ 2M',
      'karras',
    ])
    expect(matchOptions(fields, { sampler: 'Heun Karras' }).map(({ name, field }) => [name, field?.value])).toEqual([
      ['sampler', undefined],
      ['scheduler', 'karras'],
    ])
    expect(matchOptions(fields, { sampler: 'Restart' })).toEqual([{ name: 'sampler', value: 'Restart', field: null }])
  })

  it('find the model by file name if its service is enabled', () => {
    for (const name of [
      'juggernautXL_v9',
      'xl/JuggernautXL_v9.safetensors',
      'juggernautXL_v9.safetensors [4e0a12bc]',
    ]) {
      expect(findByName([cloud.provider, local.provider], name)?.card).toBe(card)
    }
    expect(findByName([{ ...local.provider, isEnabled: false }], 'juggernautXL_v9')).toBeNull()
    expect(findByName([local.provider], 'juggernautXL')).toBeNull()
    expect(findByName([local.provider], null)).toBeNull()
  })

  it('name LoRAs in the format of the service', () => {
    const loras = ['xl/ink.safetensors', 'blue', 'owner/model', 'https://example.com/a.safetensors'].map((path) => ({
      path,
      scale: 1,
    }))
    const paths = (id: 'a1111' | 'comfyui' | 'fal', kind: 'local' | 'cloud') =>
      lorasFor(loras, { id, kind }).map(({ path }) => path)
    expect(paths('a1111', 'local').slice(0, 2)).toEqual(['ink', 'blue'])
    expect(paths('comfyui', 'local').slice(0, 2)).toEqual(['xl/ink.safetensors', 'blue.safetensors'])
    expect(paths('fal', 'cloud')).toEqual(['owner/model', 'https://example.com/a.safetensors'])
  })

  it('remove only LoRA tags from the prompt', () => {
    expect(withoutLoraTags('a fox, <lora:ink:0.8>, in snow <lora:x:1:0.5>\nsecond <b> line')).toBe(
      'a fox, in snow\nsecond <b> line',
    )
  })
})
