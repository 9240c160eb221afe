import { AppError } from '../../../shared/errors/index.ts'
import type { Quality } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/ideogram.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallBody } from '../core/call.ts'
import { type Fields, type Files, imageWeightOf, oneFile, optionsOf, resolutionOf, toBody } from './ideogram-body.ts'

const speeds: Readonly<Record<Quality, string>> = { draft: 'TURBO', standard: 'DEFAULT', hd: 'QUALITY' }

/** Builds a request to Ideogram 3.0, with its own API v1: a form, with names in uppercase. */
export function toV3Request(input: AdapterInput): { readonly path: string; readonly body: CallBody } {
  const { task, fields, files } = taskOf(input)
  return { path: `/v1/ideogram-v3/${task}`, body: toBody(fields, [...files, ...styleFiles(input)]) }
}

interface Task {
  readonly task: string
  readonly fields: Fields
  readonly files: Files
}

function taskOf(input: AdapterInput): Task {
  const { card, source, mask, prompt, negativePrompt } = input
  const resolution = resolutionOf(input)
  const image = oneFile('image', source)
  switch (card.id) {
    case 'ideogram-v3-transparent': {
      const fields = { ...settings(input), prompt, negative_prompt: negativePrompt, aspect_ratio: ratioOf(input) }
      return { task: 'generate-transparent', fields, files: [] }
    }
    case 'ideogram-v3-reframe':
      return { task: 'reframe', fields: { ...settings(input), resolution }, files: image }
    case 'ideogram-v3-replace-background':
      return { task: 'replace-background', fields: { ...settings(input), prompt }, files: image }
    default:
      if (mask) {
        const fields = { ...settings(input), prompt }
        return { task: 'inpaint', fields, files: [...image, ...oneFile('mask', mask)] }
      }
      return fromTextOrImage(input, { ...settings(input), prompt, negative_prompt: negativePrompt, resolution })
  }
}

function fromTextOrImage(input: AdapterInput, fields: Fields): Task {
  if (!input.source) return { task: 'generate', fields, files: [] }
  const remix = { ...fields, image_weight: imageWeightOf(input) }
  return { task: 'remix', fields: remix, files: oneFile('image', input.source) }
}

function settings(input: AdapterInput): Fields {
  const { color_palette: palette, ...options } = optionsOf(input)
  return {
    num_images: input.n,
    seed: input.seed,
    rendering_speed: speeds[input.quality ?? 'standard'],
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

function styleFiles({ references, stylePreset }: AdapterInput): Files {
  if (references.length > 0 && stylePreset !== null) {
    throw new AppError('provider/invalid-request', messages.presetOrReferences)
  }
  const bytes = references.reduce((sum, image) => sum + image.bytes.byteLength, 0)
  if (bytes > referenceBytesMax) {
    throw new AppError('provider/invalid-request', messages.referencesTooLarge)
  }
  return references.map((image) => ['style_reference_images', image])
}
