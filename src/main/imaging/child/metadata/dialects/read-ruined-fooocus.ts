import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, textOf, toNumber, type JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** RuinedFooocus: JSON that names the program, with its own keys. */
export function readRuinedFooocus({ json }: ReaderInput): DialectMetadata | null {
  if (json === null || textOf(json, 'software') !== 'RuinedFooocus') return null
  return {
    dialect: 'ruinedfooocus',
    tool: 'RuinedFooocus',
    recipe: foreignRecipe({
      ...statedFacts(json, 'ruinedfooocus'),
      loras: readLoras(json),
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
