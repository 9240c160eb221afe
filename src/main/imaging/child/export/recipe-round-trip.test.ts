import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyRecipe, anyWords } from '../../../../../test/support/any-recipe.ts'
import { readAsA1111 } from '../../../../../test/support/read-as-a1111.ts'
import { smallPng } from '../../../../../test/support/small-pictures.ts'
import { recipeSchema, type Recipe } from '../../../../shared/domain/asset.ts'
import { defaultExportOptions } from '../../../../shared/domain/export-presets.ts'
import { exportFormats, type ExportFormat } from '../../../../shared/util/media-type.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import { readAccount } from '../metadata/read-account.ts'
import { createCredentialsThread } from '../credentials/credentials-thread.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { bytesSource } from '../source/picture-source.ts'
import { exportPicture } from './export-picture.ts'

let folder: string
/** Nothing is signed: it starts no thread. */
const credentials = createCredentialsThread()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-round-trip-'))
  await writeFile(join(folder, 'source.png'), smallPng(1))
})
afterAll(() => rm(folder, { recursive: true }))

const about = {
  assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  parentId: null,
  ancestors: [],
  createdAtMs: 0,
  appVersion: '1.0.0',
}
const recordOf = (recipe: Recipe) => ({ ...about, recipe })

async function thereAndBack(recipe: Recipe, format: ExportFormat) {
  const targetPath = join(folder, `out.${format}`)
  const { provider, model, prompt } = recipe
  const madeBy = { provider, model, prompt, promptWriter: null }
  const account = { kind: { is: 'own', otherwise: null }, source: null, madeBy, record: recordOf(recipe) } as const
  const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
  const how = { quality, isLossless, size, sharpening, profile, bitDepth, format, account, credentials: null }
  const sourcePath = join(folder, 'source.png')
  const context = {
    signal: new AbortController().signal,
    sign: () => Promise.reject(new TypeError('nothing is signed')),
  }
  const file = { sourcePath, targetPath, fileName: 'out' }
  await exportPicture({ ...how, ...file }, context, { budget: new ByteBudget(2 ** 28), credentials })
  return readAccount(bytesSource('again', await readFile(targetPath)))
}

describe('a recipe that is exported and read again', () => {
  it.each(exportFormats)('is the same, whatever is in it: %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(anyRecipe, async (recipe) => {
        expect(recipeSchema.parse(recipe)).toEqual(recipe)
        const { recipe: again, details } = await thereAndBack(recipe, format)
        expect(again).toEqual(recipe)
        expect(details.dialect).toBe('atelier')
      }),
      { numRuns: format === 'avif' ? 15 : 40 },
    )
  })

  it.each(exportFormats)('is the same where its words are longer than any segment: %s', async (format) => {
    const [recipe] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
    // Nothing that could be packed.
    const long = Array.from({ length: 40_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000))).join(
      '',
    )
    const generation = { ...recipe!.generation!, negativePrompt: long, revisedPrompt: long.slice(5) }
    const whole = { ...recipe!, prompt: long, generation }
    expect((await thereAndBack(whole, format)).recipe).toEqual(whole)
  })
})

/** As the format has it: a line is a line however it ends, and white space around it is none of its words. */
const asLines = (text: string | null | undefined) =>
  (text ?? '')
    .toWellFormed()
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()

describe('the text for other programs', () => {
  const size = { widthPx: 640, heightPx: 480 }
  const written = (recipe: Recipe) => formatInfotext(recordOf(recipe), { size, original: size })

  it('is read by the rules of A1111 as what it says', () => {
    const plain = anyWords.filter((text) => !/Negative prompt:|Steps:/.test(text))
    fc.assert(
      fc.property(anyRecipe, plain, plain, (any, prompt, negativePrompt) => {
        const loras: never[] = []
        const recipe: Recipe = { ...any, prompt, generation: { ...any.generation!, negativePrompt, loras } }
        const read = readAsA1111(written(recipe))
        expect(read.prompt.trim()).toBe(asLines(prompt.slice(0, 20_000)))
        expect(read.negativePrompt.trim()).toBe(asLines(negativePrompt.slice(0, 10_000)))
        expect(read.settings.get('Steps')).toBe(String(recipe.generation!.steps ?? 'Unknown'))
        expect(read.settings.get('Seed')).toBe(recipe.seed === null ? undefined : String(recipe.seed))
        expect([read.settings.get('Size-1'), read.settings.get('Size-2')]).toEqual(['640', '480'])
        expect(read.settings.get('Source Identifier')).toBe('Atelier')
        // Galleries take a text without it for none of theirs.
        expect(written(recipe)).toContain('Steps:')
      }),
      { numRuns: 500 },
    )
  })

  it('names models, samplers and guidance so that each is read whole', () => {
    const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).map((text) => text.trim())
    fc.assert(
      fc.property(anyRecipe, name, name, (any, model, sampler) => {
        const recipe: Recipe = { ...any, model, generation: { ...any.generation!, options: { sampler }, loras: [] } }
        const { settings } = readAsA1111(written(recipe))
        expect(settings.get('Sampler')).toBe(sampler === '' ? undefined : sampler)
        if (model !== '') expect(settings.get('Model')).toBe(model)
        const guidance = recipe.generation?.guidance
        expect(settings.get('CFG scale')).toBe(guidance === null ? undefined : String(guidance))
      }),
      { numRuns: 500 },
    )
  })

  it('has LoRAs where other programs look for them, once each', () => {
    const [any] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
    const loras = [
      { path: 'ink', scale: 0.8 },
      { path: 'blue', scale: 1 },
      { path: 'https://example.com/a,b.safetensors', scale: 0.5 },
    ]
    const recipe: Recipe = { ...any!, prompt: 'a fox <lora:ink:0.8>', generation: { ...any!.generation!, loras } }
    const { prompt, settings } = readAsA1111(written(recipe))
    expect(prompt).toBe('a fox <lora:ink:0.8> <lora:blue:1>')
    expect(settings.get('LoRAs')).toBe('https://example.com/a,b.safetensors × 0.5')
  })
})
