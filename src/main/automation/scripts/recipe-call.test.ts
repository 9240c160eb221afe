import type { AssetId, NamedReferenceId } from '../../../shared/domain/ids.ts'
import type { ReferenceUse } from '../../../shared/domain/named-reference.ts'
import { describe, expect, it } from 'vitest'
import { buildAsset } from '../../../../test/support/build-asset.ts'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { namedReferenceId } from '../../../../test/support/window/sample-references.ts'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { automaticBlend } from '../../../shared/domain/edit.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import { tools } from '../tools/tools.ts'
import { toolCallOf } from './recipe-call.ts'
import { differencesOf, type RepeatFacts } from './recipe-differences.ts'
import { unsetNumbers } from '../../../shared/domain/number-settings.ts'

const generation = {
  negativePrompt: null,
  revisedPrompt: null,
  requestedSize: '1024x768',
  quality: null,
  stylePreset: null,
  ...unsetNumbers,
  guidance: 4.5,
  steps: 20,
  loras: [],
  options: {},
  referenceIds: [],
  warnings: [],
  estimateUsd: null,
  requestId: null,
  usage: {},
  trace: {},
} satisfies Recipe['generation']

const generated: Recipe = {
  ...importRecipe,
  operation: 'generate',
  provider: 'openai',
  model: 'openai-1',
  prompt: 'a heron',
  seed: 7,
  generation,
}
const anna = {
  id: '01JD3Q0000000000000000000F' as NamedReferenceId,
  name: 'anna',
  form: 'images',
  imageIds: ['01JD3Q0000000000000000000A' as AssetId],
} satisfies ReferenceUse
const withAnna = { ...generation, named: [anna], referenceIds: anna.imageIds }
const source: Asset = { ...buildAsset({ widthPx: 100, heightPx: 80 }), hasRawAnswer: false }
const view = sampleProvider('openai')
const card = fakeCard('openai-1', { seed: 'yes' })

function factsOf(recipe: Recipe, change: Partial<RepeatFacts> = {}, asset: Partial<Asset> = {}): RepeatFacts {
  const made: Asset = { ...buildAsset({ widthPx: 132, heightPx: 90, recipe }), hasRawAnswer: false, ...asset }
  return { asset: made, source, mask: null, inputIds: [], named: [], card, view, missingFiles: [], ...change }
}

/** Whether the tool takes the call. */
function accepts(facts: RepeatFacts): boolean | undefined {
  const { tool: name, parameters } = toolCallOf(facts)!
  return tools.find((each) => each.name === name)?.input.safeParse(parameters).success
}

const codesOf = (facts: RepeatFacts) => differencesOf(facts).map(({ code }) => code)

