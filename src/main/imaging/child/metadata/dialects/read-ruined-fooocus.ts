import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, textOf, toNumber, seedOf, type JsonObject } from './json-object.ts'

/** RuinedFooocus: JSON that names the program, with its own keys. */
export function readRuinedFooocus({ json }: ReaderInput): DialectMetadata | null {
  if (json === null || textOf(json, 'software') !== 'RuinedFooocus') return null
  return {
    dialect: 'ruinedfooocus',
    tool: 'RuinedFooocus',
    recipe: foreignRecipe({
      prompt: textOf(json, 'Prompt'),
      negativePrompt: textOf(json, 'Negative'),
      model: textOf(json, 'base_model_name'),
      seed: seedOf(json, 'seed'),
      steps: numberOf(json, 'steps'),
      guidance: numberOf(json, 'cfg'),
      strength: numberOf(json, 'denoise'),
      loras: readLoras(json),
      widthPx: numberOf(json, 'width'),
      heightPx: numberOf(json, 'height'),
      options: {
        sampler: textOf(json, 'sampler_name'),
        scheduler: textOf(json, 'scheduler'),
        clipSkip: numberOf(json, 'clip_skip'),
        modelHash: textOf(json, 'base_model_hash'),
      },
    }),
    fields: toFields(json),
    hasWorkflow: false,
  }
}

/** `[hash, "0.8 - name"]`; an object in some versions. */
function readLoras(json: JsonObject): Lora[] {
  return listOf(json, 'loras')
    .slice(0, 20)
    .flatMap((each) => {
      const object = asObject(each)
      const path = textOf(object, 'name')
      if (path !== null) return [{ path, scale: numberOf(object, 'weight') ?? 1 }]
      const [, named] = Array.isArray(each) ? (each as unknown[]) : []
      const [, weight, name] = /^(-?[\d.]{1,20}) - (.+)$/s.exec(typeof named === 'string' ? named : '') ?? []
      return name === undefined ? [] : [{ path: name, scale: toNumber(weight) ?? 1 }]
    })
}
