import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { DialectAccount } from './account.ts'
import { foreignRecipe } from './foreign-recipe.ts'
import { listOf, numberOf, textOf, toNumber, valueOf, wholeOf, type JsonObject } from './json-object.ts'
import { infotextFacts, infotextFields, parseInfotext } from './parse-infotext.ts'
import { toFields } from './to-fields.ts'

/** Fooocus in its own scheme: JSON that names a base model. */
export function readFooocusJson(json: JsonObject, software: string | null): DialectAccount | null {
  const isNamed = textOf(json, 'metadata_scheme') === 'fooocus' || software?.startsWith('Fooocus') === true
  if (!isNamed && textOf(json, 'base_model') === null) return null
  const [, widthPx, heightPx] = /^\((\d{1,7}), ?(\d{1,7})\)$/.exec(textOf(json, 'resolution') ?? '') ?? []
  return {
    dialect: 'fooocus',
    tool: textOf(json, 'version') ?? software ?? 'Fooocus',
    recipe: foreignRecipe({
      prompt: textOf(json, 'prompt'),
      negativePrompt: textOf(json, 'negative_prompt'),
      model: textOf(json, 'base_model'),
      seed: wholeOf(json, 'seed'),
      steps: numberOf(json, 'steps'),
      guidance: numberOf(json, 'guidance_scale'),
      loras: readLoras(json),
      widthPx: toNumber(widthPx),
      heightPx: toNumber(heightPx),
      options: {
        sampler: textOf(json, 'sampler'),
        scheduler: textOf(json, 'scheduler'),
        performance: textOf(json, 'performance'),
        sharpness: numberOf(json, 'sharpness'),
        clipSkip: numberOf(json, 'clip_skip'),
        vae: named(textOf(json, 'vae')),
        refiner: named(textOf(json, 'refiner_model')),
      },
    }),
    fields: toFields(json),
    hasWorkflow: false,
  }
}

/** Fooocus in A1111's scheme: the same text, with names of its own among the pairs. */
export function readFooocusText(text: string, software: string | null): DialectAccount {
  const infotext = parseInfotext(text)
  const facts = infotextFacts(infotext)
  return {
    dialect: 'fooocus',
    tool: infotext.pairs.get('Version') ?? software ?? 'Fooocus',
    recipe: foreignRecipe({
      ...facts,
      options: { ...facts.options, performance: infotext.pairs.get('Performance') ?? null },
    }),
    fields: infotextFields(infotext),
    hasWorkflow: false,
  }
}

/** Fooocus writes out where it used none of its own. */
function named(name: string | null): string | null {
  return name === null || /^(?:none|default \(model\))$/i.test(name) ? null : name
}

/** As a list of name and weight, and in older files one by one: `lora_combined_1` = `name : weight`. */
function readLoras(json: JsonObject): Lora[] {
  const listed = listOf(json, 'loras')
    .slice(0, 20)
    .flatMap((each) => toLora(Array.isArray(each) ? each : []))
  const single = Array.from({ length: 5 }, (_, n) => valueOf(json, `lora_combined_${n + 1}`))
    .filter((each) => typeof each === 'string')
    .flatMap((each) => toLora(each.split(' : ')))
  return [...listed, ...single]
}

function toLora([name, weight]: readonly unknown[]): Lora[] {
  return typeof name === 'string' ? [{ path: name, scale: toNumber(weight) ?? 1 }] : []
}
