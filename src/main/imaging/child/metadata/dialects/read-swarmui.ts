import { tagNumbers, tagText } from '../read/tiff-tags.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, embeddingsIn, toFields } from './foreign-recipe.ts'
import { asObject, numberOf, parseObject, textOf, toNumber, valueOf, type JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** SwarmUI: `sui_image_params` in the JSON of the main text; for JPEG, early versions wrote it to EXIF Model. */
export function readSwarmui({ json: main, tags }: ReaderInput): DialectMetadata | null {
  const json = [main, parseObject(tagText(tags, tagNumbers.model))].find((each) => paramsOf(each) !== null)
  if (!json) return null
  const params = paramsOf(json) ?? {}
  const version = textOf(params, 'swarm_version')
  const weights = severalOf(params, 'loraweights')
  const prompt = textOf(params, 'prompt')
  const negativePrompt = textOf(params, 'negativeprompt')
  const extra = asObject(valueOf(json, 'sui_extra_data'))
  return {
    dialect: 'swarmui',
    tool: version === null ? 'SwarmUI' : `SwarmUI ${version}`,
    recipe: foreignRecipe({
      prompt,
      negativePrompt,
      ...statedFacts(params, 'swarmui'),
      loras: severalOf(params, 'loras')
        .slice(0, 20)
        .flatMap((name, n) => (typeof name === 'string' ? [{ path: name, scale: toNumber(weights[n]) ?? 1 }] : [])),
      options: {
        sampler: textOf(params, 'sampler', 'comfyuisampler', 'autowebuisampler'),
        scheduler: textOf(params, 'scheduler', 'comfyuischeduler'),
        vae: textOf(params, 'vae'),
        clipSkip: skipOf(numberOf(params, 'clipstopatlayer')),
        embeddings: embeddingsIn(prompt, negativePrompt),
        hiresUpscale: numberOf(params, 'refinerupscale'),
        hiresUpscaler: textOf(params, 'refinerupscalemethod'),
        hiresStrength: numberOf(params, 'refinercontrolpercentage'),
        refiner: textOf(params, 'refinermodel'),
      },
    }),
    fields: [...toFields(params), ...(extra === null ? [] : toFields(extra))],
    hasWorkflow: false,
  }
}

function paramsOf(json: JsonObject | null): JsonObject | null {
  return asObject(valueOf(json, 'sui_image_params'))
}

/** A list or, in older versions, a comma-separated text. */
function severalOf(params: JsonObject, key: string): readonly unknown[] {
  const value = valueOf(params, key)
  if (Array.isArray(value)) return value
  return typeof value === 'string' && value !== '' ? value.split(',', 50).map((each) => each.trim()) : []
}

/** Layers are counted from the end: -1 is the last layer, with nothing skipped. */
function skipOf(layer: number | null): number | null {
  return layer === null ? null : Math.abs(layer)
}
