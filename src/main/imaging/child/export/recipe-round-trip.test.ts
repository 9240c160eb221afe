import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyRecipe, anyPromptText } from '../../../../../test/support/any-recipe.ts'
import {
  readAsInfiniteImageBrowsing,
  readAsPromptReader,
  readAsSdParsers,
  readAsA1111,
} from '../../../../../test/support/read-as-others.ts'
import { xmpPacket } from '../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../test/support/small-images.ts'
import { recipeSchema, type Recipe } from '../../../../shared/domain/asset.ts'
import { defaultExportOptions } from '../../../../shared/domain/export-options.ts'
import { exportFormats, type ExportFormat } from '../../../../shared/util/media-type.ts'
import { readerInput } from '../metadata/dialects/dialect-reader.ts'
import { readA1111 } from '../metadata/dialects/read-a1111.ts'
import type { ExportMetadata } from '../../imaging.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import { noParts } from '../metadata/read/raw-metadata.ts'
import { readMetadata } from '../metadata/read-metadata.ts'
import { readTiffDirectory, tiffTags } from '../metadata/tiff-directory.ts'
import { createCredentialsThread } from '../credentials/credentials-thread.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { bytesSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import { exportImage } from './export-image.ts'
import { standIns, writeExifTexts } from './exif-texts.ts'
import { bareExif } from './file-metadata.ts'

let folder: string
/** Nothing is signed, so it starts no thread. */
const credentials = createCredentialsThread()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-round-trip-'))
  await writeFile(join(folder, 'source.png'), smallPng(1))
})
afterAll(() => rm(folder, { recursive: true }))

const recordFields = {
  assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  parentId: null,
  ancestors: [],
  createdAtMs: 0,
  appVersion: '1.0.0',
}
const recordOf = (recipe: Recipe) => ({ ...recordFields, recipe })

type Source = ExportMetadata['source']

async function exported(recipe: Recipe, format: ExportFormat, source: Source = null): Promise<Buffer> {
  const targetPath = join(folder, `out.${format}`)
  const { provider, model, prompt } = recipe
  const madeBy = { provider, model, prompt, promptWriter: null }
  const kind = { type: 'own', otherwise: null, changedBy: 'nobody' } as const
  const metadata = { kind, source, madeBy, generation: recipe, record: recordOf(recipe) }
  const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
  const settings = { quality, isLossless, size, sharpening, profile, bitDepth, format, metadata, credentials: null }
  const sourcePath = join(folder, 'source.png')
  const context = {
    signal: new AbortController().signal,
    sign: () => Promise.reject(new TypeError('nothing is signed')),
  }
  const file = { sourcePath, targetPath, fileName: 'out' }
  await exportImage({ ...settings, ...file }, context, { budget: new ByteBudget(2 ** 28), credentials })
  return readFile(targetPath)
}

async function thereAndBack(recipe: Recipe, format: ExportFormat) {
  return readMetadata(bytesSource('again', await exported(recipe, format)))
}

function readText(text: string) {
  const raw = { ...noParts(), texts: new Map([['parameters', text]]), tags: null }
  return readA1111(readerInput(raw, { xmp: new Map(), photo: [], hidden: null }))
}

const names = Array.from({ length: 20 }, (_, n) => `<rdf:li>${n} ${'版'.repeat(900)}</rdf:li>`).join('')
const manyCreators = xmpPacket(`<dc:creator><rdf:Seq>${names}</rdf:Seq></dc:creator>`)

