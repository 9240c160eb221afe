import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, textOf, valueOf, type JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** Repeats the whole configuration under internal names. */
const omitted = ['v2']

/** Draw Things: JSON with short names in UserComment, in XMP for a PNG. */
export function readDrawThings({ json, xmp }: ReaderInput): DialectMetadata | null {
  const tool = xmp.get('xmp:CreatorTool') ?? null
  const isNamed = tool?.startsWith('Draw Things') === true
  const hasPrompts = typeof valueOf(json, 'c') === 'string' && typeof valueOf(json, 'uc') === 'string'
  if (json === null || !hasPrompts || !(isNamed || textOf(json, 'sampler') !== null)) return null
  const [, widthPx, heightPx] = /^(\d{1,7})x(\d{1,7})$/.exec(textOf(json, 'size') ?? '') ?? []
  return {
    dialect: 'drawthings',
    tool: isNamed ? tool : 'Draw Things',
    recipe: foreignRecipe({
      ...statedFacts(json, 'drawthings'),
      loras: listOf(json, 'lora')
        .slice(0, 20)
        .map(asObject)
        .flatMap((each) => {
          const path = textOf(each, 'model', 'file')
          return path === null ? [] : [{ path, scale: numberOf(each, 'weight') ?? 1 }]
        }),
      widthPx: widthPx === undefined ? null : Number(widthPx),
      heightPx: heightPx === undefined ? null : Number(heightPx),
      options: {
        sampler: textOf(json, 'sampler'),
        clipSkip: numberOf(json, 'clip_skip'),
        hiresStrength: hiresStrength(json),
        hiresUpscaler: textOf(json, 'upscaler'),
        refiner: textOf(asObject(valueOf(json, 'refiner')), 'model') ?? textOf(json, 'refiner'),
      },
    }),
    fields: toFields(json, omitted),
    hasWorkflow: false,
  }
}

function hiresStrength(json: JsonObject): number | null {
  return valueOf(json, 'hires_fix') === true ? numberOf(json, 'second_stage_strength') : null
}
