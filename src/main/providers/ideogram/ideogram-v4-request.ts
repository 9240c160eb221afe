import type { Quality } from '../../../shared/domain/model-card.ts'
import type { AdapterInput } from '../core/adapter.ts'
import type { CallBody } from '../core/call.ts'
import { type Fields, type Files, imageWeightOf, oneFile, optionsOf, resolutionOf, toBody } from './ideogram-body.ts'

const speeds: Readonly<Record<Quality, string>> = { draft: 'turbo', standard: 'default', hd: 'quality' }
/** The service's own default is the most expensive; `very_low` is left out because it is not offered everywhere. */
const qualities: Readonly<Record<Quality, string>> = { draft: 'low', standard: 'medium', hd: 'high' }

/** Builds requests below `/v2/image/`: names in lowercase. */
export function toV4Request(input: AdapterInput): { readonly path: string; readonly body: CallBody } {
  const { task, fields, files } = taskOf(input)
  return { path: `/v2/image/${task}`, body: toBody(fields, files) }
}

/** A task survives a lost connection and a restart, and reports its price. Object removal is always one. */
const later: Fields = { async: true }

interface Task {
  readonly task: string
  readonly fields: Fields
  readonly files: Files
}

function taskOf(input: AdapterInput): Task {
  const { card, source, mask, references } = input
  const image = oneFile('image', source)
  const quality = input.quality ?? 'standard'
  switch (card.id) {
    case 'ideogram-4-5':
      return {
        task: 'generate/ideogram-4-5',
        fields: { ...settings(input), quality: qualities[quality], size: resolutionOf(input) },
        files: [],
      }
    case 'ideogram-4-5-edit':
      return {
        task: 'precise-edit/ideogram-4-5',
        fields: { ...settings(input), quality: qualities[quality] },
        files: [...image, ...oneFile('mask', mask), ...references.map((one) => ['reference_images', one] as const)],
      }
    case 'ideogram-4': {
      const fields = { ...settings(input), rendering_speed: speeds[quality], resolution: resolutionOf(input) }
      return { task: 'generate/ideogram-4', fields, files: [] }
    }
    case 'ideogram-4-remix': {
      const weight = { image_weight: imageWeightOf(input), rendering_speed: speeds[quality] }
      return {
        task: 'remix/ideogram-4',
        fields: { ...settings(input), ...weight, resolution: resolutionOf(input) },
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

function settings(input: AdapterInput): Fields {
  return { ...later, prompt: input.prompt, num_images: input.n, seed: input.seed, ...optionsOf(input) }
}
