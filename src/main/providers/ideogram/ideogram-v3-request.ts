import { AppError } from '../../../shared/errors/index.ts'
import type { Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallBody } from '../core/call.ts'
import { type Fields, type Files, imageWeightOf, oneFile, optionsOf, resolutionOf, toBody } from './ideogram-body.ts'

const speeds: Readonly<Record<Quality, string>> = { draft: 'TURBO', standard: 'DEFAULT', hd: 'QUALITY' }

/** Ideogram 3.0, by its own API of the first version: a form, with names in capitals. */
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
      return fromWordsOrPicture(input, { ...settings(input), prompt, negative_prompt: negativePrompt, resolution })
  }
}

function fromWordsOrPicture(input: AdapterInput, fields: Fields): Task {
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

/** All reference pictures together. */
const referenceBytesMax = 10_000_000

function styleFiles({ references, stylePreset }: AdapterInput): Files {
  if (references.length > 0 && stylePreset !== null) {
    throw new AppError(
      'provider/invalid-request',
      'Ideogram takes a style preset or reference images, not both. Take one of them away. Nothing was sent.',
    )
  }
  const bytes = references.reduce((sum, picture) => sum + picture.bytes.byteLength, 0)
  if (bytes > referenceBytesMax) {
    throw new AppError(
      'provider/invalid-request',
      'The reference images are too large: Ideogram takes 10 MB of them together. Take some away, or use smaller ones. Nothing was sent.',
    )
  }
  return references.map((picture) => ['style_reference_images', picture])
}
