import { expect, it } from 'vitest'
import { sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { copyTexts } from './copy-texts.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

const made = sampleAsset(1, {
  recipe: {
    ...sampleAsset(1).recipe,
    operation: 'generate',
    provider: 'openai',
    model: 'gpt-image-2',
    prompt: 'a red kite',
    seed: 42,
    generation: {
      negativePrompt: 'rain',
      revisedPrompt: null,
      requestedSize: null,
      quality: null,
      stylePreset: null,
      ...unsetNumbers,
      guidance: 7.5,
      steps: 20,
      loras: [],
      options: {},
      referenceIds: [],
      warnings: [],
      estimateUsd: null,
      requestId: null,
      usage: {},
      trace: {},
    },
  },
})

it('offers each available field, and all of them in the format of other tools', () => {
  const texts = Object.fromEntries(copyTexts(made, '/home/me/Atelier/library').map(({ label, text }) => [label, text]))
  expect(texts).toEqual({
    Prompt: 'a red kite',
    Negative: 'rain',
    Seed: '42',
    All: 'a red kite\nNegative prompt: rain\nSteps: 20, CFG scale: 7.5, Seed: 42, Size: 600x400, Model: gpt-image-2',
    Path: '/home/me/Atelier/library/2026/picture-1.png',
  })
})

it('offers the path of an image without a recipe, with the separators of its system', () => {
  expect(copyTexts(sampleAsset(1), 'C:\\Atelier\\library')).toEqual([
    {
      label: 'Path',
      name: 'Copy path',
      copied: 'Copied file path.',
      text: 'C:\\Atelier\\library\\2026\\picture-1.png',
    },
  ])
})

it('names the settings of another tool in its own format', () => {
  const generation = { ...made.recipe.generation!, options: { sampler: 'DPM++ 2M', scheduler: 'Karras', clipSkip: 2 } }
  const foreign = sampleAsset(1, { recipe: { ...made.recipe, model: 'big: one', generation } })
  expect(copyTexts(foreign, '/library').find(({ label }) => label === 'All')?.text).toBe(
    'a red kite\nNegative prompt: rain\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, Clip skip: 2, CFG scale: 7.5, Seed: 42, Size: 600x400, Model: "big: one"',
  )
})

it('copies 64-bit seeds in full, hashes, and InvokeAI’s scheduler as the sampler', () => {
  const options = {
    scheduler: 'euler_a',
    modelHash: '6ce0161689',
    loraHashes: 'a: 1, b: 2',
  }
  const recipe = { ...made.recipe, seed: '18446744073709551615', generation: { ...made.recipe.generation!, options } }
  const texts = copyTexts(sampleAsset(1, { recipe }), '/library')
  expect(texts.find(({ label }) => label === 'Seed')?.text).toBe('18446744073709551615')
  expect(
    texts
      .find(({ label }) => label === 'All')
      ?.text.split('\n')
      .at(-1),
  ).toBe(
    'Steps: 20, Sampler: euler_a, CFG scale: 7.5, Seed: 18446744073709551615, Size: 600x400, Model hash: 6ce0161689, Model: gpt-image-2, Lora hashes: "a: 1, b: 2"',
  )
})