describe('toolCallOf', () => {
  it('names the parameters of a generation, without those that were not set', () => {
    expect(toolCallOf(factsOf(generated))).toEqual({
      tool: 'generate_image',
      parameters: {
        prompt: 'a heron',
        provider: 'openai',
        model: 'openai-1',
        n: 1,
        size: '1024x768',
        seed: 7,
        guidance_scale: 4.5,
        num_inference_steps: 20,
      },
    })
    const wide = { ...generated, generation: { ...generation, requestedSize: '16:9' } }
    expect(toolCallOf(factsOf(wide))?.parameters).toMatchObject({ aspect_ratio: '16:9' })
  })

  it('gives an edit its source, mask and edge', () => {
    const blend = automaticBlend('fill', { growPx: 4, featherPx: 2 })
    const edit = { intent: 'fill', blend } as Recipe['edit']
    const recipe: Recipe = { ...generated, operation: 'edit', growPx: 4, featherPx: 2, edit }
    const painted = factsOf(recipe, { mask: 'painted' })
    const url = (rendition: string) => `asset://library/${painted.asset.id}/${rendition}`
    expect(toolCallOf(painted)).toMatchObject({
      tool: 'edit_image',
      parameters: { input_image: source.id, mask_image: url('painted'), intent: 'fill', grow: 4, feather: 2 },
    })
    expect(codesOf(painted)).toEqual([])
    // A mask with its edge applied must not get it twice.
    const applied = toolCallOf({ ...painted, mask: 'mask' })
    expect(applied?.parameters).toMatchObject({ mask_image: url('mask'), grow: 0, feather: 0 })
    expect(codesOf({ ...painted, mask: null, source: null })).toEqual(
      expect.arrayContaining(['source-missing', 'mask-missing']),
    )
  })

  it('keeps how an edit was blended, as far as that was adjusted', () => {
    const blend = { ...automaticBlend('fill', { growPx: 4, featherPx: 2 }), match: 0.25, isForced: true }
    const edit = { intent: 'fill', blend } as Recipe['edit']
    const facts = factsOf({ ...generated, operation: 'edit', growPx: 4, featherPx: 2, edit }, { mask: 'painted' })
    expect(toolCallOf(facts)?.parameters).toMatchObject({ blend: { match: 0.25, force_paste: true } })
    expect(accepts(facts)).toBe(true)
    const demo = { ...facts, asset: { ...facts.asset, recipe: { ...facts.asset.recipe, provider: 'fake' } } }
    expect(toolCallOf(demo)?.parameters).not.toHaveProperty('blend')
  })

  it('keeps the control image as it was used, if it is still there', () => {
    const control = { imageId: source.id, net: 'canny', strength: 1.5, findsEdges: true }
    const facts = factsOf({ ...generated, generation: { ...generation, control } }, { inputIds: [source.id] })
    expect(toolCallOf(facts)?.parameters).toMatchObject({
      control: { image: source.id, preprocessor: 'edges', net: 'canny', strength: 1.5 },
    })
    expect(accepts(facts)).toBe(true)
    expect(codesOf(facts)).toEqual([])
    const gone = { ...facts, inputIds: [] }
    expect(toolCallOf(gone)?.parameters).not.toHaveProperty('control')
    expect(codesOf(gone)).toEqual(['control-missing'])
  })

  it('gives a removed background its own tool, with what was put there', () => {
    const cutout = { ...importRecipe, operation: 'cutout', provider: 'local-vision', model: 'birefnet' } as const
    const common = { input_image: source.id, model: 'birefnet' }
    const parametersOf = (change: Partial<Recipe>, inputIds: string[] = []) => {
      const facts = factsOf({ ...cutout, ...change }, { inputIds })
      expect(accepts(facts)).toBe(true)
      return toolCallOf(facts)?.parameters
    }
    expect(parametersOf({})).toEqual(common)
    expect(parametersOf({ background: { type: 'color', color: '#ffffff' } })).toEqual({ ...common, color: '#ffffff' })
    expect(parametersOf({ background: { type: 'blur', radiusPercent: 2 } })).toEqual({ ...common, blur: 2 })
    const image = { background: { type: 'image' }, takenFromId: source.id } as const
    expect(parametersOf(image, [source.id])).toEqual({ ...common, background_image: source.id })
    expect(codesOf(factsOf({ ...cutout, ...image }))).toEqual(['background-missing'])
  })

  it('gives fills, expansions and upscales tools of their own', () => {
    const fill = { ...importRecipe, operation: 'fill', provider: 'content-aware-fill', seed: 3 } as const
    expect(toolCallOf(factsOf(fill))).toEqual({ tool: 'fill_image', parameters: { input_image: source.id, seed: 3 } })
    const adapted = toolCallOf(factsOf({ ...fill, colourAdaptation: 1 }))
    expect(adapted?.parameters).toMatchObject({ color_adaptation: 1 })
    expect(toolCallOf(factsOf({ ...fill, colourAdaptation: 0.5 }))?.parameters).not.toHaveProperty('color_adaptation')
    const expand = { ...importRecipe, operation: 'expand', parentAt: { x: 12, y: 4 }, seed: 1 } as const
    expect(toolCallOf(factsOf(expand))?.parameters).toMatchObject({ left: 12, top: 4, right: 20, bottom: 6 })
    const options = { scale: '2' }
    const upscale: Recipe = {
      ...generated,
      operation: 'edit',
      provider: 'local',
      generation: { ...generation, options },
    }
    expect(toolCallOf(factsOf(upscale))).toEqual({
      tool: 'upscale_image',
      parameters: { input_image: source.id, model: 'openai-1', scale: 2 },
    })
  })

  it('reads other programs’ images', () => {
    const options = { modelHash: 'abc', sampler: 'Euler' }
    const prompt = 'a heron <lora:ink:0.8>'
    const foreign: Recipe = { ...generated, operation: 'import', prompt, generation: { ...generation, options } }
    const facts = factsOf(foreign, {}, { dialect: 'a1111' })
    expect(toolCallOf(facts)).toMatchObject({
      tool: 'generate_image',
      parameters: { prompt: 'a heron', size: '1024x768' },
    })
    expect(codesOf(facts)).toEqual(['other-program', 'option-omitted', 'option-omitted'])
  })

  it.each(['import', 'compose', 'crop', 'merge', 'external', 'depth', 'pose'] as const)(
    'has none for %s',
    (operation) => {
      expect(toolCallOf(factsOf({ ...importRecipe, operation }))).toBeNull()
    },
  )

  it.each(['generate', 'variations', 'edit', 'fill', 'expand'] as const)(
    'makes calls for %s that tools accept',
    (operation) => {
      const facts = factsOf({ ...generated, operation, parentAt: { x: 0, y: 0 } }, { mask: 'mask' })
      expect(accepts(facts)).toBe(true)
    },
  )
})

