import type { Quality, OptionValue } from '../../../shared/domain/model-card.ts'
import type { AdapterInput, InputImage } from '../core/adapter.ts'
import type { CallBody, FormPart } from '../core/call.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/ideogram.ts'
import { fileNameOf } from '../core/wire/image-bytes.ts'

const v4Speeds: Readonly<Record<Quality, string>> = { draft: 'turbo', standard: 'default', hd: 'quality' }
/** The service's own default is the most expensive; `very_low` is left out because it is not offered everywhere. */
const qualities: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'high' }

/** Builds requests below `/v2/image/`: names in lowercase. */
export function toV4Request(input: AdapterInput): { readonly path: string; readonly body: CallBody } {
  const { task, fields, files } = v4TaskOf(input)
  return { path: `/v2/image/${task}`, body: toBody(fields, files) }
}

/** A task survives a lost connection and a restart, and reports its price. Object removal is always one. */
const later: Fields = { async: true }

interface V4Task {
  readonly task: string
  readonly fields: Fields
  readonly files: Files
}

/** Of 4.5 and newer, below `/v2/image/`. */
export function v45Task(id: string): string {
  const model = id.replace(/-edit$/, '')
  return model === id ? `generate/${model}` : `precise-edit/${model}`
}

function v4TaskOf(input: AdapterInput): V4Task {
  const { card, source, mask, references } = input
  const image = oneFile('image', source)
  const quality = input.quality ?? 'standard'
  switch (card.id) {
    case 'ideogram-4-5':
    case 'ideogram-4-6':
      return {
        task: v45Task(card.id),
        fields: { ...v4Settings(input), quality: qualities[quality], size: resolutionOf(input) },
        files: [],
      }
    case 'ideogram-4-5-edit':
    case 'ideogram-4-6-edit':
      return {
        task: v45Task(card.id),
        fields: { ...v4Settings(input), quality: qualities[quality] },
        files: [...image, ...oneFile('mask', mask), ...references.map((one) => ['reference_images', one] as const)],
      }
    case 'ideogram-4': {
      const fields = { ...v4Settings(input), rendering_speed: v4Speeds[quality], resolution: resolutionOf(input) }
      return { task: 'generate/ideogram-4', fields, files: [] }
    }
    case 'ideogram-4-remix': {
      const weight = { image_weight: imageWeightOf(input), rendering_speed: v4Speeds[quality] }
      return {
        task: 'remix/ideogram-4',
        fields: { ...v4Settings(input), ...weight, resolution: resolutionOf(input) },
        files: image,
      }
    }
    case 'ideogram-remove-object':
      return { task: 'remove-object/ideogram-1', fields: {}, files: [...image, ...oneFile('mask', mask)] }
    case 'ideogram-remove-background':
      return { task: 'remove-background/ideogram-1', fields: later, files: image }
    default:
      return { task: 'upscale/auto', fields: { ...later, ...optionsOf(input) }, files: image }
  }
}

function v4Settings(input: AdapterInput): Fields {
  return { ...later, prompt: input.prompt, num_images: input.n, seed: input.seed, ...optionsOf(input) }
}

const v3Speeds: Readonly<Record<Quality, string>> = { draft: 'TURBO', standard: 'DEFAULT', hd: 'QUALITY' }

/** Builds a request to Ideogram 3.0, with its own API v1: a form, with names in uppercase. */
export function toV3Request(input: AdapterInput): { readonly path: string; readonly body: CallBody } {
  const { task, fields, files } = v3TaskOf(input)
  return { path: `/v1/ideogram-v3/${task}`, body: toBody(fields, [...files, ...referenceFiles(input)]) }
}

interface V3Task {
  readonly task: string
  readonly fields: Fields
  readonly files: Files
}