describe('an exported recipe that is read again', () => {
  it.each(exportFormats)('is unchanged for any content: %s', async (format) => {
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

  it.each(exportFormats)('is unchanged when its prompts are longer than a metadata segment: %s', async (format) => {
    const [recipe] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
    // Incompressible text.
    const long = Array.from({ length: 40_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000))).join(
      '',
    )
    const generation = { ...recipe!.generation!, negativePrompt: long, revisedPrompt: long.slice(5) }
    const whole = { ...recipe!, prompt: long, generation }
    expect((await thereAndBack(whole, format)).recipe).toEqual(whole)
  })

  it.each(exportFormats)(
    'is unchanged beside the longest settings, and the longest rights of a photo: %s',
    async (format) => {
      const [recipe] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
      const long = '赤い扉, '.repeat(8_000)
      const options = { sampler: long.slice(0, 2_000), scheduler: long.slice(7, 2_007), vae: long.slice(3, 2_003) }
      const loras = Array.from({ length: 200 }, (_, n) => ({ path: `${n} ${long.slice(0, 100)}`, scale: 1 }))
      const generation = { ...recipe!.generation!, negativePrompt: long, options, loras }
      const whole = { ...recipe!, prompt: long, generation }
      const rights = '版'.repeat(2_000)
      const path = join(folder, 'photo.jpg')
      const exif = { IFD0: { Artist: rights, Copyright: rights, Make: rights, Model: rights } }
      const photo = await sharp(smallPng(2)).jpeg().withExif(standIns(exif, null)).withXmp(manyCreators).toBuffer()
      expect(writeExifTexts(photo.subarray(photo.indexOf('II*\0')), exif, null)).toBe(true)
      await writeFile(path, photo)
      const source = { path, keepRights: true, keepLocation: true, keepCamera: true, keepPrograms: true }
      const file = await exported(whole, format, source)
      expect((await readMetadata(bytesSource('again', file))).recipe).toEqual(whole)
      const { exif: written, xmp } = await sharp(file).metadata()
      expect(xmp?.toString()).toContain(`<rdf:li>0 ${'版'.repeat(900)}</rdf:li>`)
      // A TIFF has them in its own directory.
      const { entries } = readTiffDirectory(format === 'tiff' ? file : bareExif(written!))!
      const { make, model, artist, copyright } = tiffTags
      for (const tag of [make, model, artist, copyright]) {
        expect(entries.find((entry) => entry.tag === tag)?.value.toString('utf8')).toBe(`${rights}\0`)
      }
    },
  )
})

/** As in the format: any line ending counts as a line break, and surrounding white space is ignored. */
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
  const charsMax = 32_000
  const written = (recipe: Recipe) => formatInfotext(recordOf(recipe), { size, original: size }, charsMax)

  it('is read correctly by the rules of A1111', () => {
    const plain = anyPromptText.filter((text) => !/Negative prompt:|Steps:/.test(text))
    fc.assert(
      fc.property(anyRecipe, plain, plain, (any, prompt, negativePrompt) => {
        const loras: never[] = []
        const recipe: Recipe = { ...any, prompt, generation: { ...any.generation!, negativePrompt, loras } }
        const read = readAsA1111(written(recipe))
        // A third of the room is left to each, and all that the others leave.
        const isWhole = prompt.length + negativePrompt.length <= charsMax / 2
        const least = isWhole ? charsMax : charsMax / 6
        expect(read.prompt.trim().length).toBeGreaterThanOrEqual(Math.min(asLines(prompt).length, least))
        expect(asLines(prompt).startsWith(read.prompt.trim())).toBe(true)
        expect(read.negativePrompt.trim().length).toBeGreaterThanOrEqual(
          Math.min(asLines(negativePrompt).length, least),
        )
        expect(asLines(negativePrompt).startsWith(read.negativePrompt.trim())).toBe(true)
        expect(written(recipe).length).toBeLessThanOrEqual(charsMax)
        expect(read.settings.get('Steps')).toBe(String(recipe.generation!.steps ?? 'Unknown'))
        expect(read.settings.get('Seed')).toBe(recipe.seed === null ? undefined : String(recipe.seed))
        expect([read.settings.get('Size-1'), read.settings.get('Size-2')]).toEqual(['640', '480'])
        expect(read.settings.get('Source Identifier')).toBe('Atelier')
        // Galleries do not recognize a text without it.
        expect(written(recipe)).toContain('Steps:')
      }),
      { numRuns: 500 },
    )
  })

  it('writes models, samplers and guidance so that each is read completely', () => {
    const name = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
      .map((text) => text.trim())
      // A1111 reads whatever looks like a size as one, under other keys.
      .filter((text) => !/^\d+x\d+$/.test(text))
    fc.assert(
      fc.property(anyRecipe, name, name, (any, model, sampler) => {
        const options = sampler === '' ? {} : { sampler }
        const recipe: Recipe = { ...any, model, generation: { ...any.generation!, options, loras: [] } }
        const { settings } = readAsA1111(written(recipe))
        expect(settings.get('Sampler')).toBe(sampler === '' ? undefined : sampler)
        if (model !== '') expect(settings.get('Model')).toBe(model)
        const guidance = recipe.generation?.guidance
        expect(settings.get('CFG scale')).toBe(guidance === null ? undefined : String(guidance))
      }),
      { numRuns: 500 },
    )
  })

  it('gives every reader the same prompts, 64-bit seed, steps, sampler, model and model hash', () => {
    const words = fc.constantFrom('', 'a fox', 'a fox\nin the snow, 赤い', 'a fox <lora:ink:0.8>')
    fc.assert(
      fc.property(anyRecipe, words, words, (any, prompt, negativePrompt) => {
        const options = {
          sampler: 'Euler a',
          scheduler: 'Karras',
          modelHash: '6ce0161689',
        }
        const generation = { ...any.generation!, negativePrompt, steps: 20, guidance: 7, options, loras: [] }
        const text = written({ ...any, model: 'sd_xl_base', seed: '18446744073709551615', prompt, generation })
        for (const read of [readAsA1111, readAsInfiniteImageBrowsing, readAsPromptReader, readAsSdParsers]) {
          const shown = read(text)!
          expect([shown.prompt.trim(), shown.negativePrompt.trim()], read.name).toEqual([prompt, negativePrompt])
          expect(Object.fromEntries(shown.settings), read.name).toMatchObject({
            Steps: '20',
            Sampler: 'Euler a',
            'Schedule type': 'Karras',
            'CFG scale': '7',
            Seed: '18446744073709551615',
            Model: 'sd_xl_base',
            'Model hash': '6ce0161689',
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is told from the prompt by every reader that accepts it, even without steps and sampler', () => {
    const [any] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
    for (const prompt of [null, 'a fox']) {
      const generation = { ...any!.generation!, negativePrompt: null, steps: null, options: {}, loras: [] }
      const text = written({ ...any!, model: 'gpt-image-2', seed: 7, prompt, generation })
      for (const read of [readAsA1111, readAsInfiniteImageBrowsing, readAsPromptReader]) {
        const shown = read(text)
        expect(shown.prompt, read.name).toBe(prompt ?? '')
        expect([shown.settings.get('Seed'), shown.settings.get('Model')], read.name).toEqual(['7', 'gpt-image-2'])
      }
    }
  })

  it('writes the scheduler of InvokeAI as a sampler', () => {
    const [any] = fc.sample(anyRecipe, { numRuns: 1, seed: 3 })
    const generation = { ...any!.generation!, steps: 20, options: { scheduler: 'dpmpp_2m_k' }, loras: [] }
    const shown = readAsSdParsers(written({ ...any!, seed: 7, prompt: 'a fox', generation }))
    expect(shown?.settings.get('Sampler')).toBe('dpmpp_2m_k')
    expect(shown?.settings.has('Schedule type')).toBe(false)
  })

  it('preserves a long seed and the hashes of model and LoRAs from A1111', () => {
    const text = `a fox <lora:ink:0.8>\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 9007199254740993, Size: 640x480, Model hash: 6ce0161689, Model: sd_xl_base, Lora hashes: "ink: 1a2b3c4d5e6f, blue: 0011223344ff", Version: v1.10.1`
    const { recipe } = readText(text)!
    expect(recipe!.seed).toBe('9007199254740993')
    const again = readAsA1111(written(recipe!))
    const expected = readAsA1111(text)
    for (const key of ['Seed', 'Model hash', 'Model', 'Lora hashes', 'Sampler', 'Schedule type', 'Steps']) {
      expect(again.settings.get(key), key).toBe(expected.settings.get(key))
    }
    expect(readText(written(recipe!))!.recipe).toEqual(recipe)
  })

  it('lists each LoRA once, where other programs look for it', () => {
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