describe('differencesOf', () => {
  it.each([
    ['seed-unknown', factsOf({ ...generated, seed: null })],
    ['seed-ignored', factsOf(generated, { card: fakeCard('openai-1', { seed: 'no' }) })],
    ['seed-ignored', factsOf({ ...generated, seed: '18446744073709551615' })],
    ['seed-best-effort', factsOf(generated, { card: fakeCard('openai-1', { seed: 'best-effort' }) })],
    ['model-unknown', factsOf(generated, { card: null })],
    ['provider-unknown', factsOf({ ...generated, provider: 'gone' }, { view: null })],
    ['provider-not-configured', factsOf(generated, { view: { ...view, isEnabled: false } })],
    ['prompt-revised', factsOf({ ...generated, generation: { ...generation, revisedPrompt: 'a gray heron' } })],
    ['reference-missing', factsOf({ ...generated, generation: { ...generation, referenceIds: [source.id] } })],
    ['named-reference-missing', factsOf({ ...generated, generation: withAnna })],
    [
      'named-reference-changed',
      factsOf({ ...generated, generation: withAnna }, { named: [{ ...anna, imageIds: [] }] }),
    ],
    ['sampling-omitted', factsOf({ ...importRecipe, operation: 'fill', sampling: 'painted' })],
  ])('names %s', (code, facts) => {
    expect(codesOf(facts)).toContain(code)
  })

  it('misses no image of a named reference, which the prompt brings again', () => {
    const use = { id: namedReferenceId(1), name: 'anna', form: 'images' as const, imageIds: [source.id] }
    const named = { ...generation, referenceIds: [source.id], named: [use] }
    expect(codesOf(factsOf({ ...generated, generation: named }))).not.toContain('reference-missing')
  })

  it('names a retired model', () => {
    const state = { type: 'retired', on: null, successor: null, isServedElsewhere: false, note: null } as const
    expect(codesOf(factsOf(generated, { card: fakeCard('openai-1', { seed: 'yes', state }) }))).toEqual([
      'model-retired',
    ])
  })

  it('does not miss images that the prompt’s references bring again', () => {
    expect(codesOf(factsOf({ ...generated, generation: withAnna }, { named: [{ ...anna, name: 'Anna' }] }))).toEqual([])
  })

  it('names nothing where everything is the same', () => {
    expect(codesOf(factsOf(generated))).toEqual([])
  })
})
