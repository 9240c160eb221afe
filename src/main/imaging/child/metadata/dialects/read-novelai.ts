import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, parseObject, textOf, valueOf, type JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/**
 * NovelAI: the prompt in `Description`, the settings as JSON in `Comment`; in a WebP both are packed into UserComment.
 */
export function readNovelai({ texts }: ReaderInput): DialectMetadata | null {
  if (texts.get('Software') !== 'NovelAI') return null
  const json = parseObject(texts.get('Comment')) ?? {}
  const stated = statedFacts(json, 'novelai')
  const source = texts.get('Source') ?? null
  return {
    dialect: 'novelai',
    tool: 'NovelAI',
    recipe: foreignRecipe({
      ...stated,
      prompt: texts.get('Description') ?? stated.prompt ?? captionOf(json, 'v4_prompt'),
      negativePrompt: stated.negativePrompt ?? captionOf(json, 'v4_negative_prompt'),
      model: source,
      options: { sampler: textOf(json, 'sampler'), scheduler: textOf(json, 'noise_schedule') },
    }),
    fields: [...(source === null ? [] : [{ name: 'Source', value: source }]), ...toFields(json)],
    hasWorkflow: false,
  }
}

function captionOf(json: JsonObject, key: string): string | null {
  return textOf(asObject(valueOf(asObject(valueOf(json, key)), 'caption')), 'base_caption')
}
