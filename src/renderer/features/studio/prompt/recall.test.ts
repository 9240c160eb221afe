import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import { assetId, sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { namedReferenceId } from '../../../../../test/support/window/sample-references.ts'
import { blankForm, valuesFor } from '../form/generate-form.ts'
import { foreignForm } from './foreign-form.ts'
import { readRecipe, recalledForm } from './recall.ts'

const card = sampleCard('maker', {
  seed: 'yes',
  guidance: { min: 1, max: 10, default: 5 },
  steps: { min: 1, max: 50, default: 28 },
  qualities: ['standard', 'hd'],
  sizes: {
    kind: 'list',
    sizes: [
      { widthPx: 1024, heightPx: 1024 },
      { widthPx: 1536, heightPx: 1024 },
    ],
  },
})
const found = { provider: sampleProvider('openai', { models: [card] }), card }
const find = (_provider: string, model: string) => (model === 'maker' ? found : null)
const ref = { provider: 'openai', model: 'maker' } as const
const generation = {
  negativePrompt: 'dogs',
  revisedPrompt: null,
  requestedSize: '1536x1024',
  quality: 'hd',
  stylePreset: null,
  guidance: 7,
  steps: 99,
  strength: null,
  loras: [],
  options: {},
  referenceIds: [assetId(5)],
  warnings: [],
  estimateUsd: null,
  requestId: null,
  usage: {},
  trace: {},
} as const
const recipe = {
  ...sampleAsset(1).recipe,
  operation: 'generate',
  prompt: 'a cat',
  provider: 'openai',
  model: 'maker',
  seed: 0,
  generation,
} as const
const asset = sampleAsset(1, { recipe: recipe as never })
const prompts = { prompt: 'a cat', negativePrompt: 'dogs' }

describe('recall from an image', () => {
  it('restores everything, including a seed of 0', () => {
    expect(readRecipe(asset, 'all', find)).toEqual({ prompts, task: 'generate', ref, seed: 0 })
    const form = recalledForm({ ...blankForm, styleIds: ['film'] }, asset.recipe, ref)
    expect(form).toMatchObject({ styleIds: [], referenceIds: [assetId(5)] })
    const values = valuesFor(form, 'openai/maker', card)
    expect(values).toMatchObject({
      size: { type: 'pixels', widthPx: 1536, heightPx: 1024 },
      quality: 'hd',
      guidance: 7,
    })
    // A value the model no longer accepts falls back to the service's default.
    expect(values.steps).toBeNull()
  })

  it('leaves out the images of named references, which the prompt brings again', () => {
    const use = { id: namedReferenceId(1), name: 'anna', form: 'images' as const, imageIds: [assetId(6), assetId(7)] }
    const named = { ...generation, referenceIds: [assetId(5), assetId(6), assetId(7)], named: [use] }
    const form = recalledForm(blankForm, { ...recipe, prompt: 'a photo of @anna', generation: named } as never, ref)
    expect(form.referenceIds).toEqual([assetId(5)])
  })

  it('restores everything except the seed, or the prompt alone', () => {
    expect(readRecipe(asset, 'without-seed', find)).toEqual({ prompts, task: 'generate', ref, seed: null })
    expect(readRecipe(asset, 'prompt', find)).toEqual({ prompts, task: null, ref: null, seed: null })
  })

  it('omits a model that no longer exists', () => {
    const gone = { ...asset, recipe: { ...asset.recipe, model: 'gone' } }
    expect(readRecipe(gone, 'all', find)).toMatchObject({ prompts, ref: null })
  })

  it('restores the task of an edit, the prompt of an imported image, and nothing of a fill', () => {
    const edited = { ...asset, recipe: { ...asset.recipe, operation: 'edit' as const } }
    expect(readRecipe(edited, 'all', find)?.task).toBe('whole')
    // A mask made from marks is made from them again: nothing is painted for it.
    const masked = (intent: string, isMaskOfMarks: boolean) => {
      const made = edited.recipe.generation
      const changed = { ...edited.recipe, edit: { intent }, generation: { ...made, isMaskOfMarks } }
      return readRecipe({ ...edited, recipe: changed as never }, 'all', find)?.task
    }
    expect([masked('fill', true), masked('fill', false), masked('expand', true)]).toEqual(['whole', 'fill', 'expand'])
    const imported = { ...asset, recipe: { ...asset.recipe, operation: 'import' as const } }
    expect(readRecipe(imported, 'all', find)).toMatchObject({ prompts, task: null, ref: null })
    expect(readRecipe(sampleAsset(2), 'all', find)).toBeNull()
  })

  it('restores the seed of an imported image and the settings that the selected model supports', () => {
    const imported = {
      ...asset,
      recipe: { ...asset.recipe, operation: 'import' as const, seed: 7, generation: { ...generation, steps: 30 } },
    } as never as typeof asset
    expect(readRecipe(imported, 'all', find)).toEqual({ prompts, task: null, ref: null, seed: 7 })
    expect(readRecipe(imported, 'without-seed', find)?.seed).toBeNull()
    const values = valuesFor(foreignForm(blankForm, imported.recipe, found), 'openai/maker', card)
    expect(values).toMatchObject({
      size: { type: 'pixels', widthPx: 1536, heightPx: 1024 },
      guidance: 7,
      steps: 30,
      quality: null,
    })
  })
})
