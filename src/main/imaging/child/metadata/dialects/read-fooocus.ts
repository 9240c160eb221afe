import type { Lora } from '../../../../../shared/domain/generation.ts'
import { tagNumbers, tagText } from '../read/tiff-tags.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { listOf, numberOf, textOf, toNumber, valueOf, type JsonObject } from './json-object.ts'
import { infotextFacts, infotextFields, parseInfotext } from './parse-infotext.ts'
import { statedFacts } from './setting-names.ts'

/** Fooocus: JSON in its own scheme, or text in A1111's scheme; the scheme is stated separately. */
export function readFooocus({ texts, tags, json, infotext }: ReaderInput): DialectMetadata | null {
  const scheme = texts.get('fooocus_scheme') ?? tagText(tags, tagNumbers.makerNote)
  const software = tagText(tags, tagNumbers.software) ?? texts.get('Software') ?? null
  if (json !== null) return readOwnScheme(json, scheme === 'fooocus' ? 'Fooocus' : software)
  return scheme === 'a1111' && infotext !== null ? readTextScheme(infotext, software) : null
}

function readOwnScheme(json: JsonObject, software: string | null): DialectMetadata | null {
  const isNamed = textOf(json, 'metadata_scheme') === 'fooocus' || software?.startsWith('Fooocus') === true
  if (!isNamed && textOf(json, 'base_model') === null) return null
  const [, widthPx, heightPx] = /^\((\d{1,7}), ?(\d{1,7})\)$/.exec(textOf(json, 'resolution') ?? '') ?? []
  return {
    dialect: 'fooocus',
    tool: textOf(json, 'version') ?? software ?? 'Fooocus',
    recipe: foreignRecipe({
      ...statedFacts(json, 'fooocus'),
      loras: readLoras(json),
      widthPx: toNumber(widthPx),
      heightPx: toNumber(heightPx),
      options: {
        sampler: textOf(json, 'sampler'),
        scheduler: textOf(json, 'scheduler'),
        performance: textOf(json, 'performance'),
        sharpness: numberOf(json, 'sharpness'),
        clipSkip: numberOf(json, 'clip_skip'),
        modelHash: textOf(json, 'base_model_hash'),
        vae: named(textOf(json, 'vae')),
        refiner: named(textOf(json, 'refiner_model')),
      },
    }),
    fields: toFields(json),
    hasWorkflow: false,
  }
}

/** A1111's text with some pair names of its own. Its prompts include the styles; the raw ones are as typed. */
function readTextScheme(text: string, software: string | null): DialectMetadata {
  const infotext = parseInfotext(text)
  const { pairs } = infotext
  const facts = infotextFacts(infotext)
  return {
    dialect: 'fooocus',
    tool: pairs.get('Version') ?? software ?? 'Fooocus',
    recipe: foreignRecipe({
      ...facts,
      prompt: pairs.get('Raw prompt') ?? facts.prompt ?? null,
      negativePrompt: pairs.get('Raw negative prompt') ?? facts.negativePrompt ?? null,
      options: {
        ...facts.options,
        vae: named(pairs.get('VAE') ?? null),
        refiner: named(pairs.get('Refiner') ?? null),
        performance: pairs.get('Performance') ?? null,
        sharpness: toNumber(pairs.get('Sharpness')),
      },
    }),
    fields: infotextFields(infotext),
    hasWorkflow: false,
  }
}

/** Fooocus writes an explicit value where none was used. */
function named(name: string | null): string | null {
  return name === null || /^(?:none|default \(model\))$/i.test(name) ? null : name
}

/** A list of name and weight; older files have only `lora_combined_1` = `name : weight`, newer ones both. */
function readLoras(json: JsonObject): Lora[] {
  const listed = listOf(json, 'loras')
    .slice(0, 20)
    .flatMap((each) => toLora(Array.isArray(each) ? each : []))
  if (listed.length > 0) return listed
  return Array.from({ length: 10 }, (_, n) => valueOf(json, `lora_combined_${n + 1}`))
    .filter((each) => typeof each === 'string')
    .flatMap((each) => toLora(each.split(' : ')))
}

function toLora([name, weight]: readonly unknown[]): Lora[] {
  return typeof name === 'string' && name !== 'None' ? [{ path: name, scale: toNumber(weight) ?? 1 }] : []
}