function v3TaskOf(input: AdapterInput): V3Task {
  const { card, source, mask, prompt, negativePrompt } = input
  const resolution = resolutionOf(input)
  const image = oneFile('image', source)
  switch (card.id) {
    case 'ideogram-v3-transparent': {
      const fields = { ...v3Settings(input), prompt, negative_prompt: negativePrompt, aspect_ratio: ratioOf(input) }
      return { task: 'generate-transparent', fields, files: [] }
    }
    case 'ideogram-v3-reframe':
      return { task: 'reframe', fields: { ...v3Settings(input), resolution }, files: image }
    case 'ideogram-v3-replace-background':
      return { task: 'replace-background', fields: { ...v3Settings(input), prompt }, files: image }
    default:
      if (mask) {
        const fields = { ...v3Settings(input), prompt }
        return { task: 'inpaint', fields, files: [...image, ...oneFile('mask', mask)] }
      }
      return fromTextOrImage(input, { ...v3Settings(input), prompt, negative_prompt: negativePrompt, resolution })
  }
}

function fromTextOrImage(input: AdapterInput, fields: Fields): V3Task {
  if (!input.source) return { task: 'generate', fields, files: [] }
  const remix = { ...fields, image_weight: imageWeightOf(input) }
  return { task: 'remix', fields: remix, files: oneFile('image', input.source) }
}

function v3Settings(input: AdapterInput): Fields {
  const { color_palette: palette, ...options } = optionsOf(input)
  return {
    num_images: input.n,
    seed: input.seed,
    rendering_speed: v3Speeds[input.quality ?? 'standard'],
    style_preset: input.stylePreset,
    ...options,
    ...(palette !== undefined && { color_palette: { name: palette } }),
  }
}

/** `16x9` */
function ratioOf({ aspectRatio }: AdapterInput): string | null {
  return aspectRatio && aspectRatio.replace(':', 'x')
}

/** Of all reference images together. */
const referenceBytesMax = 10_000_000

function referenceFiles({ references, characterAt, stylePreset }: AdapterInput): Files {
  const styles = references.filter((_, at) => at !== characterAt)
  if (styles.length > 0 && stylePreset !== null) {
    throw new AppError('provider/invalid-request', messages.presetOrReferences)
  }
  const bytes = styles.reduce((sum, image) => sum + image.bytes.byteLength, 0)
  if (bytes > referenceBytesMax) {
    throw new AppError('provider/invalid-request', messages.referencesTooLarge)
  }
  return references.map((image, at) => [
    at === characterAt ? 'character_reference_images' : 'style_reference_images',
    image,
  ])
}

export type Fields = Readonly<Record<string, FieldValue | null>>
type FieldValue = string | number | boolean | object
type Files = readonly (readonly [name: string, picture: InputImage])[]

/** JSON for text alone, a form with files. null is not sent. */
export function toBody(fields: Fields, files: Files): CallBody {
  const set = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  if (files.length === 0) return { json: Object.fromEntries(set) }
  return { form: [...files.map(toFilePart), ...set.map(toTextPart)] }
}

function toFilePart([name, image]: Files[number]): FormPart {
  return { name, bytes: image.bytes, mime: image.mime, fileName: fileNameOf(name, image) }
}

/** Objects are sent as JSON in a form. */
function toTextPart([name, value]: readonly [string, FieldValue]): FormPart {
  return { name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) }
}

function oneFile(name: string, image: InputImage | null): Files {
  return image ? [[name, image]] : []
}

/** Returns the card's own fields, with its defaults: they differ from the service's. */
export function optionsOf({ card, options }: AdapterInput): Readonly<Record<string, OptionValue>> {
  const defaults = card.options.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(defaults), ...options }
}

/** Returns how close to stay to the image: Atelier's strength inverted, where 0 leaves the image unchanged. */
export function imageWeightOf({ strength }: AdapterInput): number {
  return Math.min(100, Math.max(1, Math.round((1 - (strength ?? 0.5)) * 100)))
}

function resolutionOf({ size }: AdapterInput): string | null {
  return size && `${size.widthPx}x${size.heightPx}`
}
